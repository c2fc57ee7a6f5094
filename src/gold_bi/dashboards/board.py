"""The words dashboards are declared with. What they are read from is rollups, never facts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Sum
from django.utils.functional import Promise

from gold_bi.models import TargetMonth

from .period import DEFAULT, Period, end_of

Words = str | Promise
Value = Decimal | int | float | None
Totals = dict[str, Any]  # one period's sums, by name


class Unit(Enum):
    MONEY = "money"
    COUNT = "count"
    RATIO = "ratio"  # with one decimal
    PERCENT = "percent"
    MINUTES = "minutes"
    TEXT = "text"
    HOUR = "hour"  # of a day, 0 to 23, as that day's moment (ISO)
    DAY = "day"  # an ISO date
    MONTH = "month"  # its first day, as an ISO date
    FLOW = "flow"  # a flow's name


@dataclass(frozen=True)
class Selection:
    """What is asked of a dashboard: a period, and a value for some of its filters."""

    period: Period
    filters: dict[str, str] = field(default_factory=dict)

    def of(self, period: Period) -> "Selection":
        return Selection(period, self.filters)


@dataclass(frozen=True)
class Kpi:
    """One figure. `explained` says how it is computed; `target` names a measure of the budget.

    `flow` is where it comes from, if not the dashboard's own flow; `board` names the dashboard that has more of it.
    """

    name: str
    title: Words
    explained: Words
    value: Callable[[Totals], Value]
    unit: Unit = Unit.COUNT
    more_is_better: bool | None = True
    target: str = ""
    flow: str = ""
    board: str = ""


class Kind(Enum):
    OVER_TIME = "over time"  # rows of (day or month, value, value compared with)
    STACKED = "stacked"  # rows of (day or month, value of each series…): at most five, which add up
    BARS = "bars"  # rows of (what, value)
    HEAT = "heat"  # rows of (what, value, value…), shaded by value
    FUNNEL = "funnel"  # rows of (step, how many came as far, per cent of the step above)
    TABLE = "table"


@dataclass(frozen=True)
class Part:
    """A chart with its table, or a table. `read` gives (headings with their units, rows)."""

    name: str
    title: Words
    explained: Words
    kind: Kind
    read: Callable[[Selection, Selection], "Rows"]  # of what is asked for, and what it is compared with


@dataclass(frozen=True)
class Rows:
    """`unusual`: days of it that lie far from what was usual, and what that was."""

    headings: list[tuple[str, Unit]]
    rows: list[list[Any]]
    unusual: dict[date, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Filter:
    """A dimension to choose one value of; `choices` are those there are."""

    name: str
    title: Words
    all: Words
    choices: Callable[[], list[str]]


@dataclass(frozen=True)
class Board:
    """One dashboard. `flow` is the one whose loads it is as of; `latest` the last day there is anything of.

    `first` is the first such day, where a period that began before it is not to be compared with.
    """

    name: str
    title: Words
    flow: str
    permission: str
    totals: Callable[[Selection], Totals]
    latest: Callable[[], date | None]
    kpis: tuple[Kpi, ...]
    parts: tuple[Part, ...]
    filters: tuple[Filter, ...] = ()
    left_out: Words = ""  # of all its figures
    usual: str = DEFAULT  # the period it opens with
    first: Callable[[], date | None] = lambda: None

    @property
    def flows(self) -> list[str]:
        """All that its figures come from, its own first."""
        targets = ["budget"] if any(kpi.target for kpi in self.kpis) else []
        return list(dict.fromkeys([self.flow, *(kpi.flow for kpi in self.kpis if kpi.flow), *targets]))


def target(measure: str, period: Period) -> Decimal | None:
    """What the budget wants of a period: of a month that lies in it by a part, that part by days."""
    rows = TargetMonth.objects.filter(measure=measure, month__in=period.months)
    months = dict(rows.values_list("month").annotate(Sum("target")))
    if not months:
        return None
    whole = Decimal(0)
    for month, wanted in months.items():
        days = (min(end_of(month), period.last) - max(month, period.first)).days + 1
        whole += wanted * days / end_of(month).day
    return whole
