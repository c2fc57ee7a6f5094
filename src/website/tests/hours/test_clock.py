"""What a time on the wall means in the nights the clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from website.hours.calculation import Interval, Status, intervals, status
from website.hours.clock import instant
from website.hours.schedule import Schedule, Span

ROME = ZoneInfo("Europe/Rome")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def utc(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("wall", [time(2), time(2, 30), time(2, 59), time(3)])
def test_a_time_that_spring_skips_is_the_moment_of_the_jump(wall: time) -> None:
    assert instant(SPRING, wall, ROME) == utc(29, 1, month=3)


def test_a_time_that_autumn_repeats_is_the_first_of_the_two() -> None:
    assert instant(AUTUMN, time(2, 30), ROME) == utc(25, 0, 30)
    assert instant(AUTUMN, time(3), ROME) == utc(25, 2)


def test_it_finds_a_jump_of_half_an_hour() -> None:
    assert instant(date(2026, 10, 4), time(2, 10), ZoneInfo("Australia/Lord_Howe")) == utc(3, 15, 30)


def test_a_bar_open_until_three_is_open_an_hour_longer_in_autumn_and_shorter_in_spring() -> None:
    bar = Schedule(ROME, ((Span(time(22), time(3), past_midnight=True),),) * 7)
    autumn = intervals(bar, utc(24, 12), utc(25, 12))
    spring = intervals(bar, utc(28, 12, month=3), utc(29, 12, month=3))
    assert autumn == [Interval(utc(24, 20), utc(25, 2))]
    assert spring == [Interval(utc(28, 21, month=3), utc(29, 1, month=3))]


def test_days_and_nights_on_end_are_one_interval() -> None:
    always = Schedule(ROME, ((Span(time(0), time(0), past_midnight=True),),) * 7)
    assert intervals(always, utc(20, 0), utc(31, 0)) == [Interval(utc(20, 0), utc(31, 0))]
    assert status(always, utc(20, 0)) == Status(open=True, changes=None)


def test_a_place_without_hours_is_closed_until_further_notice() -> None:
    assert status(Schedule(ROME), utc(20, 0)) == Status(open=False, changes=None)
