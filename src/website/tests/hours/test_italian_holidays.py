"""The library's holidays under our names."""

from datetime import date

import pytest

from website.hours.holiday_names import HolidayName
from website.hours.italian_holidays import KEYS, OTHER, holidays_of, provinces


@pytest.mark.parametrize("year", range(2026, 2036))
def test_every_holiday_of_every_province_has_a_name_of_ours(year: int) -> None:
    for province in ["", *(key for key, _ in provinces())]:
        assert {holiday.key for holiday in holidays_of(year, province).values()} <= set(HolidayName.values)


def test_every_name_of_ours_is_a_holiday_the_library_knows() -> None:
    assert set(KEYS.values()) | {"patron"} == set(HolidayName.values)
    assert {one.key for one in holidays_of(2027, "BZ").values()} == set(KEYS.values())
    assert OTHER not in HolidayName.values


def test_the_day_of_national_unity_keeps_no_sunday_closed() -> None:
    assert date(2027, 11, 7) not in holidays_of(2027)
    assert holidays_of(2026)[date(2026, 11, 1)].key == "all_saints"


def test_the_patron_is_that_of_the_province_unless_a_day_is_named() -> None:
    assert holidays_of(2026, "FI")[date(2026, 6, 24)].name == "San Giovanni Battista"
    assert holidays_of(2026, "FI", language="en")[date(2026, 6, 24)].name == "Saint John's Day"
    own = holidays_of(2026, "FI", patron=(8, 7))
    assert date(2026, 6, 24) not in own
    assert own[date(2026, 8, 7)].key == "patron"


def test_a_patron_on_29_february_rests_in_other_years() -> None:
    assert "patron" not in {holiday.key for holiday in holidays_of(2027, patron=(2, 29)).values()}
    assert holidays_of(2028, patron=(2, 29))[date(2028, 2, 29)].key == "patron"


def test_a_patron_on_a_national_holiday_is_that_holiday() -> None:
    assert holidays_of(2026, patron=(12, 26))[date(2026, 12, 26)].key == "saint_stephen"
