"""A dashboard's figures in the reader's words: amounts with their unit, changes, days."""

from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gold_bi.dashboards.board import Unit
from gold_bi.words import capitalised, number, spelt, spoken

NOTHING = "–"


def amount(value: Any, unit: str, short: bool = False) -> str:
    """`short`: for a headline, money of five digits and more without cents."""
    if value is None:
        return NOTHING
    match Unit(unit):
        case Unit.MONEY:
            places = 0 if short and abs(value) >= 10_000 else 2
            return _("€%s") % number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
        case Unit.COUNT:
            whole = float(value).is_integer()
            return number(int(value)) if whole else number_format(value, 3, use_l10n=True, force_grouping=True)
        case Unit.RATIO:
            return number_format(value, decimal_pos=1, use_l10n=True, force_grouping=True)
        case Unit.PERCENT:
            return _("%s%%") % number_format(value, decimal_pos=1 if value < 10 else 0, use_l10n=True)
        case Unit.MINUTES:
            return _lasting(value)
        case Unit.DAY:
            return capitalised(spelt(date.fromisoformat(value)))
        case Unit.MONTH:
            return capitalised(spoken(date_format(date.fromisoformat(value), "F Y")))
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
    return f"{sign}{number_format(abs(percent), decimal_pos=1 if 0 < abs(percent) < 10 else 0, use_l10n=True)}%"


def judged(value: Any, other: Any, more_is_better: bool | None) -> str:
    """better, worse or same: for the style sheet, and said beside the colour by the sign."""
    if value is None or not other or value == other or more_is_better is None:
        return "same"
    return "better" if (value > other) == more_is_better else "worse"
