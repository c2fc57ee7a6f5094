"""What is unusual and what is expected: known series give known answers, chance raises few alarms."""

import random
from datetime import date, timedelta
from math import sin

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from gold_bi.dashboards.expecting import A_WEEK, HISTORY, forecast, unusual
from gold_bi.models import FlowState, LeadDay, PageDay

from .boards import owner

LAST = date(2026, 11, 22)


def series(days: int, count: object, last: date = LAST) -> dict[date, float]:
    return {(day := last - timedelta(days=n)): count(day) for n in range(days)}  # type: ignore[operator]


def test_a_day_far_from_its_weekdays_is_unusual_and_says_what_was_usual() -> None:
    known = series(100, lambda day: 10 + 30 * (day.weekday() == 5))
    assert unusual(known, LAST - timedelta(days=30), LAST) == {}, "Saturdays are as Saturdays are"
    high, low = LAST - timedelta(days=3), LAST - timedelta(days=8)
    known |= {high: 55, low: 0}
    found = unusual(known, LAST - timedelta(days=30), LAST)
    assert found[high] == 10
    assert (low in found) == (low.weekday() == 5)


def test_chance_alone_marks_few_days() -> None:
    chance = random.Random(3)
    marked = days = 0
    for level in (4, 20, 100, 1000):
        known = series(400, lambda _day, level=level: max(0, round(chance.gauss(level, level**0.5))))
        marked += len(unusual(known, LAST - timedelta(days=300), LAST))
        days += 301
    assert marked / days < 0.02


def test_the_first_weeks_of_a_series_are_not_judged() -> None:
    known = series(40, lambda day: 500 if day == LAST else 1)
    assert unusual(known, LAST - timedelta(days=39), LAST) == {}


@given(st.dictionaries(st.dates(date(2024, 1, 1), LAST), st.integers(-1000, 10**7), max_size=60))
@settings(deadline=None)
def test_any_series_is_borne(known: dict[date, int]) -> None:
    for day, usual in unusual(known, LAST - timedelta(days=60), LAST).items():
        assert known.get(day, 0) != usual
    found = forecast(known, LAST)
    if found:
        assert found.error >= 0
        assert all(0 <= week.least <= week.expected <= week.most for week in found.weeks)


def test_a_steady_week_is_expected_again_without_error() -> None:
    found = forecast(series(200, lambda day: 10 * day.isoweekday()), LAST)
    assert found
    assert [week.first for week in found.weeks] == [LAST + timedelta(days=1) + n * A_WEEK for n in range(4)]
    assert {week.expected for week in found.weeks} == {280}
    assert (found.error, found.weeks[0].least, found.weeks[0].most) == (0, 280, 280)


def test_a_season_of_last_year_is_expected_where_it_makes_the_weeks_less_wrong() -> None:
    known = series(800, lambda day: 100 + 60 * sin(day.timetuple().tm_yday / 365 * 6.283))
    found = forecast(known, LAST)
    assert found
    assert found.by_season
    level = forecast({day: count for day, count in known.items() if day > LAST - timedelta(days=300)}, LAST)
    assert level
    assert found.error < level.error
    future = LAST + 4 * A_WEEK
    true = sum(100 + 60 * sin((future - timedelta(days=n)).timetuple().tm_yday / 365 * 6.283) for n in range(7))
    assert abs(found.weeks[3].expected - true) < abs(level.weeks[3].expected - true)


def test_eight_weeks_of_ten_lie_between_the_limits() -> None:
    chance = random.Random(5)
    inside = tried = 0
    known = series(1200, lambda day: max(0, round(chance.gauss(40 + 10 * day.weekday(), 8))))
    for weeks in range(1, 120):
        last = LAST - weeks * A_WEEK
        found = forecast({day: count for day, count in known.items() if day <= last}, last, 1)
        assert found
        sold = sum(known[last + timedelta(days=n)] for n in range(1, 8))
        inside += found.weeks[0].least <= sold <= found.weeks[0].most
        tried += 1
    assert 0.7 < inside / tried <= 0.97


def test_of_too_little_nothing_is_foretold() -> None:
    assert forecast({}, LAST) is None
    assert forecast(series(7 * 2 * HISTORY - 1, lambda _day: 5), LAST) is None
    assert forecast(series(400, lambda _day: 0), LAST) is None


@pytest.mark.django_db(databases=["default", "gold"])
def test_both_stand_on_the_dashboard(client: Client) -> None:
    cache.clear()
    today = timezone.localdate()
    FlowState.objects.create(name="leads", loaded_at=timezone.now())
    for n in range(1, 150):
        LeadDay.objects.create(
            day=today - timedelta(days=n), leads=60 if n == 4 else 5, answered=0, spam=0, answered_minutes=0, timed=0
        )
        PageDay.objects.create(day=today - timedelta(days=n), views=9, visits=1, client_errors=0, server_errors=0)
    with translation.override("en"):
        page = owner(client).get("/admin/figures/dashboards/leads/").content.decode()
    assert "60, usually about 5" in page
    assert page.count("usually about") == 1
    assert "The next four weeks" in page
    assert "<td>35</td>" in page
