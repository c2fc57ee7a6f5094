"""The part “The next four weeks” of a dashboard, and the unusual days of a series."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.words import spoken

from .board import Kind, Part, Rows, Selection, Unit
from .expecting import A_DAY, A_WEEK, A_YEAR, HISTORY, forecast
from .over_time import Series
from .period import Period

# Further back nothing is needed, and older figures say nothing of the next weeks.
BACK = A_YEAR + (2 * HISTORY + 2) * A_WEEK
STALE = timedelta(days=14)


def outlook(by_day: Callable[[Selection], Series], unit: Unit, latest: Callable[[], date | None]) -> Part:
    """Of the whole weeks after the last day that has figures, whatever period is shown."""

    def read(selection: Selection, compared: Selection) -> Rows:
        headings = [
            (_("Week"), Unit.TEXT),
            (_("Expected"), unit),
            (_("At least"), unit),
            (_("At most"), unit),
            (_("Usual error"), Unit.PERCENT),
        ]
        yesterday, until = timezone.localdate() - A_DAY, latest()
        if until is None or yesterday - until > STALE:
            return Rows(headings, [])
        last = min(yesterday, until)
        found = forecast(by_day(Selection(Period(last - BACK, last), selection.filters)), last)
        if found is None:
            return Rows(headings, [])
        return Rows(
            headings,
            [
                [_week(week.first), round(week.expected), round(week.least), round(week.most), 100 * found.error]
                for week in found.weeks
            ],
        )

    return Part(
        "outlook",
        gettext_lazy("The next four weeks"),
        gettext_lazy(
            "A usual week is the median of each weekday over the last eight; where last year’s same weeks make it "
            "less wrong, its season is added. The usual error is how far this was off over the last eight weeks; "
            "eight weeks of ten lie between the limits. What nobody can know of, such as a closure, is not in it."
        ),
        Kind.TABLE,
        read,
    )


def _week(first: date) -> str:
    ends = [spoken(date_format(day, "j M")) for day in (first, first + 6 * A_DAY)]
    return f"{ends[0]} – {ends[1]}"
