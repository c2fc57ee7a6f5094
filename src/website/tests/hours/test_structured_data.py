"""What search engines are told."""

from dataclasses import replace
from datetime import date, time

from website.hours.schedule import Period, Schedule, Season, Span, SpecialDay
from website.hours.structured_data import specifications

from .test_precedence import AUGUST, SHOP, SHORT


def hours(found: dict[str, str]) -> tuple[str, str]:
    return found["opens"], found["closes"]


def test_the_week_has_no_dates_while_no_season_comes() -> None:
    week = specifications(SHOP, date(2026, 11, 22))["openingHoursSpecification"]
    assert len(week) == 12
    assert week[1] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "15:00",
        "closes": "19:00",
    }


def test_each_season_in_sight_has_its_dates() -> None:
    winter = Season(Period(date(2026, 12, 1), date(2027, 2, 28), every_year=True), (SHORT,) * 7)
    week = specifications(replace(SHOP, seasons=(winter,)), date(2026, 11, 22))["openingHoursSpecification"]
    dates = {(one["validFrom"], one["validThrough"], hours(one)) for one in week if one["dayOfWeek"].endswith("Friday")}
    assert dates == {
        ("2026-11-22", "2026-11-30", ("09:00", "13:00")),
        ("2026-11-22", "2026-11-30", ("15:00", "19:00")),
        ("2026-12-01", "2027-01-16", ("10:00", "12:00")),
    }


def test_holidays_closures_and_special_days_are_special_hours() -> None:
    eve = SpecialDay(Period(date(2026, 7, 31), date(2026, 7, 31)), SHORT, "Festa")
    shop = replace(SHOP, closures=(AUGUST,), special_days=(eve,))
    special = specifications(shop, date(2026, 7, 13))["specialOpeningHoursSpecification"]
    assert [(one["validFrom"], one["validThrough"], hours(one)) for one in special] == [
        ("2026-07-31", "2026-07-31", ("10:00", "12:00")),
        ("2026-08-10", "2026-08-25", ("00:00", "00:00")),
    ]
    holidays = specifications(SHOP, date(2026, 11, 22))["specialOpeningHoursSpecification"]
    assert [one["validFrom"] for one in holidays] == ["2026-12-08", "2026-12-25", "2027-01-01", "2027-01-06"]


def test_a_holiday_on_a_day_that_is_closed_anyway_is_left_out() -> None:
    sunday = date(2026, 4, 5)  # Easter
    special = specifications(SHOP, date(2026, 4, 1))["specialOpeningHoursSpecification"]
    assert sunday.isoformat() not in {one["validFrom"] for one in special}


def test_a_night_ends_the_day_after_and_a_whole_day_at_its_last_minute() -> None:
    night = Schedule(SHOP.zone, ((Span(time(22), time(2), past_midnight=True),),) * 7)
    always = Schedule(SHOP.zone, ((Span(time(0), time(0), past_midnight=True),),) * 7)
    today = date(2026, 11, 22)
    assert hours(specifications(night, today)["openingHoursSpecification"][0]) == ("22:00", "02:00")
    assert hours(specifications(always, today)["openingHoursSpecification"][0]) == ("00:00", "23:59")
