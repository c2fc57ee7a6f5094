"""What a page costs the database."""

import json
from collections.abc import Sequence

import pytest
import wagtail_factories
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from website.models import HomePage
from website.tests import factories
from website.tests.conftest import Company


def queries(client: Client, page: Page) -> list[str]:
    """The statements of one request, with pictures already cut to size by an earlier one."""
    client.get(page.url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(page.url).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def _full_body(company: Company, linked: Sequence[Page]) -> list[dict[str, object]]:
    """Every block once, as it is stored."""
    image = wagtail_factories.ImageFactory(file__width=48, file__height=36).pk
    picture = {"image": image, "decorative": True, "alt_text": ""}
    cards = [{"page": page.pk, "picture": None, "title": "", "line": ""} for page in linked]
    return [
        {"type": "text", "value": "<h2>Uno</h2><p>Due</p>"},
        {
            "type": "feature",
            "value": {
                "heading": "A",
                "text": "<p>B</p>",
                "image": picture,
                "side": "left",
                "page": company.it.content.pk,
            },
        },
        {"type": "cards", "value": {"heading": "Tre", "cards": cards}},
        {
            "type": "facts",
            "value": {"heading": "", "facts": [{"figure": "1", "label": "a"}, {"figure": "2", "label": "b"}]},
        },
        {"type": "picture", "value": {"image": picture, "caption": "", "width": "full"}},
        {"type": "pictures", "value": {"pictures": [{"image": picture, "caption": ""}] * 3, "ratio": "portrait"}},
        {"type": "quote", "value": {"text": "Bello", "who": "Io", "role": ""}},
        {"type": "opening_hours", "value": {"heading": "", "hours": None}},
        {"type": "contacts", "value": {"heading": "", "contacts": None}},
        {
            "type": "call_to_action",
            "value": {"heading": "Vieni", "text": "", "page": company.it.contact.pk, "label": "Scrivi"},
        },
    ]


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_first_page_takes_twelve_queries_at_most(client: Client, company: Company, language: str) -> None:
    home: HomePage = getattr(company, language).home
    # Cards that lead to one type of page; each further type would cost a query more.
    linked = [factories.ContentPageFactory(parent=company.it.home, title=f"Pagina {number}") for number in range(3)]
    home.body = json.dumps(_full_body(company, linked))
    home.save()
    statements = queries(client, home)
    assert len(statements) <= 12, "\n".join(statements)


def test_a_gallery_costs_the_same_with_five_pictures_and_with_fifty(client: Client, company: Company) -> None:
    gallery = company.it.gallery
    image = wagtail_factories.ImageFactory(file__width=48, file__height=36)
    for _ in range(4):
        factories.GalleryPictureFactory(page=gallery, locale=gallery.locale, image=image)
    five = queries(client, gallery)
    for _ in range(45):
        factories.GalleryPictureFactory(page=gallery, locale=gallery.locale, image=image)
    fifty = queries(client, gallery)
    assert len(fifty) <= len(five), "\n".join(fifty)


def test_a_list_of_galleries_costs_the_same_with_one_and_with_ten(client: Client, company: Company) -> None:
    one = queries(client, company.it.index)
    image = wagtail_factories.ImageFactory(file__width=48, file__height=36)
    for number in range(9):
        gallery = factories.GalleryPageFactory(parent=company.it.index, title=f"Casa {number}")
        factories.GalleryPictureFactory(page=gallery, locale=gallery.locale, image=image)
    ten = queries(client, company.it.index)
    assert len(ten) <= len(one), "\n".join(ten)


def test_every_block_is_drawn(client: Client, company: Company) -> None:
    body = _full_body(company, company.it.pages[1:4])
    company.it.content.body = json.dumps(body)
    company.it.content.save()
    html = client.get(company.it.content.url).content.decode()
    for block in body:
        assert f"block--{block['type']}" in html


def test_what_stands_below_a_page_costs_one_query_whatever_its_types(client: Client, company: Company) -> None:
    content = company.it.content
    factories.ContentPageFactory(parent=content, title="Metodo", intro="Cinque passi.")
    one = queries(client, content)
    factories.TeamPageFactory(parent=content, intro="Siamo in nove.")
    more = queries(client, content)
    html = client.get(content.url).content.decode()
    assert len(more) == len(one), "\n".join(more)
    assert "Cinque passi." in html
    assert "Siamo in nove." in html
