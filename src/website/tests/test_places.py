"""Places: each branch with its own address, hours and page."""

import json
import re

import pytest
import wagtail_factories
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from website.models import Contacts, ContentPage, HomePage, PlacePage, PlacesIndexPage
from website.tests import factories
from website.tests.conftest import Company


def _place(index: PlacesIndexPage, title: str, town: str, weekdays: range = range(5), **values: object) -> PlacePage:
    locale = factories.locale("it")
    contacts = factories.ContactsFactory(locale=locale, town=town, address=f"Via di {town} 1", phone="+39 031 111 2222")
    hours = factories.OpeningHoursFactory(locale=locale, name=title)
    for weekday in weekdays:
        factories.OpeningSpanFactory(hours=hours, weekday=weekday, opens="10:00", closes="19:00")
    page: PlacePage = factories.PlacePageFactory(
        parent=index, title=title, contacts=contacts, opening_hours=hours, **values
    )
    return page


@pytest.fixture
def places(company: Company) -> PlacesIndexPage:
    """A list of two places."""
    index: PlacesIndexPage = factories.PlacesIndexPageFactory(parent=company.it.home)
    _place(index, "Sala mostra", "Como")
    _place(index, "Magazzino", "Cantù", range(2))
    return index


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def _page(title: str) -> PlacePage:
    page: PlacePage = PlacePage.objects.get(title=title)
    return page


def test_the_list_says_of_each_place_where_it_is_and_how_to_reach_it(client: Client, places: PlacesIndexPage) -> None:
    html = _read(client, places.url)
    main = html[html.index("<main") : html.index("</main>")]
    first, second = main.split("Magazzino</a>", 1)
    assert "Via di Como 1, 22066 Como (CO)" in first
    assert 'href="tel:+390311112222"' in first
    assert f'href="{_page("Sala mostra").url}"' in first
    assert "Via di Cantù 1" in second
    assert "openstreetmap.org/search?query=Via+di+Cant" in second


def test_each_place_says_for_itself_whether_it_is_open(client: Client, places: PlacesIndexPage) -> None:
    html = _read(client, places.url)
    main = html[html.index("<main") : html.index("</main>")]
    sent = [json.loads(each) for each in re.findall(r'<script type="application/json">(.*?)</script>', main)]
    assert len(sent) == 2
    opened = [sum(opens for day in data["days"] for _minute, opens, _says in day["changes"]) for data in sent]
    assert opened[0] > opened[1] > 0  # five days a week against two


def test_a_place_has_a_page_with_address_hours_card_and_a_map_that_loads_nothing(
    client: Client, places: PlacesIndexPage
) -> None:
    place = _page("Sala mostra")
    html = _read(client, place.url)
    assert "Via di Como 1" in html
    assert "10:00–19:00" in html
    assert f"/contacts/{place.contacts_id}.vcf" in html
    assert "Apri la mappa" in html
    assert "<iframe" not in html


def test_search_engines_learn_that_it_is_a_branch_with_its_own_hours(
    client: Client, company: Company, places: PlacesIndexPage
) -> None:
    place = _page("Magazzino")
    html = _read(client, place.url)
    found = [json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]
    own, branch = found
    assert own["@id"] == "http://testserver/#company"
    assert branch["@type"] == "LocalBusiness"
    assert branch["@id"] == f"{place.full_url}#place"
    assert branch["name"] == "Ronchi – Magazzino"
    assert branch["address"]["addressLocality"] == "Cantù"
    assert branch["parentOrganization"]["@id"] == own["@id"]
    days = {each["dayOfWeek"] for each in branch["openingHoursSpecification"]}
    assert days == {"https://schema.org/Monday", "https://schema.org/Tuesday"}


def test_the_card_of_a_branch_is_told_apart_from_the_company_s(client: Client, places: PlacesIndexPage) -> None:
    card = client.get(f"/contacts/{_page('Sala mostra').contacts_id}.vcf").content.decode()
    assert "FN:Ronchi\\, Como" in card


def test_it_speaks_the_reader_s_language(client: Client, company: Company) -> None:
    index = factories.PlacesIndexPageFactory(parent=company.en.home, language="en", title="Where we are")
    place = _place(index, "Showroom", "Como", language="en")
    contacts = Contacts.objects.get(pk=place.contacts_id)
    english = factories.ContactsFactory(
        locale=factories.locale("en"), translation_key=contacts.translation_key, address="1 Como Street"
    )
    assert english.pk
    for page in (index, place):
        assert "1 Como Street" in _read(client, page.url)


def test_a_place_without_hours_or_picture_is_whole(client: Client, places: PlacesIndexPage) -> None:
    place = _page("Magazzino")
    place.opening_hours = None
    place.save()
    assert "<h2>Orari" not in _read(client, place.url)
    assert "Magazzino" in _read(client, places.url)


def test_an_empty_list_says_so(client: Client, company: Company) -> None:
    index = factories.PlacesIndexPageFactory(parent=company.it.home)
    assert "La prima sede" in _read(client, index.url)


def test_twelve_stand_on_a_page(client: Client, places: PlacesIndexPage) -> None:
    contacts = Contacts.objects.first()
    for number in range(11):
        factories.PlacePageFactory(parent=places, title=f"Altra {number}", contacts=contacts)
    assert _read(client, places.url).count('class="place"') == 12
    second = _read(client, f"{places.url}?page=2")
    assert second.count('class="place"') == 1
    assert f'<link rel="canonical" href="{places.full_url}?page=2">' in second
    assert client.get(f"{places.url}?page=3").status_code == 404


def test_contacts_that_a_place_shows_cannot_be_deleted(places: PlacesIndexPage) -> None:
    with pytest.raises(ProtectedError):
        Contacts.objects.get(town="Como").delete()


@pytest.mark.parametrize("title", ["Dove siamo", "Sala mostra"])
def test_it_opens_in_the_editor(admin_client: Client, places: PlacesIndexPage, title: str) -> None:
    page = Page.objects.get(title=title)
    assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert admin_client.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200


@pytest.mark.parametrize(
    ("parent", "child"), [(HomePage, PlacePage), (ContentPage, PlacesIndexPage), (PlacesIndexPage, ContentPage)]
)
def test_a_wrong_tree_is_refused(parent: type[Page], child: type[Page]) -> None:
    WagtailPageTestCase().assertCanNotCreateAt(parent, child)


@pytest.mark.parametrize("kind", ["index", "place"])
def test_it_costs_the_same_with_five_places_and_with_more_than_a_page_holds(
    client: Client, places: PlacesIndexPage, kind: str
) -> None:
    address = places.url if kind == "index" else _page("Sala mostra").url
    image = wagtail_factories.ImageFactory(file__width=48, file__height=36)
    for number in range(3):
        _place(places, f"Altra {number}", "Lecco", picture=image)
    five = _statements(client, address)
    template = _page("Altra 0")
    new = [
        PlacePage(title=f"E {number}", slug=f"e-{number}", locale=template.locale, picture=image, live=True)
        for number in range(9)
    ]
    for page in new:
        page.contacts_id, page.opening_hours_id = template.contacts_id, template.opening_hours_id
        places.add_child(instance=page)
    many = _statements(client, address)
    assert len(many) == len(five), "\n".join(many)
    assert len(many) <= 12, "\n".join(many)


def _statements(client: Client, address: str) -> list[str]:
    _read(client, address)
    with CaptureQueriesContext(connection) as captured:
        _read(client, address)
    return [query["sql"] for query in captured.captured_queries]
