"""The company's records: hours, contacts, VAT number."""

import datetime
import re
from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from website.models import OpeningSpan
from website.snippets.vat_number import validate_vat_number
from website.tests import factories
from website.tests.conftest import Company


@pytest.mark.parametrize("number", ["01234567897", "IT01234567897", "00000010215"])
def test_a_vat_number_with_the_right_check_digit_is_taken(number: str) -> None:
    validate_vat_number(number)


@pytest.mark.parametrize(
    "number", ["01234567890", "01234567879", "0123456789", "0123456789a", "DE123456789", "٠١٢٣٤٥٦٧٨٩٧"]
)
def test_a_mistyped_vat_number_is_named(number: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(number)):
        validate_vat_number(number)


def test_closing_before_opening_is_asked_about() -> None:
    span = OpeningSpan(weekday=4, opens=datetime.time(19), closes=datetime.time(2))
    with pytest.raises(ValidationError) as error:
        span.clean()
    assert "02:00 non è dopo 19:00" in error.value.messages[0]
    span.past_midnight = True
    span.clean()


def test_a_span_of_more_than_a_day_is_refused() -> None:
    with pytest.raises(ValidationError):
        OpeningSpan(weekday=4, opens=datetime.time(9), closes=datetime.time(12), past_midnight=True).clean()


@pytest.fixture
def sunday_in_rome() -> Iterator[None]:
    """23:30 on Saturday in London is Sunday in Rome."""
    late = datetime.datetime(2026, 3, 7, 23, 30, tzinfo=datetime.timezone.utc)  # noqa: UP017 -- Python 3.11
    with mock.patch("django.utils.timezone.now", autospec=True, return_value=late):
        yield


@pytest.mark.usefixtures("sunday_in_rome")
def test_the_footer_speaks_of_today_in_the_site_s_time_zone(client: Client, company: Company) -> None:
    html = client.get(company.it.home.url).content.decode()
    footer = html[html.index("<footer") :]
    assert re.search(r"data-status>\s*Domenica 8 marzo: chiuso\s*<", footer)


def test_the_footer_says_who_where_when_and_how(client: Client, company: Company) -> None:
    html = client.get(company.it.home.url).content.decode()
    footer = html[html.index("<footer") :]
    for words in ("Via della Pialla 7", "tel:+390310000168", "mailto:bottega@example.it", "01234567897", "09:00–12:30"):
        assert words in footer


def test_the_footer_speaks_the_reader_s_language(client: Client, company: Company) -> None:
    contacts = company.brand.contacts
    assert contacts
    factories.ContactsFactory(
        locale=factories.locale("en"), translation_key=contacts.translation_key, about="Made-to-measure furniture."
    )
    assert "Made-to-measure furniture." in client.get(company.en.home.url).content.decode()
    assert "Made-to-measure furniture." not in client.get(company.it.home.url).content.decode()
