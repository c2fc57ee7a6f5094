"""Figures as they stand on a screen: in the reader's language, with what changed in words, sign and tone."""

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

NBSP = "\N{NO-BREAK SPACE}"
NONE = "–"


def number(value: float, decimals: int = 0) -> str:
    rounded = round(value, decimals) if decimals else round(value)  # Django would cut off the rest
    if not decimals and abs(rounded) < 1000:  # nothing to group: most of the cells of a year's tables
        return str(rounded)
    return str(number_format(rounded, decimals, use_l10n=True, force_grouping=True))


def milliseconds(value: float | None) -> str:
    if value is None:
        return NONE
    if value < 1:
        return f"<{NBSP}1{NBSP}ms"
    return f"{number(value)}{NBSP}ms" if value < 1000 else f"{number(value / 1000, 1)}{NBSP}s"


def percent(value: float | None) -> str:
    """Of a share from 0 to 1."""
    if value is None:
        return NONE
    decimals = 1 if 0 < value < 0.1 else 0
    return f"{number(100 * value, decimals)}{NBSP}%"


def shown(value: Any, unit: str) -> str:
    if value is None:
        return NONE
    if unit == "bytes":
        return filesizeformat(value)
    if unit == "ms":
        return milliseconds(value)
    return percent(value) if unit == "share" else number(value)


@dataclass(frozen=True)
class Change:
    """A figure against what it was: `good` says whether more of it is good (1), bad (-1) or neither (0)."""

    now: float
    before: float | None
    against: str | Promise = ""
    good: int = 0

    @property
    def _ratio(self) -> float | None:
        return (self.now - self.before) / self.before if self.before else None

    @property
    def tone(self) -> str:
        grown = 0 if self._ratio is None else (self._ratio > 0.005) - (self._ratio < -0.005)
        return {1: "better", -1: "worse"}.get(grown * self.good, "neutral")

    @property
    def sign(self) -> str:
        """For a table's cell, where there is no room for words."""
        if self._ratio is None:
            return _("new") if self.now and self.before == 0 else ""
        rounded = round(100 * self._ratio)
        if not rounded:
            return "="
        return f"{'▲ +' if rounded > 0 else '▼ −'}{number(abs(rounded))}{NBSP}%"

    @property
    def words(self) -> str:
        if self.before is None:
            return ""
        if self._ratio is None:
            return "" if self.now == 0 else _("none %(against)s") % {"against": self.against}
        rounded = round(100 * self._ratio)
        words = {"share": number(abs(rounded)), "against": self.against}
        if rounded > 0:
            return _("▲ %(share)s%% more than %(against)s") % words
        if rounded < 0:
            return _("▼ %(share)s%% fewer than %(against)s") % words
        return _("= as %(against)s") % words
