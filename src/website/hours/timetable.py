"""A schedule around one day, ready to be shown: this week, what is coming, and what to say now and later."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .calculation import changes, days_from
from .clock import instant
from .dates import DAY, WEEKDAY, WEEKDAY_AND_DAY, written
from .schedule import Day, Reason, Schedule, Span
from .sentences import sentence
from .structured_data import specifications

DAYS_SAID = 14  # a page may be kept this long and still say what holds
DAYS_ANNOUNCED = 30


@dataclass(frozen=True)
class Row:
    """A day as text: no spans is closed."""

    date: date
    spans: list[str]
    words: str

    @property
    def weekday(self) -> str:
        return written(self.date, WEEKDAY)


@dataclass(frozen=True)
class Announcement:
    """One or several days that depart from the week, or a season that begins; `spans` as in a row."""

    when: str
    spans: list[str]
    words: str
    is_season: bool = False


@dataclass(frozen=True)
class Timetable:
    """What a page of that day shows, in the language active when it was made. Holds text only, so it can be cached.

    `today_in_words` names its day and so is true whenever it is read; `week` runs from Monday to Sunday;
    `data` is for opening-status.js, `structured_data` for search engines.
    """

    today_in_words: str
    season: str
    week: list[Row]
    announcements: list[Announcement]
    data: dict[str, Any]
    structured_data: dict[str, Any]

    @property
    def status_data(self) -> dict[str, Any]:
        """Of `data` what opening-status.js needs where no week is shown."""
        days = [{"changes": day["changes"]} for day in self.data["days"]]
        return self.data | {"days": days}


def timetable(schedule: Schedule, today: date) -> Timetable:
    monday = today - timedelta(days=today.weekday())
    season = schedule.season(today)
    return Timetable(
        today_in_words=_in_words(_row(schedule.day(today))),
        season=season.name if season else "",
        week=[_row(schedule.day(day)) for day in days_from(monday, 7)],
        announcements=_announcements(schedule, today),
        data=_data(schedule, today, monday),
        structured_data=specifications(schedule, today),
    )


def _data(schedule: Schedule, today: date, monday: date) -> dict[str, Any]:
    """Per day its hours and, from today on, [minutes since 1970, open, sentence] of each change.

    What the last sentence says holds until the minute `until`. The days are whole weeks, from Monday on.
    """
    start, end = (instant(day, time(0), schedule.zone) for day in (today, today + timedelta(days=DAYS_SAID)))
    said: dict[date, list[list[Any]]] = {}
    for moment, status in changes(schedule, start, end):
        on = moment.astimezone(schedule.zone).date()
        said.setdefault(on, []).append([_minute(moment), status.open, sentence(schedule, moment, status)])
    rows = [_row(schedule.day(day)) for day in days_from(monday, DAYS_SAID + 7)]
    return {
        "closed": _("closed"),
        "until": _minute(end),
        "days": [
            {
                "date": row.date.isoformat(),
                "spans": row.spans,
                "words": row.words,
                "changes": said.get(row.date, []),
            }
            for row in rows
        ],
    }


def _announcements(schedule: Schedule, today: date) -> list[Announcement]:
    """What departs from the week from today on, runs of equal days as one."""
    runs: list[list[Day]] = []
    found: list[tuple[date, Announcement]] = []
    for day in map(schedule.day, days_from(today, DAYS_ANNOUNCED)):
        if day.is_exception and runs and _continues(runs[-1][-1], day):
            runs[-1].append(day)
        elif day.is_exception:
            runs.append([day])
        if day.date != today and schedule.season(day.date) != schedule.season(day.date - timedelta(days=1)):
            found.append((day.date, _season_begins(schedule, day.date)))
    for run in runs:
        if any(_departs(schedule, day) for day in run):
            first, last = run[0], run[-1].date
            found.append((first.date, Announcement(_dates(first.date, last), _texts(first.spans), first.words)))
    return [announcement for _day, announcement in sorted(found, key=lambda item: item[0])]


def _departs(schedule: Schedule, day: Day) -> bool:
    """A holiday on a day that is closed anyway is no news; a special day and a closure always are."""
    return day.reason is not Reason.HOLIDAY or day.spans != schedule.usual(day.date).spans


def _season_begins(schedule: Schedule, day: date) -> Announcement:
    season = schedule.season(day)
    name = season.name if season else _("the usual hours again")
    return Announcement(_("from %(day)s") % {"day": written(day, DAY)}, [], name, is_season=True)


def _in_words(row: Row) -> str:
    """“Tuesday 8 December: closed (Immaculate Conception)”."""
    hours = ", ".join(row.spans) or _("closed")
    if row.words:
        hours = f"{hours} ({row.words})"
    return _("%(day)s: %(hours)s") % {"day": capfirst(written(row.date, WEEKDAY_AND_DAY)), "hours": hours}


def _row(day: Day) -> Row:
    return Row(day.date, _texts(day.spans), day.words if day.is_exception else "")


def _texts(spans: tuple[Span, ...]) -> list[str]:
    return [f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans]


def _continues(before: Day, after: Day) -> bool:
    same = (before.reason, before.spans, before.words) == (after.reason, after.spans, after.words)
    return same and after.date - before.date == timedelta(days=1)


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _dates(first: date, last: date) -> str:
    """“8 December”, “10–25 August”, “24 December – 6 January”."""
    if first == last:
        return written(first, DAY)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{written(last, DAY)}"
    return f"{written(first, DAY)} – {written(last, DAY)}"
