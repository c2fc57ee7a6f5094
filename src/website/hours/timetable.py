"""A schedule around one moment, ready to be shown: this week, what is coming, and what to say now and later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .calculation import changes, days_from
from .clock import instant
from .dates import DAY, WEEKDAY, WEEKDAY_AND_DAY, written
from .schedule import Day, Reason, Schedule, Span
from .sentences import sentence

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


class Timetable:
    def __init__(self, schedule: Schedule, now: datetime) -> None:
        self._schedule, self._now = schedule, now
        self.today = now.astimezone(schedule.zone).date()
        self._monday = self.today - timedelta(days=self.today.weekday())

    @cached_property
    def week(self) -> list[Row]:
        """Monday to Sunday of the week of today, each as that very day is."""
        return [_row(self._schedule.day(day)) for day in days_from(self._monday, 7)]

    @property
    def season(self) -> str:
        """The name of the season, or empty."""
        season = self._schedule.season(self.today)
        return season.name if season else ""

    @property
    def today_in_words(self) -> str:
        """True whenever it is read, for it names its day: “Tuesday 8 December: closed (Immaculate Conception)”."""
        row = _row(self._schedule.day(self.today))
        hours = ", ".join(row.spans) or _("closed")
        if row.words:
            hours = f"{hours} ({row.words})"
        return _("%(day)s: %(hours)s") % {"day": capfirst(written(self.today, WEEKDAY_AND_DAY)), "hours": hours}

    @cached_property
    def announcements(self) -> list[Announcement]:
        """What departs from the week from today on, runs of equal days as one."""
        runs: list[list[Day]] = []
        seasons: list[tuple[date, Announcement]] = []
        for day in map(self._schedule.day, days_from(self.today, DAYS_ANNOUNCED)):
            if day.is_exception and runs and _continues(runs[-1][-1], day):
                runs[-1].append(day)
            elif day.is_exception:
                runs.append([day])
            begun = self._season_begun(day.date)
            if begun:
                seasons.append((day.date, begun))
        worth = [run for run in runs if any(self._departs(day) for day in run)]
        found = seasons + [
            (run[0].date, Announcement(_dates(run[0].date, run[-1].date), _texts(run[0].spans), run[0].words))
            for run in worth
        ]
        return [announcement for _day, announcement in sorted(found, key=lambda item: item[0])]

    @cached_property
    def data(self) -> dict[str, Any]:
        """For opening-status.js: per day its hours and, from now on, [minutes since 1970, open, sentence] of each
        change; what the last one says holds until the minute `until`. The days are whole weeks, from this Monday on.
        """
        said: dict[date, list[list[Any]]] = {}
        start = self._now.astimezone(UTC).replace(second=0, microsecond=0)
        end = instant(self.today + timedelta(days=DAYS_SAID), time(0), self._schedule.zone)
        for moment, status in changes(self._schedule, start, end):
            on = moment.astimezone(self._schedule.zone).date()
            minute = int(moment.timestamp()) // 60
            said.setdefault(on, []).append([minute, status.open, sentence(self._schedule, moment, status)])
        rows = [_row(self._schedule.day(day)) for day in days_from(self._monday, DAYS_SAID + 7)]
        return {
            "closed": _("closed"),
            "until": int(end.timestamp()) // 60,
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

    def _departs(self, day: Day) -> bool:
        """A holiday on a day that is closed anyway is no news; a special day and a closure always are."""
        return day.reason is not Reason.HOLIDAY or day.spans != self._schedule.usual(day.date).spans

    def _season_begun(self, day: date) -> Announcement | None:
        season, before = self._schedule.season(day), self._schedule.season(day - timedelta(days=1))
        if day == self.today or season == before:
            return None
        name = season.name if season else _("the usual hours again")
        return Announcement(_("from %(day)s") % {"day": written(day, DAY)}, [], name, is_season=True)


def _row(day: Day) -> Row:
    return Row(day.date, _texts(day.spans), day.words if day.is_exception else "")


def _texts(spans: tuple[Span, ...]) -> list[str]:
    return [f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans]


def _continues(before: Day, after: Day) -> bool:
    return (before.reason, before.spans, before.words) == (
        after.reason,
        after.spans,
        after.words,
    ) and after.date - before.date == timedelta(days=1)


def _dates(first: date, last: date) -> str:
    """“8 December”, “10–25 August”, “24 December – 6 January”."""
    if first == last:
        return written(first, DAY)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{written(last, DAY)}"
    return f"{written(first, DAY)} – {written(last, DAY)}"
