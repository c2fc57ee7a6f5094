"""The ways to reach the company: call, chat, the address book, the map."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from website.models import Contacts
from website.tests.conftest import Company


def card(client: Client, contacts: Contacts) -> list[str]:
    """The card's lines, unfolded."""
    answer = client.get(f"/contacts/{contacts.pk}.vcf")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


@pytest.fixture
def contacts(company: Company) -> Contacts:
    found = company.brand.contacts
    assert found
    return found


def test_the_card_says_who_where_and_how(client: Client, contacts: Contacts) -> None:
    contacts.whatsapp, contacts.latitude, contacts.longitude = "+39 333 1234567", 45.5, 9.25
    contacts.save()
    lines = card(client, contacts)
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert lines[-2:] == ["END:VCARD", ""]
    for line in (
        "FN:Ronchi",
        "ORG:Ronchi S.r.l.",
        "ADR;TYPE=work:;;Via della Pialla 7;Mariano Comense;CO;22066;",
        'TEL;VALUE=uri;TYPE="work,voice":tel:+390310000168',
        'TEL;VALUE=uri;TYPE="work,cell,text":tel:+393331234567',
        "EMAIL;TYPE=work:bottega@example.it",
        "GEO:geo:45.500000,9.250000",
    ):
        assert line in lines


def test_the_card_s_own_signs_are_escaped_and_long_lines_folded(client: Client, contacts: Contacts) -> None:
    contacts.legal_name = "Ronchi; figli, e \\ nipoti"
    contacts.about = "È un perché " * 16
    contacts.save()
    lines = card(client, contacts)
    assert "ORG:Ronchi\\; figli\\, e \\\\ nipoti" in lines
    assert f"NOTE:{contacts.about}" in lines


def test_nobody_s_card_is_not_found(client: Client, company: Company) -> None:
    assert client.get("/contacts/999999.vcf").status_code == 404


def test_the_page_offers_every_way_and_loads_none(client: Client, company: Company, contacts: Contacts) -> None:
    contacts.whatsapp = "+39 333 1234567"
    contacts.save()
    html = client.get(company.it.contact.url).content.decode()
    for address in ("tel:+390310000168", "https://wa.me/393331234567", f"/contacts/{contacts.pk}.vcf"):
        assert f'href="{address}"' in html
    assert "Apri la mappa" in html
    assert "<iframe" not in html


@pytest.mark.parametrize("number", ["333 1234567", "+39", "+39 333 <b>"])
def test_a_whatsapp_number_without_its_country_is_refused(contacts: Contacts, number: str) -> None:
    contacts.whatsapp = number
    with pytest.raises(ValidationError) as error:
        contacts.full_clean()
    assert "whatsapp" in error.value.message_dict
