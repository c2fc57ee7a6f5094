"""The rules of a place's opening hours, and what they say about a day. Pure Python: no Django, no database.

Precedence. For each day the first of these that speaks about it decides, alone:

1. a **special day** that covers it: its own spans, or closed when it has none. Where two cover the same day, the one
   with fewer days wins, then the one listed last ("the week of Christmas until 20:00, but the 24th until 13:00").
2. a **closure** that covers it: closed, with its message. So one day within a closure can be open: a special day.
3. a **public holiday**, national or the patron saint's: what the rule for that holiday says, a rule for that year
   before a rule for every year; without a rule closed, unless the place is not `closed_on_holidays`.
   A rule may say "as usual": then 4 and 5 decide.
4. the **season** that covers it: its week. Where two do, the one listed first (the admin refuses two).
5. the **week**.

A span belongs to the day on which it opens. One that runs past midnight therefore ends on the day after even where
that day is closed, and none runs into the morning after a closed day.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta, tzinfo
from enum import Enum

MINUTES_A_DAY = 24 * 60
EVERY_DAY_OF_A_LEAP_YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]


@dataclass(frozen=True, order=True)
class Span:
    """From opening to closing by the clock on the wall, at most 24 hours; `past_midnight` closes the day after."""

    opens: time
    closes: time
    past_midnight: bool = False

    def minutes(self) -> tuple[int, int]:
        """(opens, closes), both counted from the midnight before opening."""
        opens, closes = (moment.hour * 60 + moment.minute for moment in (self.opens, self.closes))
        return opens, closes + self.past_midnight * MINUTES_A_DAY


Week = tuple[tuple[Span, ...], ...]  # seven days, Monday first
OnWeekday = tuple[int, Span]  # 0 is Monday
CLOSED_WEEK: Week = ((),) * 7


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included; `every_year` reads month and day alone and may cross the new year."""

    first: date
    last: date
    every_year: bool = False

    def __contains__(self, day: date) -> bool:
        if not self.every_year:
            return self.first <= day <= self.last
        first, last, today = ((moment.month, moment.day) for moment in (self.first, self.last, day))
        return first <= today <= last if first <= last else today >= first or today <= last

    def days(self) -> Sequence[date]:
        """Every day it can fall on: of its own dates, or of a leap year."""
        if self.every_year:
            return [day for day in EVERY_DAY_OF_A_LEAP_YEAR if day in self]
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Season:
    period: Period
    week: Week
    name: str = ""


@dataclass(frozen=True)
class SpecialDay:
    """One day or several with spans of their own; without spans, closed."""

    period: Period
    spans: tuple[Span, ...] = ()
    message: str = ""


@dataclass(frozen=True)
class Closure:
    period: Period
    message: str = ""


@dataclass(frozen=True)
class Holiday:
    """A public holiday: what rules know it by, and what people call it."""

    key: str
    name: str


@dataclass(frozen=True)
class HolidayRule:
    """What to do on the holiday `key`, in `year` or every year: these spans, none (closed), or None (as usual)."""

    key: str
    spans: tuple[Span, ...] | None
    year: int | None = None


class Reason(Enum):
    """Which of the rules decided a day."""

    WEEK = "week"
    SEASON = "season"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    SPECIAL = "special"


@dataclass(frozen=True)
class Day:
    """What the rules say: the spans that open on `date`, in order, why, and the words for why, if any."""

    date: date
    spans: tuple[Span, ...]
    reason: Reason
    words: str = ""

    @property
    def is_exception(self) -> bool:
        return self.reason in (Reason.HOLIDAY, Reason.CLOSURE, Reason.SPECIAL)


@dataclass(frozen=True)
class Schedule:
    """All the rules of one place. `holidays` gives those of a year by date; `zone` is where its clock hangs."""

    zone: tzinfo
    week: Week = CLOSED_WEEK
    seasons: tuple[Season, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
    closures: tuple[Closure, ...] = ()
    holidays: Callable[[int], Mapping[date, Holiday]] = field(default=lambda year: {}, compare=False)
    holiday_rules: tuple[HolidayRule, ...] = ()
    closed_on_holidays: bool = True

    def day(self, on: date) -> Day:
        return self._special(on) or self._closure(on) or self._holiday(on) or self.usual(on)

    def usual(self, on: date) -> Day:
        """What the season or the week says, whatever stands against it."""
        season = self.season(on)
        if season:
            return Day(on, tuple(sorted(season.week[on.weekday()])), Reason.SEASON, season.name)
        return Day(on, tuple(sorted(self.week[on.weekday()])), Reason.WEEK)

    def season(self, on: date) -> Season | None:
        return next((season for season in self.seasons if on in season.period), None)

    def rule(self, key: str, year: int) -> HolidayRule | None:
        """The rule for a holiday: that year's own before the one for every year."""
        ours = [rule for rule in self.holiday_rules if rule.key == key and rule.year in (None, year)]
        return min(ours, key=lambda rule: rule.year is None, default=None)

    def is_decided(self, on: date, holiday: Holiday) -> bool:
        """Whether somebody said what happens on this holiday."""
        return bool(self._special(on) or self._closure(on) or self.rule(holiday.key, on.year))

    def _special(self, on: date) -> Day | None:
        covering = [special for special in self.special_days if on in special.period]
        if not covering:
            return None
        chosen = min(reversed(covering), key=lambda special: len(special.period.days()))
        return Day(on, tuple(sorted(chosen.spans)), Reason.SPECIAL, chosen.message)

    def _closure(self, on: date) -> Day | None:
        closure = next((closure for closure in self.closures if on in closure.period), None)
        return Day(on, (), Reason.CLOSURE, closure.message) if closure else None

    def _holiday(self, on: date) -> Day | None:
        holiday = self.holidays(on.year).get(on)
        if holiday is None:
            return None
        rule = self.rule(holiday.key, on.year)
        if rule is None:
            return Day(on, (), Reason.HOLIDAY, holiday.name) if self.closed_on_holidays else None
        if rule.spans is None:
            return None
        return Day(on, tuple(sorted(rule.spans)), Reason.HOLIDAY, holiday.name)


def overlapping_spans(spans: Iterable[OnWeekday], wraps: bool) -> tuple[OnWeekday, OnWeekday] | None:
    """The first two that share time; `wraps`: a Sunday night may run into the Monday."""
    ordered = sorted(spans)
    placed = [(day * MINUTES_A_DAY, (day, span)) for day, span in ordered]
    if wraps and ordered:
        placed.append((7 * MINUTES_A_DAY + ordered[0][0] * MINUTES_A_DAY, ordered[0]))
    latest, latest_end = None, 0
    for midnight, at in placed:
        opens, closes = at[1].minutes()
        if latest is not None and midnight + opens < latest_end and at is not latest:
            return latest, at
        if midnight + closes > latest_end:
            latest, latest_end = at, midnight + closes
    return None


def first_common_day(one: Period, other: Period) -> date | None:
    """The first day both cover; of 2028 when both come every year."""
    looked_at, asked = (other, one) if one.every_year else (one, other)
    return next((day for day in looked_at.days() if day in asked), None)
