"""From rules to instants: when a place is open, and whether it is now. Pure Python; instants in and out are aware."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter

from .clock import instant
from .schedule import Schedule

LOOK_AHEAD = timedelta(days=60)  # how far the next opening is searched for


@dataclass(frozen=True)
class Interval:
    """Open from `start` until just before `end`, both UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Status:
    """Open or closed, and when that changes; None when it does not within LOOK_AHEAD."""

    open: bool
    changes: datetime | None


def intervals(schedule: Schedule, start: datetime, end: datetime) -> list[Interval]:
    """When it is open within [start, end): in order, apart from one another, cut at both ends."""
    found: list[Interval] = []
    for opens, closes in sorted(_spans(schedule, start, end)):
        opens, closes = max(opens, start.astimezone(UTC)), min(closes, end.astimezone(UTC))
        if opens >= closes:
            continue
        if found and opens <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(closes, found[-1].end))
        else:
            found.append(Interval(opens, closes))
    return found


def status(schedule: Schedule, now: datetime) -> Status:
    return _status(intervals(schedule, now, now + LOOK_AHEAD), now, now + LOOK_AHEAD)


def changes(schedule: Schedule, start: datetime, end: datetime) -> list[tuple[datetime, Status]]:
    """What holds from `start` on, then from each opening, closing and local midnight before `end`."""
    horizon = end + LOOK_AHEAD
    spans = intervals(schedule, start, horizon)
    moments = {start.astimezone(UTC)}
    moments.update(moment for span in spans for moment in (span.start, span.end))
    moments.update(
        instant(day, time(0), schedule.zone)
        for day in days_from(start.astimezone(schedule.zone).date(), (end - start).days + 2)
    )
    return [(moment, _status(spans, moment, horizon)) for moment in sorted(moments) if start <= moment < end]


def days_from(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def _spans(schedule: Schedule, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Every span that may touch [start, end): from the day before on, for the one that runs past midnight."""
    day = start.astimezone(schedule.zone).date() - timedelta(days=1)
    last = end.astimezone(schedule.zone).date()
    spans = []
    while day <= last:
        for span in schedule.day(day).spans:
            closing_day = day + timedelta(days=span.past_midnight)
            spans.append((instant(day, span.opens, schedule.zone), instant(closing_day, span.closes, schedule.zone)))
        day += timedelta(days=1)
    return spans


def _status(spans: Sequence[Interval], now: datetime, horizon: datetime) -> Status:
    """`spans` reach from `now` or before to `horizon`; an end at the horizon is where the looking ended."""
    at = bisect_right(spans, now, key=attrgetter("start"))
    if at and now < spans[at - 1].end:
        closes = spans[at - 1].end
        return Status(True, closes if closes < horizon else None)
    return Status(False, spans[at].start if at < len(spans) else None)
