"""The people of the company."""

import pytest
import wagtail_factories
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from website.models import GalleryPage, TeamPage
from website.tests import factories
from website.tests.conftest import Company


@pytest.fixture
def team(company: Company) -> TeamPage:
    page: TeamPage = factories.TeamPageFactory(parent=company.it.home)
    factories.TeamMemberFactory(page=page, locale=page.locale, name="Davide", sort_order=2)
    factories.TeamMemberFactory(
        page=page, locale=page.locale, name="Marta", sort_order=1, email="marta@example.it", phone="+39 031 000 0168"
    )
    return page


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_people_stand_in_the_editor_s_order(client: Client, team: TeamPage) -> None:
    html = _read(client, team.url)
    assert html.index("Marta") < html.index("Davide")


def test_only_what_a_person_wants_to_say_is_linked(client: Client, team: TeamPage) -> None:
    marta, davide = _read(client, team.url).split("Davide")
    assert 'href="mailto:marta@example.it"' in marta
    assert 'href="tel:+390310000168"' in marta
    assert "person__ways" not in davide


def test_an_empty_team_says_so(client: Client, team: TeamPage) -> None:
    team.members.all().delete()
    assert "stanno per presentarsi" in _read(client, team.url)


def test_it_opens_in_the_editor(admin_client: Client, team: TeamPage) -> None:
    assert admin_client.get(f"/admin/pages/{team.pk}/edit/").status_code == 200
    assert admin_client.get(f"/admin/pages/{team.pk}/view_draft/").status_code == 200


@pytest.mark.parametrize(("parent", "child"), [(TeamPage, TeamPage), (GalleryPage, TeamPage), (Page, TeamPage)])
def test_a_wrong_tree_is_refused(parent: type[Page], child: type[Page]) -> None:
    WagtailPageTestCase().assertCanNotCreateAt(parent, child)


def test_it_costs_the_same_with_five_people_and_with_fifty(client: Client, team: TeamPage) -> None:
    image = wagtail_factories.ImageFactory(file__width=48, file__height=36)

    def add(count: int) -> list[str]:
        for _ in range(count):
            factories.TeamMemberFactory(page=team, locale=team.locale, portrait=image)
        _read(client, team.url)
        with CaptureQueriesContext(connection) as captured:
            _read(client, team.url)
        return [query["sql"] for query in captured.captured_queries]

    five, fifty = add(3), add(45)
    assert len(fifty) == len(five) <= 15, "\n".join(fifty)
