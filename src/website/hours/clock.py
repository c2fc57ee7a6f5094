"""What a time on the wall means as an instant, in the nights the clocks change too. Pure Python."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def instant(day: date, wall: time, zone: tzinfo) -> datetime:
    """The first instant (UTC) at which the clock in `zone` shows `wall` of `day`, or a later time.

    So a time the clock skips in spring means the moment of the jump, and one that it shows twice in autumn means
    the first of the two: who closes at 2:30 closes when the clock first says so.
    """
    naive = datetime.combine(day, wall)
    first = naive.replace(tzinfo=zone).astimezone(UTC)
    if _shown(first, zone) == naive:
        return first
    # In the gap: the offset before it puts `first` after the jump, the offset after it puts `before` before.
    before, after = naive.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if _shown(middle, zone) < naive else (before, middle)
    return after.replace(microsecond=0)


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
