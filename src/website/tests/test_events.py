"""Events as visitors, editors and search engines meet them."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from website.blocks.next_events import NextEventsBlock
from website.events.schedule import Repeats
from website.models import ContentPage, EventIndexPage, EventPage, HomePage, SkippedDay
from website.tests import factories
from website.tests.conftest import Company

TODAY = datetime(2026, 11, 22, 19, tzinfo=ZoneInfo("Europe/Rome"))


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with (
        mock.patch("website.pages.event.now", return_value=TODAY),
        mock.patch("website.pages.events.now", return_value=TODAY),
        mock.patch("website.blocks.next_events.now", return_value=TODAY),
    ):
        yield


@pytest.fixture
def events(company: Company) -> EventIndexPage:
    """A list with one event to come, one that repeats, and one that is over."""
    index: EventIndexPage = factories.EventIndexPageFactory(parent=company.it.home)
    factories.EventPageFactory(parent=index, title="Mercatino", first_day=date(2026, 12, 12), starts=None, ends=None)
    bench = factories.EventPageFactory(
        parent=index, title="Banco aperto", first_day=date(2026, 9, 5), repeats=Repeats.MONTHLY_BY_WEEKDAY
    )
    bench.skipped_days.add(SkippedDay(day=date(2027, 1, 2)))
    bench.save()
    factories.EventPageFactory(parent=index, title="Fiera di maggio", first_day=date(2026, 5, 9))
    return index


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _event(title: str) -> EventPage:
    event: EventPage = EventPage.objects.get(title=title)
    return event


def test_the_next_event_stands_first_and_past_ones_fold_away(client: Client, events: EventIndexPage) -> None:
    html = _read(client, events.url)
    coming, past = html.split('<details class="fold"', 1)
    assert coming.index("Banco aperto") < coming.index("Mercatino"), "by its next date, 5 December"
    assert "sabato 5 dicembre 2026" in coming
    assert "Fiera di maggio" not in coming
    assert "Fiera di maggio" in past
    assert "sabato 9 maggio 2026" in past


def test_without_events_the_list_says_so(client: Client, events: EventIndexPage) -> None:
    events.get_children().delete()
    html = _read(client, EventIndexPage.objects.get().url)
    assert "Al momento non c’è nulla in programma" in html
    assert '<details class="fold"' not in html


def test_an_event_that_repeats_shows_its_next_dates(client: Client, events: EventIndexPage) -> None:
    html = _read(client, _event("Banco aperto").url)
    for day in ("5 dicembre 2026", "6 febbraio 2027"):
        assert f"sabato {day}" in html
    assert "2 gennaio 2027" not in html, "a skipped day"
    assert '<time datetime="2026-12-05T10:00:00+01:00">' in html
    assert "10:00–12:30" in html


def test_a_past_event_says_that_it_is_over(client: Client, events: EventIndexPage) -> None:
    html = _read(client, _event("Fiera di maggio").url)
    assert "è già passato" in html
    assert "calendar/" not in html


def test_each_event_and_the_list_can_be_put_in_a_calendar(client: Client, events: EventIndexPage) -> None:
    for page, count in ((_event("Banco aperto"), 1), (events, 3)):
        assert f'href="{page.url}calendar/"' in _read(client, page.url)
        answer = client.get(f"{page.url}calendar/")
        text = answer.content.decode()
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert f'filename="{page.slug}.ics"' in answer["Content-Disposition"]
        assert text.count("BEGIN:VEVENT") == count
        assert "LOCATION:In bottega\\, Via della Pialla 7\\, 22066 Mariano Comense" in text.replace("\r\n ", "")
        assert f"URL:http://testserver{_event('Banco aperto').url}" in text.replace("\r\n ", "")
        assert "EXDATE;TZID=Europe/Rome:20270102T100000" in text


def test_an_event_is_described_to_search_engines_by_its_next_date(client: Client, events: EventIndexPage) -> None:
    html = _read(client, _event("Banco aperto").url)
    found = [json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]
    event = next(each for each in found if each["@type"] == "Event")
    assert event["startDate"] == "2026-12-05T10:00:00+01:00"
    assert event["endDate"] == "2026-12-05T12:30:00+01:00"
    assert event["location"]["name"] == "In bottega"
    assert "Via della Pialla 7" in event["location"]["address"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"last_day": date(2026, 12, 1)}, "last_day"),
        ({"starts": None}, "starts"),
        ({"ends": time(9)}, "ends"),
        ({"last_day": date(2026, 12, 6), "ends": None}, "ends"),
        ({"last_day": date(2026, 12, 20), "repeats": Repeats.WEEKLY}, "repeats"),
        ({"repeats_until": date(2027, 1, 1)}, "repeats_until"),
        ({"repeats": Repeats.WEEKLY, "repeats_until": date(2026, 12, 1)}, "repeats_until"),
        ({"slug": "calendar"}, "slug"),
    ],
)
def test_an_impossible_event_is_refused_at_its_field(
    events: EventIndexPage, changed: dict[str, object], field: str
) -> None:
    event = factories.EventPageFactory(parent=events, title="Nuovo")
    for name, value in changed.items():
        setattr(event, name, value)
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("title", ["Appuntamenti", "Banco aperto"])
def test_it_opens_in_the_editor(admin_client: Client, events: EventIndexPage, title: str) -> None:
    page = Page.objects.get(title=title)
    assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert admin_client.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200


@pytest.mark.parametrize(
    ("parent", "child"),
    [(HomePage, EventPage), (ContentPage, EventIndexPage), (EventIndexPage, ContentPage), (EventPage, EventPage)],
)
def test_a_wrong_tree_is_refused(parent: type[Page], child: type[Page]) -> None:
    WagtailPageTestCase().assertCanNotCreateAt(parent, child)


def _put_on_home(company: Company) -> HomePage:
    home = company.it.home
    home.body = json.dumps([{"type": "next_events", "value": {"heading": "", "number": "2"}}])
    home.save()
    return home


def test_the_next_events_stand_on_the_first_page(client: Client, company: Company, events: EventIndexPage) -> None:
    html = _read(client, _put_on_home(company).url)
    assert html.index("Banco aperto") < html.index("Mercatino")
    assert "Fiera di maggio" not in html
    assert f'class="more" href="{events.url}"' in html


def test_the_block_has_a_preview(rf: RequestFactory, company: Company) -> None:
    block = NextEventsBlock()
    html = block.render(block.get_preview_value(), context={"request": rf.get("/")})
    assert html.count("<article") == 2


def _statements(client: Client, address: str) -> list[str]:
    _read(client, address)
    with CaptureQueriesContext(connection) as captured:
        _read(client, address)
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("kind", ["index", "event", "file", "home"])
def test_it_costs_the_same_with_five_events_and_with_fifty(
    client: Client, company: Company, events: EventIndexPage, kind: str
) -> None:
    addresses = {
        "index": events.url,
        "event": _event("Banco aperto").url,
        "file": f"{events.url}calendar/",
        "home": _put_on_home(company).url,
    }

    def add(number: int) -> None:
        day = date(2026, 10, 1) + timedelta(3 * number)
        event = factories.EventPageFactory(parent=events, title=f"Altro {number}", first_day=day)
        event.skipped_days.add(SkippedDay(day=day + timedelta(7)))
        event.save()

    for number in range(2):
        add(number)
    five = _statements(client, addresses[kind])
    for number in range(2, 47):
        add(number)
    fifty = _statements(client, addresses[kind])
    assert len(fifty) == len(five) <= 14, "\n".join(fifty)
