"""One record of hours, on every page and in every language."""

import json
import re
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.test import Client

from website.hours.place import Place

from .places import closure, in_english, make_record, make_site, sent_to_the_browser

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 7, 11, tzinfo=UTC)  # a Monday, the day before a holiday


def get(path: str, now: datetime = NOON) -> str:
    with patch("django.utils.timezone.now", return_value=now):
        response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def sentences(page: str) -> list[str]:
    return [change[2] for day in sent_to_the_browser(page)["days"] for change in day["changes"]]


def test_the_page_says_what_stays_true_and_the_browser_gets_what_holds_when() -> None:
    make_site()
    page = get("/it/")
    assert re.search(r"data-status>\s*Lunedì 7 dicembre: 09:00–18:00\s*<", page)
    assert "Aperto ora" not in page.split("<script")[0]
    assert sentences(page)[:4] == [
        "Ora chiuso, apre alle 9:00",
        "Aperto ora, chiude alle 18:00",
        "Ora chiuso, apre mercoledì alle 9:00",
        "Chiuso per festività (Immacolata Concezione), apre domani alle 9:00",
    ]


def test_the_week_shows_the_holiday_and_the_list_announces_it() -> None:
    make_site()
    page = get("/en/")
    tuesday = re.search(r'<tr data-day="2026-12-08">.*?</tr>', page, flags=re.DOTALL)
    assert tuesday
    assert "Immaculate Conception" in tuesday[0]
    assert "closed" in tuesday[0]
    assert "<strong>25 December</strong>" in page


def test_times_changed_in_one_language_hold_in_all() -> None:
    record = make_site()
    record.closures = [closure(date(2026, 12, 7), date(2026, 12, 12), "Chiuso per ferie")]
    record.save()
    assert sentences(get("/en/"))[0] == "Chiuso per ferie, opens Sunday at 9:00"


def test_a_translation_lends_its_words_and_nothing_else() -> None:
    record = make_site()
    record.closures = [closure(date(2026, 12, 7), date(2026, 12, 12), "Chiuso per ferie")]
    record.save()
    english = in_english(record)
    english.closures = record.closures
    english.closures[0].value["message"] = "Away"
    english.closures[0].value["last"] = date(2026, 12, 31)
    english.save()
    english.refresh_from_db()
    assert sentences(get("/en/"))[0] == "Away, opens Sunday at 9:00"
    assert sentences(get("/it/"))[0] == "Chiuso per ferie, apre domenica alle 9:00"


def test_search_engines_get_the_week_and_its_exceptions() -> None:
    make_site()
    company = json.loads(re.search(r'ld\+json">\s*(.*?)\s*</script>', get("/it/"), flags=re.DOTALL)[1])  # type: ignore[index] # fails the test
    assert len(company["openingHoursSpecification"]) == 7
    assert company["specialOpeningHoursSpecification"][0] == {
        "@type": "OpeningHoursSpecification",
        "opens": "00:00",
        "closes": "00:00",
        "validFrom": "2026-12-08",
        "validThrough": "2026-12-08",
    }


def test_the_patron_of_the_town_is_a_holiday_under_the_editors_name() -> None:
    record = make_site()
    record.patron_day, record.patron_name = date(2000, 12, 7), "Sant'Ambrogio"
    record.save()
    assert sentences(get("/it/"))[0].startswith("Chiuso per festività (Sant'Ambrogio), apre ")


def test_the_hours_take_one_query_however_much_there_is(django_assert_num_queries: "object") -> None:
    record = make_record()
    record.closures = [closure(date(2026, 1, day), date(2026, 1, day), "") for day in range(1, 29)]
    record.save()
    with django_assert_num_queries(1):  # type: ignore[operator] # a fixture of pytest-django
        place = Place.of(record.pk)
        assert place
        assert place.timetable.data
