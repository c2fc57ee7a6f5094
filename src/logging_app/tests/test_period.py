"""The days a screen is about, as its address says them."""

from datetime import date

import pytest
from django.utils import translation

from logging_app.screens.figures.period import Period, PeriodForm

TODAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        ("today", "2026-03-15", "2026-03-15"),
        ("yesterday", "2026-03-14", "2026-03-14"),
        ("recent", "2026-03-09", "2026-03-15"),
        ("7", "2026-03-08", "2026-03-14"),
        ("30", "2026-02-13", "2026-03-14"),
        ("365", "2025-03-15", "2026-03-14"),
        ("month", "2026-03-01", "2026-03-15"),
        ("last-month", "2026-02-01", "2026-02-28"),
    ],
)
def test_a_choice_is_whole_days(choice: str, first: str, last: str) -> None:
    assert Period.of(choice, TODAY).range == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_period_before_is_as_long_and_ends_where_this_begins() -> None:
    before = Period(date(2026, 3, 8), date(2026, 3, 14)).before
    assert before.range == (date(2026, 3, 1), date(2026, 3, 7))


@pytest.mark.parametrize("days", [0, 6])
def test_what_it_is_like_begins_on_the_same_weekday(days: int) -> None:
    period = Period(date(2026, 3, 8), date(2026, 3, 8 + days))
    assert period.like.first.weekday() == period.first.weekday()
    assert period.like.days == period.days


def test_a_day_of_a_clock_change_is_23_hours_long() -> None:
    start, end = Period(date(2026, 3, 29), date(2026, 3, 29)).moments
    assert (end.timestamp() - start.timestamp()) / 3600 == 23


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"period": "century"}, "There is no period “century”."),
        ({"period": "custom", "from": "2026-03-01"}, "Say both days: from which and to which."),
        ({"from": "2026-03-09", "to": "2026-03-01"}, "The last day is before the first."),
        ({"from": "2020-01-01", "to": "2026-03-01"}, "More than a year does not fit: choose fewer days."),
        ({"from": "2026-02-30", "to": "2026-03-01"}, "Enter a valid date."),
        ({"by": "minute"}, "A chart is by day or by hour."),
    ],
)
def test_nonsense_is_said_in_words_and_the_last_30_days_shown(query: dict[str, str], error: str) -> None:
    with translation.override("en"):
        form = PeriodForm(query)
        assert not form.is_valid()
        assert [words for errors in form.errors.values() for words in errors] == [error]
        assert form.chosen == Period.of("30")


def test_days_of_ones_own_are_taken_as_said() -> None:
    form = PeriodForm({"from": "2026-03-01", "to": "2026-03-02", "by": "hour"})
    assert form.chosen == Period(date(2026, 3, 1), date(2026, 3, 2))
    assert form.hourly


def test_a_long_period_is_never_by_the_hour() -> None:
    assert not PeriodForm({"period": "30", "by": "hour"}).hourly
