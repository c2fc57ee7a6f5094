"""Opening hours as schema.org describes them. Pure Python.

What search engines ask for: a closed day opens and closes at 00:00, a span that closes at or before its opening ends
the day after, and a whole day is 00:00 to 23:59.
"""

from datetime import date, time
from itertools import groupby
from typing import Any

from .calculation import days_from
from .schedule import Day, Reason, Schedule, Span

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKS = 8


def specifications(schedule: Schedule, today: date) -> dict[str, list[dict[str, Any]]]:
    """The week, or each season's week with its dates, and the days of the coming weeks that depart from it."""
    days = [schedule.day(day) for day in days_from(today, WEEKS * 7)]
    seasons = [list(run) for _, run in groupby(days, key=lambda day: schedule.season(day.date))]
    regular = []
    for run in seasons:
        dates = {} if len(seasons) == 1 else _valid(run[0].date, run[-1].date)
        season = schedule.season(run[0].date)
        for name, spans in zip(WEEKDAYS, season.week if season else schedule.week, strict=True):
            on = {"dayOfWeek": f"https://schema.org/{name}", **dates}
            regular += [{**_specification(span), **on} for span in sorted(spans)]
    return {"openingHoursSpecification": regular, "specialOpeningHoursSpecification": _special(schedule, days)}


def _special(schedule: Schedule, days: list[Day]) -> list[dict[str, Any]]:
    departing = [day for day in days if day.is_exception and _departs(schedule, day)]
    found = []
    # Days that follow one another share a number: their date less their place in the list.
    numbered = [(day.date.toordinal() - at, day) for at, day in enumerate(departing)]
    for _, group in groupby(numbered, key=lambda item: (item[0], item[1].spans, item[1].reason)):
        run = [day for _, day in group]
        valid = _valid(run[0].date, run[-1].date)
        found += [{**_specification(span), **valid} for span in run[0].spans or (Span(time(0), time(0)),)]
    return found


def _departs(schedule: Schedule, day: Day) -> bool:
    return day.reason is Reason.CLOSURE or day.spans != schedule.usual(day.date).spans


def _specification(span: Span) -> dict[str, Any]:
    all_day = span.past_midnight and span.opens == span.closes == time(0)
    closes = time(23, 59) if all_day else span.closes
    return {"@type": "OpeningHoursSpecification", "opens": f"{span.opens:%H:%M}", "closes": f"{closes:%H:%M}"}


def _valid(first: date, last: date) -> dict[str, str]:
    return {"validFrom": first.isoformat(), "validThrough": last.isoformat()}
