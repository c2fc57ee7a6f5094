"""When an event takes place: once, or by a rule, in the wall-clock time of the site's zone.

Days and times are kept apart, without a zone, on purpose: "Saturdays at ten" stays at ten when the clocks change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db.models import TextChoices
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

MIDNIGHT = time()
ONE_DAY = timedelta(days=1)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class Repeats(TextChoices):
    NEVER = "", _("It takes place once")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month, on the same day (the 5th)")
    MONTHLY_BY_WEEKDAY = "monthly_by_weekday", _("Every month, on the same weekday (the first Saturday)")


@dataclass(frozen=True, order=True)
class Occurrence:
    """One time that an event takes place. Without `starts` it takes whole days; without `ends` the end is open."""

    first_day: date
    last_day: date
    starts: time | None = field(default=None, compare=False)
    ends: time | None = field(default=None, compare=False)

    @property
    def starts_at(self) -> datetime:
        return make_aware(datetime.combine(self.first_day, self.starts or MIDNIGHT))

    @property
    def ends_at(self) -> datetime:
        """With an open end, the end of its last day."""
        if self.ends:
            return make_aware(datetime.combine(self.last_day, self.ends))
        return make_aware(datetime.combine(self.last_day + ONE_DAY, MIDNIGHT))


@dataclass(frozen=True)
class Schedule:
    """The first time an event takes place, and the rule for the others; `until` is the last day it may begin on."""

    first: Occurrence
    repeats: str = Repeats.NEVER
    until: date | None = None
    skipped: frozenset[date] = frozenset()

    def rule(self) -> dict[str, str]:
        """The parts of an RFC 5545 RRULE but for UNTIL; empty for an event that takes place once."""
        day = self.first.first_day
        if self.repeats in (Repeats.WEEKLY, Repeats.FORTNIGHTLY):
            return {"FREQ": "WEEKLY", "INTERVAL": "1" if self.repeats == Repeats.WEEKLY else "2"}
        if self.repeats == Repeats.MONTHLY:
            return {"FREQ": "MONTHLY", "BYMONTHDAY": str(day.day)}
        if self.repeats == Repeats.MONTHLY_BY_WEEKDAY:
            return {"FREQ": "MONTHLY", "BYDAY": f"{_ordinal(day)}{WEEKDAYS[day.weekday()]}"}
        return {}

    def occurrences(self, after: date | None = None) -> Iterator[Occurrence]:
        """In order, those that end on `after` or later; without end where the rule has none."""
        length = self.first.last_day - self.first.first_day
        for day in self._days(after - length if after else None):
            if day not in self.skipped:
                yield Occurrence(day, day + length, self.first.starts, self.first.ends)

    def coming(self, now: datetime, limit: int = 1) -> list[Occurrence]:
        """The next ones that are not over at `now`, in the site's zone."""
        rest = self.occurrences(now.date() - ONE_DAY)
        return list(islice((each for each in rest if each.ends_at > now), limit))

    def last(self) -> Occurrence | None:
        """The last one, None where the rule has no end or every day is skipped."""
        if self.rule() and self.until is None:
            return None
        return max(self.occurrences(), default=None)

    def _days(self, start: date | None) -> Iterator[date]:
        first = self.first.first_day
        rule = self.rule()
        if not rule:
            if start is None or first >= start:
                yield first
            return
        by_weekday = self.repeats == Repeats.MONTHLY_BY_WEEKDAY
        days = rrule(
            MONTHLY if rule["FREQ"] == "MONTHLY" else WEEKLY,
            interval=int(rule.get("INTERVAL", 1)),
            byweekday=weekday(first.weekday(), _ordinal(first)) if by_weekday else None,
            dtstart=datetime.combine(first, MIDNIGHT),
            until=datetime.combine(self.until, MIDNIGHT) if self.until else None,
        )
        yield from (each.date() for each in days if start is None or each.date() >= start)


def _ordinal(day: date) -> int:
    """The place of `day` among the same weekdays of its month; a fifth one stands for the last."""
    place = (day.day - 1) // 7 + 1
    return -1 if place == 5 else place
