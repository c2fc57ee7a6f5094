"""Services: what the company does, what it costs, what it looks like."""

import json
import re
from decimal import Decimal

import pytest
import wagtail_factories
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from website.models import ContentPage, HomePage, ServicePage, ServicesIndexPage
from website.tests import factories
from website.tests.conftest import Company


@pytest.fixture
def services(company: Company) -> ServicesIndexPage:
    """A list of two: one with a price and a gallery, one without."""
    index: ServicesIndexPage = factories.ServicesIndexPageFactory(parent=company.it.home)
    factories.ServicePageFactory(parent=index, title="Restauro", gallery=company.it.gallery)
    factories.ServicePageFactory(parent=index, title="Progetto", price_kind="request", price=None, price_unit="")
    return index


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def _service(title: str) -> ServicePage:
    service: ServicePage = ServicePage.objects.get(title=title)
    return service


def test_the_list_keeps_the_tree_s_order_and_says_each_price(client: Client, services: ServicesIndexPage) -> None:
    html = _read(client, services.url)
    restored, designed = html.split("Progetto", 1)
    assert "da 120 € <span>a sedia</span>" in restored
    assert "Prezzo su richiesta" in designed


@pytest.mark.parametrize(
    ("kind", "price", "words"),
    [("fixed", "1250.50", "1.250,50 €"), ("from", "80", "da 80 €"), ("request", None, "Prezzo su richiesta")],
)
def test_a_price_is_written_as_italians_write_it(
    client: Client, services: ServicesIndexPage, kind: str, price: str | None, words: str
) -> None:
    service = _service("Restauro")
    service.price_kind, service.price, service.price_unit = kind, Decimal(price) if price else None, ""
    service.save()
    assert f">{words}</p>" in _read(client, service.url).replace("> ", ">").replace(" </p", "</p")


def test_a_price_that_nobody_wants_to_say_is_not_said(client: Client, services: ServicesIndexPage) -> None:
    service = _service("Restauro")
    service.price_kind = ""
    service.save()
    assert 'class="price' not in _read(client, service.url)


def test_a_price_without_an_amount_is_refused(services: ServicesIndexPage) -> None:
    service = _service("Restauro")
    service.price = None
    with pytest.raises(ValidationError) as refused:
        service.full_clean()
    assert list(refused.value.message_dict) == ["price"]


def test_only_a_gallery_can_stand_at_its_foot(company: Company, services: ServicesIndexPage) -> None:
    service = _service("Restauro")
    service.gallery = Page.objects.get(pk=company.it.content.pk)
    with pytest.raises(ValidationError) as refused:
        service.full_clean()
    assert list(refused.value.message_dict) == ["gallery"]


def test_its_gallery_is_shown_in_the_page_s_language(
    client: Client, company: Company, services: ServicesIndexPage
) -> None:
    html = _read(client, _service("Restauro").url)
    assert f'class="more" href="{company.it.gallery.url}"' in html
    assert "Una credenza bassa contro un muro bianco" in html
    english = factories.ServicesIndexPageFactory(parent=company.en.home, language="en", title="Services")
    # An editor who copied the page may have left the Italian gallery chosen.
    page = factories.ServicePageFactory(parent=english, language="en", title="Mending", gallery=company.it.gallery)
    assert f'class="more" href="{company.en.gallery.url}"' in _read(client, page.url)


def test_a_gallery_that_is_not_live_is_not_shown(client: Client, company: Company, services: ServicesIndexPage) -> None:
    company.it.gallery.unpublish()
    assert "gallery-of-service" not in _read(client, _service("Restauro").url)


def test_a_service_is_described_to_search_engines(client: Client, services: ServicesIndexPage) -> None:
    html = _read(client, _service("Restauro").url)
    found = [json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]
    service = next(each for each in found if each["@type"] == "Service")
    assert service["offers"]["priceSpecification"]["minPrice"] == "120.00"
    assert service["provider"]["name"] == "Ronchi"


@pytest.mark.parametrize("title", ["Servizi", "Restauro"])
def test_it_opens_in_the_editor(admin_client: Client, services: ServicesIndexPage, title: str) -> None:
    page = Page.objects.get(title=title)
    assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert admin_client.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200


@pytest.mark.parametrize(
    ("parent", "child"),
    [(HomePage, ServicePage), (ContentPage, ServicesIndexPage), (ServicesIndexPage, ContentPage)],
)
def test_a_wrong_tree_is_refused(parent: type[Page], child: type[Page]) -> None:
    WagtailPageTestCase().assertCanNotCreateAt(parent, child)


def _statements(client: Client, address: str) -> list[str]:
    _read(client, address)
    with CaptureQueriesContext(connection) as captured:
        _read(client, address)
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("kind", ["index", "service"])
def test_it_costs_the_same_with_five_services_and_with_fifty(
    client: Client, company: Company, services: ServicesIndexPage, kind: str
) -> None:
    address = services.url if kind == "index" else _service("Restauro").url
    image = wagtail_factories.ImageFactory(file__width=48, file__height=36)
    for number in range(3):
        factories.ServicePageFactory(parent=services, picture=image, title=f"Altro {number}")
    five = _statements(client, address)
    for number in range(3, 48):
        factories.ServicePageFactory(parent=services, picture=image, title=f"Altro {number}")
        factories.GalleryPictureFactory(page=company.it.gallery, locale=company.it.gallery.locale, image=image)
    fifty = _statements(client, address)
    assert len(fifty) <= max(len(five), 15), "\n".join(fifty)
    if kind == "index":
        assert len(fifty) == len(five)
