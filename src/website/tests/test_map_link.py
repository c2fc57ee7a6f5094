"""The block that shows the way to an address."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from website.blocks.map_link import MapLinkBlock
from website.tests import factories
from website.tests.conftest import Company


def _html(client: Client, company: Company, **value: object) -> str:
    raw = {"heading": "", "contacts": None, "address": "", "text": "", **value}
    page = company.it.content
    page.body = json.dumps([{"type": "map_link", "value": raw}])
    page.save()
    html = " ".join(client.get(page.url).content.decode().split())
    return html[html.index("block--map_link") : html.index("</main>")]


def test_without_a_choice_it_is_the_company_s_address(client: Client, company: Company) -> None:
    html = _html(client, company, text="L’autobus 1 ferma davanti.")
    assert "Come trovarci" in html
    assert "Via della Pialla 7, 22066 Mariano Comense (CO)" in html
    assert "L’autobus 1 ferma davanti." in html
    assert "<iframe" not in html
    assert "<img" not in html


def test_it_can_be_a_branch_s_address(client: Client, company: Company) -> None:
    branch = factories.ContactsFactory(locale=factories.locale("it"), town="Como", latitude=45.8, longitude=9.1)
    html = _html(client, company, contacts=branch.pk)
    assert "22066 Como" in html
    assert "openstreetmap.org/?mlat=45.8" in html


def test_it_can_be_any_address(client: Client, company: Company) -> None:
    html = _html(client, company, heading="In fiera", address="Lariofiere, Erba")
    assert "In fiera" in html
    assert 'href="https://www.openstreetmap.org/search?query=Lariofiere%2C+Erba"' in html
    assert "Via della Pialla" not in html


def test_two_addresses_are_refused(company: Company) -> None:
    block = MapLinkBlock()
    with pytest.raises(ValidationError) as error:
        block.clean(block.to_python({"contacts": company.brand.contacts_id, "address": "Erba"}))
    assert "address" in error.value.block_errors  # type: ignore[attr-defined]


def test_its_preview_is_drawn(company: Company) -> None:
    block = MapLinkBlock()
    assert "openstreetmap.org" in block.render(block.get_preview_value())
