"""What anybody may ask without code: the rollups, what of them adds up, and by what.

Each is one table of sums, so that no question can reach a fact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet, Sum
from django.db.models.functions import ExtractIsoWeekDay
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.models import (
    ArrivalMonth,
    LeadMonth,
    PageDay,
    PageMonth,
    SalesCountryMonth,
    SalesDay,
    SalesHour,
    SalesProductMonth,
)
from gold_bi.words import capitalised, spoken

from .board import Kind, Part, Rows, Selection, Unit, Words
from .over_time import over_time

TIME, WEEKDAY, HOUR = "time", "weekday", "hour"
MOST, MOST_CHOICES = 20, 300
MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Dataset:
    """A rollup. `measures` add up; `dimensions` are its columns to ask by; its days or months are always there."""

    name: str
    title: Words
    model: type[Model]
    flow: str
    permission: str
    measures: Mapping[str, tuple[Words, Unit]]
    dimensions: Mapping[str, Words]

    @property
    def monthly(self) -> bool:
        return any(field.name == "month" for field in self.model._meta.fields)

    @property
    def columns(self) -> list[str]:
        """The dimensions that have values to choose one of."""
        return [name for name in self.dimensions if name not in (TIME, WEEKDAY, HOUR)]

    def rows(self, selection: Selection) -> QuerySet[Any]:
        """Of a rollup of months, those that the period touches."""
        objects: QuerySet[Any] = self.model._default_manager.all()
        if self.monthly:
            return objects.filter(month__in=selection.period.months)
        return objects.filter(day__range=(selection.period.first, selection.period.last))

    def choices(self, dimension: str) -> list[str]:
        """The values there are, the most frequent ones where they are many."""
        measure = next(iter(self.measures))
        found = self.model._default_manager.order_by().values(dimension).annotate(total=Sum(measure))
        values = found.order_by("-total").values_list(dimension, flat=True)[:MOST_CHOICES]
        return sorted(value for value in values if value)


@dataclass(frozen=True)
class Question:
    """One measure of a dataset by one dimension, of one value of another if `only` names it."""

    dataset: Dataset
    measure: str
    by: str
    only: str = ""
    value: str = ""

    @property
    def unit(self) -> Unit:
        return self.dataset.measures[self.measure][1]

    @property
    def words(self) -> str:
        """How it is computed, in a sentence."""
        measure, by = self.dataset.measures[self.measure][0], self.dataset.dimensions[self.by]
        said = _("%(measure)s by %(by)s, from “%(dataset)s”.") % {
            "measure": capitalised(str(measure)), "by": str(by).lower(), "dataset": self.dataset.title,
        }  # fmt: skip
        if self.only:
            words = {"what": str(self.dataset.dimensions[self.only]).lower(), "value": self.value}
            said += " " + _("Only where %(what)s is “%(value)s”.") % words
        if self.dataset.monthly:
            said += " " + _("Of the whole months that the period touches.")
        return said

    def read(self, selection: Selection, compared: Selection) -> Rows:
        title = capitalised(str(self.dataset.measures[self.measure][0]))
        if self.by == TIME:
            return self._over_time(title, selection, compared)
        if self.by == WEEKDAY:
            return self._by_number(title, selection, ExtractIsoWeekDay("day"), range(1, 8), _weekday)
        if self.by == HOUR:
            return self._by_number(title, selection, None, range(24), lambda hour: f"{hour:02}:00")
        found = (
            self._asked(selection).values_list(self.by).annotate(total=Sum(self.measure)).order_by("-total", self.by)
        )
        heading = capitalised(str(self.dataset.dimensions[self.by]))
        return Rows(
            [(heading, Unit.TEXT), (title, self.unit)],
            [[value or _("unknown"), total] for value, total in found.order_by("-total", self.by)[:MOST]],
        )

    def _asked(self, selection: Selection) -> QuerySet[Any]:
        rows = self.dataset.rows(selection)
        return rows.filter(Q(**{self.only: self.value})) if self.only else rows

    def _over_time(self, title: str, selection: Selection, compared: Selection) -> Rows:
        if not self.dataset.monthly:
            return over_time(title, self.unit, self._by_day, selection, compared)
        ours, theirs = (
            dict(self._asked(one).values_list("month").annotate(Sum(self.measure))) for one in (selection, compared)
        )
        others = compared.period.months
        return Rows(
            [(_("Month"), Unit.MONTH), (title, self.unit), (_("Compared with"), self.unit)],
            [
                [month, ours.get(month) or 0, (theirs.get(others[place]) or 0) if place < len(others) else None]
                for place, month in enumerate(selection.period.months)
            ],
        )

    def _by_day(self, selection: Selection) -> Any:
        return dict(self._asked(selection).values_list("day").annotate(Sum(self.measure)))

    def _by_number(
        self, title: str, selection: Selection, number: Any, numbers: range, name: Callable[[int], str]
    ) -> Rows:
        rows = self._asked(selection)
        rows = rows.annotate(number=number).values_list("number") if number is not None else rows.values_list(self.by)
        found = dict(rows.annotate(Sum(self.measure)))
        return Rows(
            [(capitalised(str(self.dataset.dimensions[self.by])), Unit.TEXT), (title, self.unit)],
            [[name(each), found.get(each) or 0] for each in numbers] if found else [],
        )

    def part(self, name: str, title: str, table: bool) -> Part:
        kind = Kind.TABLE if table else Kind.OVER_TIME if self.by == TIME else Kind.BARS
        return Part(name, title, self.words, kind, self.read)


def _weekday(number: int) -> str:
    return spoken(date_format(MONDAY + timedelta(days=number - 1), "l"))


_SALES, _VISITORS, _LEADS = (f"gold_last_known.view_{name}" for name in ("sales", "visitors", "leads"))
_REVENUE = {
    "revenue": (gettext_lazy("Revenue"), Unit.MONEY),
    "quantity": (gettext_lazy("pieces"), Unit.COUNT),
    "credited": (gettext_lazy("credited"), Unit.MONEY),
}
_ORDERS = {"orders": (gettext_lazy("orders"), Unit.COUNT)}
_TIME = {TIME: gettext_lazy("day or month")}
_WEEKDAY = {WEEKDAY: gettext_lazy("weekday")}
_VIEWS = {
    "views": (gettext_lazy("page views"), Unit.COUNT),
    "visits": (gettext_lazy("visits"), Unit.COUNT),
}
_ERRORS = {
    "client_errors": (gettext_lazy("refused or not found"), Unit.COUNT),
    "server_errors": (gettext_lazy("failed"), Unit.COUNT),
}
_ORIGINS = {
    "way": gettext_lazy("way"),
    "source": gettext_lazy("source"),
    "medium": gettext_lazy("medium"),
    "campaign": gettext_lazy("campaign"),
}

DATASETS = (
    Dataset("sales", gettext_lazy("Sales by day"), SalesDay, "sales", _SALES, _REVENUE | _ORDERS, _TIME | _WEEKDAY),
    Dataset(
        "sales-hours", gettext_lazy("Sales by hour"), SalesHour, "sales", _SALES, _REVENUE,
        {HOUR: gettext_lazy("hour")} | _WEEKDAY | _TIME,
    ),
    Dataset(
        "products", gettext_lazy("Products by month"), SalesProductMonth, "sales", _SALES, _REVENUE,
        {"description": gettext_lazy("product"), "product": gettext_lazy("product’s code")} | _TIME,
    ),
    Dataset(
        "countries", gettext_lazy("Countries by month"), SalesCountryMonth, "sales", _SALES, _REVENUE,
        {"country": gettext_lazy("country")} | _TIME,
    ),
    Dataset("views", gettext_lazy("Visitors by day"), PageDay, "pages", _VISITORS, _VIEWS | _ERRORS, _TIME | _WEEKDAY),
    Dataset(
        "pages", gettext_lazy("Pages by month"), PageMonth, "pages", _VISITORS, _VIEWS | _ERRORS,
        {"page": gettext_lazy("page")} | _TIME,
    ),
    Dataset(
        "arrivals", gettext_lazy("How they found the site, by month"), ArrivalMonth, "campaigns", _VISITORS, _VIEWS,
        _ORIGINS | _TIME,
    ),
    Dataset(
        "leads", gettext_lazy("Leads by month"), LeadMonth, "leads", _LEADS,
        {
            "leads": (gettext_lazy("leads"), Unit.COUNT),
            "answered": (gettext_lazy("with an answer"), Unit.COUNT),
            "spam": (gettext_lazy("spam"), Unit.COUNT),
        },
        {
            "page": gettext_lazy("page"),
            "campaign": gettext_lazy("campaign"),
            "referrer": gettext_lazy("linking site"),
        } | _TIME,
    ),
)  # fmt: skip


def dataset(name: str) -> Dataset | None:
    return next((each for each in DATASETS if each.name == name), None)


def question(name: str, measure: str, by: str, only: str = "", value: str = "") -> Question | None:
    """None for what cannot be asked, or can no longer."""
    found = dataset(name)
    if found is None or measure not in found.measures or by not in found.dimensions:
        return None
    if only and only not in found.columns:
        return None
    return Question(found, measure, by, only, value if only else "")
