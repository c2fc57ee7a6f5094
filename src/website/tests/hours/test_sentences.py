"""What a visitor reads, in both languages."""

import json
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from django.utils import translation

from website.hours.calculation import status
from website.hours.schedule import Closure, Period, Schedule, Span, SpecialDay
from website.hours.sentences import sentence
from website.hours.timetable import Timetable, timetable

from .test_precedence import AUGUST, SHOP

BAR = Schedule(SHOP.zone, ((Span(time(18), time(0), past_midnight=True),),) * 4 + ((),) * 3)


def said(language: str, schedule: Schedule, moment: str) -> str:
    now = datetime.fromisoformat(moment).replace(tzinfo=schedule.zone)
    with translation.override(language):
        return sentence(schedule, now, status(schedule, now))


@pytest.mark.parametrize(
    ("moment", "italian", "english"),
    [
        ("2026-11-23 10:00", "Aperto ora, chiude alle 13:00", "Open now, closes at 13:00"),
        ("2026-11-23 13:00", "Ora chiuso, apre alle 15:00", "Closed now, opens at 15:00"),
        ("2026-11-23 20:00", "Ora chiuso, apre domani alle 9:00", "Closed now, opens tomorrow at 9:00"),
        ("2026-11-28 20:00", "Ora chiuso, apre lunedì alle 9:00", "Closed now, opens Monday at 9:00"),
        (
            "2026-12-08 10:00",
            "Chiuso per festività (Immacolata Concezione), apre domani alle 9:00",
            "Closed for the holiday (Immacolata Concezione), opens tomorrow at 9:00",
        ),
        (
            "2026-08-11 10:00",
            "Chiuso per ferie, apre mercoledì 26 agosto alle 9:00",
            "Chiuso per ferie, opens Wednesday 26 August at 9:00",
        ),
    ],
)
def test_it_says_what_holds_and_when_that_changes(moment: str, italian: str, english: str) -> None:
    shop = replace(SHOP, closures=(AUGUST,))
    assert said("it", shop, moment) == italian
    assert said("en", shop, moment) == english


def test_midnight_and_open_ends_have_words_of_their_own() -> None:
    assert said("it", BAR, "2026-11-23 20:00") == "Aperto ora, chiude a mezzanotte"
    assert said("en", BAR, "2026-11-23 20:00") == "Open now, closes at midnight"
    always = replace(BAR, week=((Span(time(0), time(0), past_midnight=True),),) * 7)
    assert said("it", always, "2026-11-23 20:00") == "Aperto ora, giorno e notte"
    assert said("it", Schedule(BAR.zone), "2026-11-23 20:00") == "Ora chiuso"


def test_a_closed_day_between_open_ones_is_named_however_short_the_night() -> None:
    weekend = replace(BAR, week=((Span(time(8), time(4), past_midnight=True),),) * 7)
    assert said("en", weekend, "2026-11-23 05:00") == "Closed now, opens at 8:00"
    long = replace(BAR, week=((Span(time(8), time(8), past_midnight=True),),) * 5 + ((), ()))
    assert said("en", long, "2026-11-23 09:00") == "Open now, closes Saturday at 8:00"


def shown(schedule: Schedule, today: str, language: str = "it") -> Timetable:
    with translation.override(language):
        return timetable(schedule, date.fromisoformat(today))


def test_without_javascript_the_page_names_the_day_it_speaks_of() -> None:
    assert shown(SHOP, "2026-11-23").today_in_words == "Lunedì 23 novembre: 09:00–13:00, 15:00–19:00"
    assert shown(SHOP, "2026-12-08", "en").today_in_words == ("Tuesday 8 December: closed (Immacolata Concezione)")


def test_it_announces_what_departs_from_the_week_and_only_that() -> None:
    eve = SpecialDay(Period(date(2026, 12, 24), date(2026, 12, 24)), (Span(time(9), time(13)),), "Vigilia")
    rest = Closure(Period(date(2026, 12, 27), date(2027, 1, 4)), "Chiuso per ferie")
    table = shown(replace(SHOP, special_days=(eve,), closures=(rest,)), "2026-12-07")
    assert [(one.when, one.spans, one.words) for one in table.announcements] == [
        ("8 dicembre", [], "Immacolata Concezione"),
        ("24 dicembre", ["09:00–13:00"], "Vigilia"),
        ("25 dicembre", [], "Natale"),
        ("26 dicembre", [], "Santo Stefano"),
        ("27 dicembre – 4 gennaio", [], "Chiuso per ferie"),
    ]
    assert [(row.weekday, row.spans, row.words) for row in table.week][1] == ("martedì", [], "Immacolata Concezione")


def test_what_it_sends_to_the_browser_holds_two_weeks_and_stays_small() -> None:

    data = shown(SHOP, "2026-11-25").data
    assert [day["date"] for day in data["days"]][::20] == ["2026-11-23", "2026-12-13"]
    changes = [change for day in data["days"] for change in day["changes"]]
    assert changes == sorted(changes, key=lambda change: change[0])
    assert data["days"][2]["changes"][1][1:] == [True, "Aperto ora, chiude alle 13:00"]
    assert data["until"] == int(datetime(2026, 12, 9, tzinfo=SHOP.zone).timestamp()) // 60
    assert len(json.dumps(data, ensure_ascii=False).encode()) < 6_000
