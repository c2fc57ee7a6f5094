"""Opening hours decided minute by minute, as slowly and plainly as can be; shares no code with what it checks.

It reads a schedule's data and none of its methods. It watches the clock on the wall tick through every minute, and
remembers the latest time the clock has shown: that is all it knows of daylight saving time.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from website.hours.schedule import Period, Schedule, Span

MINUTE = timedelta(minutes=1)


def open_minutes(schedule: Schedule, start: datetime, minutes: int) -> list[bool]:
    """For each of `minutes` from `start` on, whether the place is open."""
    answer = []
    decided: dict[date, list[tuple[datetime, datetime]]] = {}
    for shown in _latest_times_shown(schedule.zone, start, minutes):
        is_open = False
        for day in (shown.date(), shown.date() - timedelta(days=1)):
            if day not in decided:
                decided[day] = [_wall_times(day, span) for span in _spans(schedule, day)]
            for opens, closes in decided[day]:
                if opens <= shown < closes:
                    is_open = True
        answer.append(is_open)
    return answer


@lru_cache(maxsize=64)
def _latest_times_shown(zone: tzinfo, start: datetime, minutes: int) -> list[datetime]:
    shown = []
    latest = datetime.min  # noqa: DTZ901 -- a wall clock has no zone
    moment = start - timedelta(days=1)
    while moment < start + minutes * MINUTE:
        latest = max(latest, moment.astimezone(zone).replace(tzinfo=None))
        if moment >= start:
            shown.append(latest)
        moment += MINUTE
    return shown


def _wall_times(day: date, span: Span) -> tuple[datetime, datetime]:
    opens = datetime(day.year, day.month, day.day, span.opens.hour, span.opens.minute)  # noqa: DTZ001
    closes = datetime(day.year, day.month, day.day, span.closes.hour, span.closes.minute)  # noqa: DTZ001
    return (opens, closes + timedelta(hours=24)) if span.past_midnight else (opens, closes)


def _spans(schedule: Schedule, day: date) -> Iterator[Span]:
    """The first rule that speaks about the day, in the order the documentation gives."""
    best = None
    for special in schedule.special_days:
        if _covers(special.period, day) and (best is None or _length(special.period) <= _length(best.period)):
            best = special
    if best is not None:
        yield from best.spans
        return
    for closure in schedule.closures:
        if _covers(closure.period, day):
            return
    holiday = schedule.holidays(day.year).get(day)
    if holiday is not None:
        rules = [rule for rule in schedule.holiday_rules if rule.key == holiday.key and rule.year == day.year]
        rules += [rule for rule in schedule.holiday_rules if rule.key == holiday.key and rule.year is None]
        if rules and rules[0].spans is not None:
            yield from rules[0].spans
            return
        if not rules and schedule.closed_on_holidays:
            return
    for season in schedule.seasons:
        if _covers(season.period, day):
            yield from season.week[day.weekday()]
            return
    yield from schedule.week[day.weekday()]


def _covers(period: Period, day: date) -> bool:
    if not period.every_year:
        return period.first <= day and day <= period.last
    number, first, last = (each.month * 100 + each.day for each in (day, period.first, period.last))
    if first <= last:
        return first <= number and number <= last
    return not (last < number and number < first)


def _length(period: Period) -> int:
    """Days, in a leap year when it comes every year."""
    day, days = date(2024, 1, 1), 0
    if not period.every_year:
        return (period.last - period.first).days
    while day.year == 2024:
        days += _covers(period, day)
        day += timedelta(days=1)
    return days - 1


def first_change(answer: list[bool]) -> int | None:
    """How many minutes what holds at the first of them goes on; None to the end of them."""
    for minute, is_open in enumerate(answer):
        if is_open != answer[0]:
            return minute
    return None
