"""Charts that are declared, not written: one measure of a rollup over its last days or months.

A chart with a story of its own is a module beside this one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q, Sum
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gold_bi.words import capitalised, spelt, spoken

Value = int | float | Decimal
Values = dict[date, Value]  # of every period shown, oldest first


@dataclass(frozen=True)
class Chart:
    """`measure` of `rollup` by the rollup's period. `where` says which of its rows count; the rest is added up."""

    name: str
    title: str | Promise
    flow: str  # whose rollup it is
    rollup: type[Model]
    measure: str
    unit: str | Promise
    where: Q = field(default_factory=Q)
    shown: int = 30  # periods

    @property
    def period(self) -> str:
        return "day" if any(one.name == "day" for one in self.rollup._meta.fields) else "month"


def read(chart: Chart) -> Values:
    """The last periods that have rows, and those between, from the rollup: so inside `reading_gold()`."""
    rows = chart.rollup._default_manager.using("gold").filter(chart.where).order_by(f"-{chart.period}")
    found = dict(
        rows.values(chart.period).annotate(total=Sum(chart.measure)).values_list(chart.period, "total")[: chart.shown]
    )
    if not found:
        return {}
    return {one: found.get(one) or 0 for one in _periods(chart, min(found), max(found))}


def _periods(chart: Chart, first: date, last: date) -> list[date]:
    return list(_from(chart, first, last))[-chart.shown :]


def _from(chart: Chart, one: date, last: date) -> Iterator[date]:
    while one <= last:
        yield one
        one = one + timedelta(days=1) if chart.period == "day" else (one + timedelta(days=31)).replace(day=1)


def figure(chart: Chart, values: Values) -> dict[str, Any]:
    """The Plotly figure as JSON-ready data."""
    bars = {
        "type": "bar",
        "name": str(chart.title),
        "x": [one.isoformat() for one in values],
        "y": [float(value) for value in values.values()],
        "marker": {"color": "#0072B2"},
        "meta": {"tone": "answered"},
        "hovertemplate": "%{y:,} " + str(chart.unit) + "<extra></extra>",
    }
    by_day = chart.period == "day"
    layout = {
        "title": {"text": finding(chart, values)},
        "meta": {"description": description(chart, values)},
        "bargap": 0.25,
        "hovermode": "x unified",
        "showlegend": False,
        "xaxis": {
            "type": "date",
            "tickformat": "%-d %b" if by_day else "%b %Y",
            "hoverformat": "%A %-d %B" if by_day else "%B %Y",
            "nticks": 8,
            "showgrid": False,
            "fixedrange": True,
        },
        "yaxis": {"title": {"text": str(chart.unit)}, "tickformat": ",", "rangemode": "tozero", "nticks": 5},
    }
    return {"data": [bars], "layout": layout}


def finding(chart: Chart, values: Values) -> str:
    """The chart's title: what there is to see in it."""
    if not any(values.values()):
        return _("There is nothing to show yet")
    best = max(values, key=lambda one: values[one])
    words = {"when": when(chart, best), "count": amount(values[best]), "unit": chart.unit}
    return capitalised(_("%(when)s had the most: %(count)s %(unit)s") % words)


def description(chart: Chart, values: Values) -> str:
    """The chart for who cannot see it."""
    if not values:
        return ""
    words = {
        "first": when(chart, min(values)),
        "last": when(chart, max(values)),
        "total": amount(sum(values.values())),
        "unit": chart.unit,
    }
    sentence = _("One bar each from %(first)s to %(last)s, %(total)s %(unit)s in all.") % words
    return sentence + " " + _("The table below gives every figure.")


def when(chart: Chart, one: date) -> str:
    return spelt(one) if chart.period == "day" else spoken(date_format(one, "F Y"))


def amount(value: Value) -> str:
    places = 2 if isinstance(value, Decimal) and value % 1 else 0
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
