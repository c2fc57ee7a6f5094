"""When the clocks of a zone change, as its rules in the system's database say."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """`wall` is what the clocks showed at that moment; the offsets are from UTC."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@lru_cache(maxsize=32)
def clock_changes(zone: ZoneInfo, first_year: int, last_year: int) -> list[Change]:
    """Every change of these years, in order. A zone without any has one at the start, from its offset to itself."""
    day, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    changes = []
    while day < end:
        if _offset(day, zone) != _offset(day + DAY, zone):
            changes.append(_change(_moment(day, day + DAY, zone), zone))
        day += DAY
    return changes or [_change(datetime(first_year, 1, 1, tzinfo=UTC), zone)]


def _moment(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first minute of the new offset, between two moments of different offsets."""
    while high - low > MINUTE:
        middle = low + (high - low) // 2
        middle = middle.replace(second=0, microsecond=0)
        if _offset(middle, zone) == _offset(low, zone):
            low = middle
        else:
            high = middle
    return high


def _change(moment: datetime, zone: ZoneInfo) -> Change:
    before, local = _offset(moment - MINUTE, zone), moment.astimezone(zone)
    wall = (moment + before).replace(tzinfo=None)
    return Change(wall, before, _offset(moment, zone), local.tzname() or zone.key, bool(local.dst()))


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
