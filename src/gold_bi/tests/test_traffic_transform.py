"""The transform needs no database: a frame in, a frame out."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from gold_bi.contracts import checked
from gold_bi.flows.registry import find
from gold_bi.flows.traffic import traffic

from .frames import hours

ZONE = ZoneInfo(settings.TIME_ZONE)


@pytest.mark.parametrize(
    ("day", "length"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 22), 24)]
)
def test_a_day_has_as_many_hours_as_the_clocks_gave_it(day: date, length: int) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    around = [(noon + timedelta(hours=n), 2, 1) for n in range(-40, 41)]
    facts = traffic(_checked(around))
    assert Counter(facts["day"])[day] == length


@hypothesis.settings(deadline=None)  # the first example pays for importing pandera
@given(st.lists(st.integers(0, 366 * 24 - 1), max_size=40, unique=True))
def test_requests_fall_on_the_day_the_sites_clock_shows_and_none_is_lost(offsets: list[int]) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [(start + timedelta(hours=n), 2, 1 + n % 7) for n in offsets]
    expected: Counter[date] = Counter()
    for hour, _status_class, requests in rows:
        expected[hour.astimezone(ZONE).date()] += requests
    facts = traffic(_checked(rows)) if rows else None
    got = facts.groupby("day")["requests"].sum().to_dict() if facts is not None else {}
    assert got == expected


def test_it_leaves_the_frame_it_is_given_alone() -> None:
    frame = _checked([(datetime(2026, 5, 1, 22, tzinfo=UTC), 2, 3)])
    before = frame.copy()
    traffic(frame)
    assert frame.equals(before)


def _checked(rows):  # type: ignore[no-untyped-def] # a frame that keeps the flow's contract
    return checked(find("traffic").contract, hours(*rows)).rows
