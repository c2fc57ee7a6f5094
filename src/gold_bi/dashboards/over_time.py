"""Series over a period: by day, or by month where days would be too many bars."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .board import Rows, Selection, Unit, Value, Words, target
from .expecting import HISTORY, unusual
from .period import A_DAY, A_WEEK, Period, end_of

MOST_DAYS = 92
MOST_SERIES = 5  # that can be told apart, also by who sees colours otherwise

Series = dict[date, Value]


def by_month(selection: Selection) -> bool:
    return len(selection.period.days) > MOST_DAYS


def over_time(
    name: str,
    unit: Unit,
    by_day: Callable[[Selection], Series],
    selection: Selection,
    compared: Selection,
    measure: str = "",
) -> Rows:
    """A row for each day or month: the value, that of its counterpart, and of months the target if there is one."""
    monthly = by_month(selection)
    ours, theirs = (_grouped(by_day(one), monthly) for one in (selection, compared))
    moments = selection.period.months if monthly else selection.period.days
    counterparts = compared.period.months if monthly else compared.period.days
    rows: list[list[object]] = [
        [moment, ours.get(moment) or 0, (theirs.get(counterparts[place]) or 0) if place < len(counterparts) else None]
        for place, moment in enumerate(moments)
    ]
    headings = [(_("Month"), Unit.MONTH) if monthly else (_("Day"), Unit.DAY), (name, unit), (_("Compared with"), unit)]
    if monthly and measure and not selection.filters:
        wanted = [target(measure, Period(moment, end_of(moment))) for moment in moments]
        if any(wanted):
            headings.append((_("Target"), unit))
            rows = [[*row, one] for row, one in zip(rows, wanted, strict=True)]
    return Rows(headings, rows, {} if monthly else _unusual(by_day, selection))


def stacked(
    by_day: Mapping[date, Mapping[str, Value]], titles: Mapping[str, Words], unit: Unit, selection: Selection
) -> Rows:
    """A row for each day or month with what each series has of it: the largest four, and the others together."""
    monthly = by_month(selection)
    sums: dict[date, dict[str, Any]] = {}
    whole: dict[str, Any] = {}
    for day, values in by_day.items():
        of_moment = sums.setdefault(day.replace(day=1) if monthly else day, {})
        for name, value in values.items():
            of_moment[name] = of_moment.get(name, 0) + (value or 0)
            whole[name] = whole.get(name, 0) + (value or 0)
    ranked = sorted((name for name in whole if whole[name]), key=lambda name: (-whole[name], name))
    own = ranked if len(ranked) <= MOST_SERIES else ranked[: MOST_SERIES - 1]
    others = ranked[len(own) :]
    headings: list[tuple[str, Unit]] = [(_("Month"), Unit.MONTH) if monthly else (_("Day"), Unit.DAY)]
    headings += [(str(titles.get(name, name)), unit) for name in own]
    if others:
        headings.append((_("All the others"), unit))
    rows: list[list[object]] = []
    for moment in (selection.period.months if monthly else selection.period.days) if ranked else []:
        found = sums.get(moment, {})
        rest = [sum(found.get(name, 0) for name in others)] if others else []
        rows.append([moment, *(found.get(name, 0) for name in own), *rest])
    return Rows(headings, rows)


def _unusual(by_day: Callable[[Selection], Series], selection: Selection) -> dict[date, float]:
    """Of the days that are over."""
    period = selection.period
    last = min(period.last, timezone.localdate() - A_DAY)
    if last < period.first:
        return {}
    return unusual(by_day(selection.of(Period(period.first - (HISTORY + 1) * A_WEEK, last))), period.first, last)


def by_hour(
    name: str,
    read: Callable[[Selection], dict[int, Value]],
    selection: Selection,
    compared: Selection,
    begun: int = 24,
) -> Rows:
    """A row for each hour of a day's clock, without a value from `begun` on; one that the clocks repeat holds both."""
    ours, theirs = read(selection), read(compared)
    day = selection.period.first
    return Rows(
        [(_("Hour"), Unit.HOUR), (name, Unit.COUNT), (_("Compared with"), Unit.COUNT)],
        [
            [
                f"{day.isoformat()}T{hour:02}:00",
                (ours.get(hour) or 0) if hour < begun else None,
                theirs.get(hour) or 0,
            ]
            for hour in range(24)
        ],
    )


def _grouped(series: Series, monthly: bool) -> Series:
    if not monthly:
        return series
    months: dict[date, Value] = {}
    for day, value in series.items():
        month = day.replace(day=1)
        months[month] = (months.get(month) or 0) + (value or 0)  # type: ignore[operator]
    return months
