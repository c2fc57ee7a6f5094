"""Which rule decides a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from website.hours.calculation import Interval, intervals
from website.hours.italian_holidays import holidays_of
from website.hours.schedule import (
    Closure,
    HolidayRule,
    Period,
    Reason,
    Schedule,
    Season,
    Span,
    SpecialDay,
    overlapping_spans,
)

SHOP_DAY = (Span(time(9), time(13)), Span(time(15), time(19)))
SHORT = (Span(time(10), time(12)),)
SHOP = Schedule(ZoneInfo("Europe/Rome"), (SHOP_DAY,) * 6 + ((),), holidays=holidays_of)
IMMACULATE = date(2026, 12, 8)
AUGUST = Closure(Period(date(2026, 8, 10), date(2026, 8, 25)), "Chiuso per ferie")


def test_a_public_holiday_is_closed_by_itself() -> None:
    day = SHOP.day(IMMACULATE)
    assert (day.spans, day.reason, day.words) == ((), Reason.HOLIDAY, "Immacolata Concezione")
    assert replace(SHOP, closed_on_holidays=False).day(IMMACULATE).spans == SHOP_DAY


def test_a_rule_for_one_holiday_overrides_the_rest_and_one_for_its_year_that() -> None:
    every_year = HolidayRule("immaculate", None)
    this_year = HolidayRule("immaculate", SHORT, year=2026)
    shop = replace(SHOP, holiday_rules=(every_year, this_year))
    assert shop.day(IMMACULATE).spans == SHORT
    assert shop.day(IMMACULATE.replace(year=2027)).spans == SHOP_DAY
    assert shop.day(date(2026, 12, 25)).spans == ()


def test_a_closure_comes_before_an_open_holiday_and_a_special_day_before_the_closure() -> None:
    shop = replace(SHOP, closures=(AUGUST,), holiday_rules=(HolidayRule("assumption", None),))
    assert shop.day(date(2026, 8, 15)).words == "Chiuso per ferie"
    special = SpecialDay(Period(date(2026, 8, 15), date(2026, 8, 15)), SHORT, "Ferragosto in bottega")
    assert replace(shop, special_days=(special,)).day(date(2026, 8, 15)).spans == SHORT


def test_the_shorter_special_period_wins() -> None:
    weeks = SpecialDay(Period(date(2026, 12, 14), date(2026, 12, 24)), SHOP_DAY, "Natale")
    eve = SpecialDay(Period(date(2026, 12, 24), date(2026, 12, 24)), SHORT, "Vigilia")
    for order in ((weeks, eve), (eve, weeks)):
        shop = replace(SHOP, special_days=order)
        assert [shop.day(date(2026, 12, day)).words for day in (23, 24)] == ["Natale", "Vigilia"]


def test_a_season_may_cross_the_new_year_and_end_on_29_february() -> None:
    winter = Season(Period(date(2026, 11, 1), date(2028, 2, 29), every_year=True), (SHORT,) * 7, "Inverno")
    shop = replace(SHOP, seasons=(winter,))
    inside = [date(2026, 11, 2), date(2027, 1, 4), date(2027, 2, 28), date(2028, 2, 29)]
    assert [shop.day(day).words for day in inside] == ["Inverno"] * 4
    assert [shop.day(day).reason for day in (date(2027, 3, 1), date(2026, 10, 31))] == [Reason.WEEK] * 2


def test_a_night_that_began_before_a_closure_runs_to_its_end() -> None:
    night = Schedule(SHOP.zone, ((Span(time(20), time(2), past_midnight=True),),) * 7, closures=(AUGUST,))
    found = intervals(night, datetime(2026, 8, 9, 12, tzinfo=UTC), datetime(2026, 8, 26, 12, tzinfo=UTC))
    assert found == [Interval(datetime(2026, 8, 9, 18, tzinfo=UTC), datetime(2026, 8, 10, 0, tzinfo=UTC))]


def test_it_finds_spans_that_overlap_across_midnight_and_across_sunday() -> None:
    night, morning = Span(time(22), time(3), past_midnight=True), Span(time(2), time(9))
    assert overlapping_spans([(0, night), (1, morning)], wraps=True) == ((0, night), (1, morning))
    assert overlapping_spans([(0, morning), (6, night)], wraps=True) == ((6, night), (0, morning))
    assert overlapping_spans([(0, morning), (6, night)], wraps=False) is None
    touching = [(0, SHOP_DAY[0]), (0, Span(time(13), time(15))), (0, SHOP_DAY[1])]
    assert overlapping_spans(touching, wraps=True) is None
    assert overlapping_spans([(0, Span(time(8), time(8), past_midnight=True))], wraps=True) is None
