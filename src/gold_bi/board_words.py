"""A dashboard's figures in the reader's words: amounts with their unit, changes, days."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gold_bi.dashboards.board import Kpi, Unit
from gold_bi.flows.registry import registered
from gold_bi.words import capitalised, number, spelt, spoken

NOTHING = "–"


def _written(value: Any, places: int) -> str:
    """Rounded half to even, as money is; Django's own would cut the digits off."""
    return number_format(round(Decimal(str(value)), places), places, use_l10n=True, force_grouping=True)


def amount(value: Any, unit: str, short: bool = False) -> str:
    """`short`: for a headline, money of five digits and more without cents."""
    if value is None:
        return NOTHING
    match Unit(unit):
        case Unit.MONEY:
            places = 0 if short and abs(value) >= 1_000 else 2
            return _("€%s") % _written(value, places)
        case Unit.COUNT:
            whole = short or float(value).is_integer()
            return _written(value, 0 if whole else 3)
        case Unit.RATIO:
            return _written(value, 1)
        case Unit.PERCENT:
            return _("%s%%") % _written(value, 1 if 0 < value < 10 else 0)
        case Unit.MINUTES:
            return _lasting(value)
        case Unit.HOUR:
            return date_format(datetime.fromisoformat(value), "H:i")
        case Unit.DAY:
            return capitalised(spelt(date.fromisoformat(value)))
        case Unit.MONTH:
            return capitalised(spoken(date_format(date.fromisoformat(value), "F Y")))
        case Unit.FLOW:
            return str(next((flow.title for flow in registered() if flow.name == value), value))
        case Unit.TEXT:
            return str(value)


def _lasting(minutes: float) -> str:
    if minutes < 90:
        return ngettext("%(count)s minute", "%(count)s minutes", round(minutes)) % {"count": number(round(minutes))}
    hours = minutes / 60
    if hours < 48:
        return ngettext("%(count)s hour", "%(count)s hours", round(hours)) % {"count": number(round(hours))}
    return ngettext("%(count)s day", "%(count)s days", round(hours / 24)) % {"count": number(round(hours / 24))}


def change(value: Any, other: Any) -> str:
    """“+12%” against another period; empty where there is nothing to compare with."""
    if value is None or not other:
        return ""
    percent = 100 * (value - other) / abs(other)
    sign = "+" if percent > 0 else "−" if percent < 0 else ""
    places = 1 if 0 < abs(percent) < 10 else 0
    return f"{sign}{_written(abs(percent), places)}%"


def judged(value: Any, other: Any, more_is_better: bool | None) -> str:
    """better, worse or same: for the style sheet, and said beside the colour by the sign."""
    if value is None or not other or value == other or more_is_better is None:
        return "same"
    return "better" if (value > other) == more_is_better else "worse"


def in_heat(cell: Any, unit: str) -> str:
    """Short: there are many. What is nothing leaves its place to what is something."""
    if cell is None:
        return ""
    if not cell:
        return NOTHING
    return number(round(cell)) if unit == "money" else amount(cell, unit, short=True)


def kpi_in_words(kpi: Kpi, figures: dict[str, Any], same: bool, whole_day: str = "") -> dict[str, Any]:
    """A figure as a screen, a letter and a document say it. `same`: the period before is that of the year before.

    `whole_day` names the one a day that is not over stands beside: a change against it would say nothing.
    """
    value, unit = figures["value"], kpi.unit.value
    against = [
        (_("than before"), figures["before"]),
        (_("than a year ago"), figures["year_before"]),
    ]
    reached = figures["target"] and 100 * (value or 0) / figures["target"]
    return {
        "name": kpi.name,
        "title": kpi.title,
        "explained": kpi.explained,
        "value": amount(value, unit, short=True),
        "changes": [
            (words, change(value, other), amount(other, unit, short=True), judged(value, other, kpi.more_is_better))
            for words, other in against[: 0 if whole_day else 1 if same else 2]
        ],
        "whole": _("%(count)s on the whole of %(day)s")
        % {"count": amount(figures["before"], unit, short=True), "day": whole_day}
        if whole_day and figures["before"] is not None
        else "",
        "target": amount(figures["target"], unit, short=True) if figures["target"] else "",
        "reached": amount(reached, "percent") if figures["target"] else "",
        "reached_value": min(round(reached), 100) if figures["target"] else 0,
    }
