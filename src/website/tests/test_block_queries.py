"""Many blocks on one page cost few queries."""

import wagtail_factories
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from website.models import TeamPage
from website.tests import factories
from website.tests.bodies import carousel, draw, film, hero, picture
from website.tests.conftest import Company


def test_the_seven_together_cost_few_queries(client: Client, company: Company, team: TeamPage) -> None:
    voices = [{"text": "Bello", "who": "Io", "role": "", "portrait": picture()} for _ in range(6)]
    people = [member.pk for member in team.members.all()]
    factories.TeamMemberFactory(page=team, locale=team.locale, portrait=wagtail_factories.ImageFactory())
    page = company.it.content
    draw(client, page, ("text", "<p>Solo parole</p>"))
    blocks = [
        hero(image=picture(), layout="full", page=company.it.contact.pk),
        ("picture_strip", {"heading": "", "pictures": [{"image": picture()} for _ in range(8)], "ratio": "square"}),
        carousel(*[{"image": picture()} for _ in range(5)]),
        ("testimonials", {"heading": "", "voices": voices}),
        ("team", {"heading": "", "people": people}),
        ("form", {"heading": "", "text": "", "page": company.it.contact.pk}),
        film(),
    ]

    def statements() -> list[str]:
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        return [query["sql"] for query in captured.captured_queries]

    base = statements()
    html = draw(client, page, *blocks)
    for kind, _value in blocks:
        assert f"block--{kind}" in html
    full = statements()
    assert len(full) - len(base) <= 7, "\n".join(full)
