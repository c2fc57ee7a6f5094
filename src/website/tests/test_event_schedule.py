"""When events take place, and the file that tells calendar programs: each against another reading of the same rule."""

import re
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr
from dateutil.tz import tzical
from django.utils.timezone import make_aware

from website.events.clock_changes import clock_changes
from website.events.icalendar import Entry, calendar
from website.events.schedule import Occurrence, Repeats, Schedule

ROME = ZoneInfo("Europe/Rome")
SATURDAY = date(2026, 12, 5)


def _schedule(
    repeats: str = Repeats.NEVER, until: date | None = None, skipped: tuple[date, ...] = (), first: date = SATURDAY
) -> Schedule:
    return Schedule(Occurrence(first, first, time(10), time(12, 30)), repeats, until, frozenset(skipped))


def _file(schedule: Schedule, **changed: str) -> str:
    words = {"summary": "Banco aperto", "description": "", "location": "", "uid": "1@x.it", "url": "https://x.it/"}
    stamp = datetime(2026, 11, 22, 19, tzinfo=UTC)
    return calendar("Appuntamenti", [Entry(stamp=stamp, schedule=schedule, **(words | changed))], ROME)


def _unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(
    ("repeats", "expected"),
    [
        (Repeats.NEVER, ["2026-12-05"]),
        (Repeats.WEEKLY, ["2026-12-05", "2026-12-12", "2026-12-19"]),
        (Repeats.FORTNIGHTLY, ["2026-12-05", "2026-12-19", "2027-01-02"]),
        (Repeats.MONTHLY, ["2026-12-05", "2027-01-05", "2027-02-05"]),
        (Repeats.MONTHLY_BY_WEEKDAY, ["2026-12-05", "2027-01-02", "2027-02-06"]),
    ],
)
def test_it_follows_its_rule(repeats: str, expected: list[str]) -> None:
    found = islice(_schedule(repeats).occurrences(), 3)
    assert [each.first_day.isoformat() for each in found] == expected


def test_a_fifth_saturday_stands_for_the_last_one() -> None:
    found = islice(_schedule(Repeats.MONTHLY_BY_WEEKDAY, first=date(2026, 10, 31)).occurrences(), 3)
    assert [each.first_day for each in found] == [date(2026, 10, 31), date(2026, 11, 28), date(2026, 12, 26)]


def test_it_leaves_out_skipped_days_and_ends_on_the_last_one() -> None:
    schedule = _schedule(Repeats.WEEKLY, until=date(2026, 12, 26), skipped=(date(2026, 12, 26),))
    assert schedule.last() == Occurrence(date(2026, 12, 19), date(2026, 12, 19))
    assert _schedule(Repeats.WEEKLY).last() is None


@pytest.mark.parametrize(("clock", "coming"), [("12:29", 1), ("12:30", 0)])
def test_it_is_over_when_it_ends(clock: str, coming: int) -> None:
    now = make_aware(datetime.combine(SATURDAY, time.fromisoformat(clock)))
    assert len(_schedule().coming(now)) == coming


def test_what_takes_all_day_is_over_the_day_after() -> None:
    fair = Schedule(Occurrence(SATURDAY, SATURDAY + timedelta(1)))
    assert fair.coming(datetime(2026, 12, 6, 23, 59, tzinfo=ROME))
    assert not fair.coming(datetime(2026, 12, 7, tzinfo=ROME))


@pytest.mark.parametrize("repeats", [each for each in Repeats.values if each])
@pytest.mark.parametrize("until", [date(2027, 11, 30), None])
def test_the_file_gives_the_same_moments_as_the_page_when_the_clocks_change(repeats: str, until: date | None) -> None:
    schedule = _schedule(repeats, until, skipped=(date(2027, 3, 27), date(2027, 4, 5)))
    text = _file(schedule)
    zone = tzical(StringIO(text)).get("Europe/Rome")  # the file's own zone, read by another hand
    lines = dict(line.split(":", 1) for line in _unfolded(text) if ":" in line)
    rules = rruleset()
    start = datetime(2026, 12, 5, 10, tzinfo=zone)
    assert lines["DTSTART;TZID=Europe/Rome"] == "20261205T100000"
    rules.rrule(rrulestr(lines["RRULE"], dtstart=start))
    for line in _unfolded(text):
        if found := re.fullmatch(r"EXDATE;TZID=Europe/Rome:(\d{8}T\d{6})", line):
            rules.exdate(datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=zone))
    expected = [each.starts_at.astimezone(UTC) for each in islice(schedule.occurrences(), 60)]
    assert [each.astimezone(UTC) for each in islice(rules, 60)] == expected
    assert {each.hour for each in expected} == {8, 9}, "summer and winter time"


def test_the_clocks_of_rome_change_when_the_law_says() -> None:
    changes = clock_changes(ROME, 2027, 2027)
    assert [(f"{change.wall}", change.name) for change in changes] == [
        ("2027-03-28 02:00:00", "CEST"),
        ("2027-10-31 03:00:00", "CET"),
    ]
    assert [change.after for change in changes] == [timedelta(hours=2), timedelta(hours=1)]
    assert len(clock_changes(ZoneInfo("UTC"), 2027, 2027)) == 1


def test_whole_days_end_on_the_day_after_the_last() -> None:
    lines = _unfolded(_file(Schedule(Occurrence(SATURDAY, SATURDAY + timedelta(1)))))
    assert "DTSTART;VALUE=DATE:20261205" in lines
    assert "DTEND;VALUE=DATE:20261207" in lines
    assert "BEGIN:VTIMEZONE" not in lines


def test_words_are_escaped_and_lines_are_short() -> None:
    description = "Sedie, tavoli; e\n«poltrone» \\ " + "perché così è più bello " * 9
    text = _file(_schedule(), description=description)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    line = next(line for line in _unfolded(text) if line.startswith("DESCRIPTION:"))
    assert line.startswith("DESCRIPTION:Sedie\\, tavoli\\; e\\n«poltrone» \\\\ perché")
    assert line.endswith("perché così è più bello ")
