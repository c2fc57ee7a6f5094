"""Any schedule an editor could make, and some they could not."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from website.hours.schedule import Closure, Holiday, HolidayRule, Period, Schedule, Season, Span, SpecialDay

ROME = ZoneInfo("Europe/Rome")
ZONES = [
    ROME,
    ROME,
    ROME,
    ZoneInfo("America/New_York"),
    ZoneInfo("Australia/Lord_Howe"),
]  # the last turns by half an hour
CLOCKS_CHANGE = {
    ROME: [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)],
    ZONES[3]: [date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7)],
    ZONES[4]: [date(2026, 4, 5), date(2026, 10, 4), date(2027, 4, 4), date(2027, 10, 3)],
}
MINUTES = st.one_of(st.integers(0, 1439), st.integers(0, 240), st.sampled_from([0, 60, 120, 150, 180, 1439]))
KEYS = ["christmas", "patron"]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    one, other = draw(MINUTES), draw(MINUTES)
    opens, closes = max(one, other), min(one, other)
    past_midnight = draw(st.booleans()) or opens == closes
    if not past_midnight:
        opens, closes = closes, opens
    return Span(time(opens // 60, opens % 60), time(closes // 60, closes % 60), past_midnight)


SPANS = st.lists(spans(), max_size=3).map(tuple)
WEEKS = st.tuples(*[SPANS] * 7)


@st.composite
def periods(draw: st.DrawFn, around: date) -> Period:
    first = around + timedelta(days=draw(st.integers(-6, 6)))
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 1, 3, 20])))
    if draw(st.booleans()):
        leap = date(2028, 2, 29)
        other_year = draw(st.sampled_from([first, date(2020, first.month, first.day), leap]))
        return Period(
            other_year, draw(st.sampled_from([last, leap, date(2016, last.month, last.day)])), every_year=True
        )
    return Period(first, last)


@st.composite
def schedules(draw: st.DrawFn) -> tuple[Schedule, datetime, int]:
    """(schedule, start, minutes): two to four days, half of them around a night in which the clocks change."""
    zone = draw(st.sampled_from(ZONES))
    around = draw(st.one_of(st.sampled_from(CLOCKS_CHANGE[zone]), st.dates(date(2026, 1, 1), date(2028, 3, 5))))
    start = datetime(around.year, around.month, around.day, tzinfo=UTC) - timedelta(
        days=draw(st.integers(0, 2)), hours=draw(st.integers(0, 12))
    )
    holiday_dates = draw(st.dictionaries(st.integers(-3, 3), st.sampled_from(KEYS), max_size=2))
    by_date = {around + timedelta(days=days): Holiday(key, key) for days, key in holiday_dates.items()}

    def holidays(year: int) -> Mapping[date, Holiday]:
        return {day: holiday for day, holiday in by_date.items() if day.year == year}

    schedule = Schedule(
        zone=zone,
        week=draw(WEEKS),
        seasons=tuple(draw(st.lists(st.builds(Season, periods(around), WEEKS), max_size=2))),
        special_days=tuple(draw(st.lists(st.builds(SpecialDay, periods(around), SPANS), max_size=2))),
        closures=tuple(draw(st.lists(st.builds(Closure, periods(around)), max_size=1))),
        holidays=holidays,
        holiday_rules=tuple(
            draw(
                st.lists(
                    st.builds(
                        HolidayRule,
                        st.sampled_from(KEYS),
                        st.one_of(st.none(), SPANS),
                        st.sampled_from([None, around.year]),
                    ),
                    max_size=2,
                )
            )
        ),
        closed_on_holidays=draw(st.booleans()),
    )
    return schedule, start, draw(st.integers(2, 4)) * 24 * 60
