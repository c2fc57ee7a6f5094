"""The dashboard “Sales”: what was sold, when, where, and of what."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractIsoWeekDay
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.models import (
    SalesCountryMonth,
    SalesCustomerMonth,
    SalesDay,
    SalesHour,
    SalesOrder,
    SalesProductMonth,
)
from gold_bi.models.sales import SaleKind
from gold_bi.words import spoken

from .board import Board, Filter, Kind, Kpi, Part, Rows, Selection, Totals, Unit
from .outlook import outlook
from .over_time import Series, over_time

GOODS, CREDIT = Q(kind=SaleKind.GOODS), Q(kind=SaleKind.CREDIT)
COUNTRIES, PRODUCTS = 10, 20
COUNTRY = "country"
MONDAY = date(2024, 1, 1)


def _orders(selection: Selection) -> QuerySet[SalesOrder]:
    """Of the days and the country asked for."""
    rows = SalesOrder.objects.filter(day__range=(selection.period.first, selection.period.last))
    return rows.filter(country=selection.filters[COUNTRY]) if COUNTRY in selection.filters else rows


def totals(selection: Selection) -> Totals:
    if COUNTRY in selection.filters:
        rows = _orders(selection)
        sums = rows.aggregate(
            revenue=Sum("amount"),
            credited=-Sum("amount", filter=CREDIT),
            quantity=Sum("quantity", filter=GOODS | CREDIT),
        )
        per_day = rows.filter(GOODS).values("day").annotate(orders=Count("order", distinct=True))
        sums["orders"] = sum(per_day.values_list("orders", flat=True))
    else:
        days = SalesDay.objects.filter(day__range=(selection.period.first, selection.period.last))
        sums = days.aggregate(
            revenue=Sum("revenue"), credited=Sum("credited"), quantity=Sum("quantity"), orders=Sum("orders")
        )
    return {name: value or 0 for name, value in sums.items()} | {"customers": _customers(selection)}


def _customers(selection: Selection) -> int:
    """Distinct ones: of whole months from the customers' months, of the days around them from the orders."""
    known = GOODS & ~Q(customer="")
    if COUNTRY in selection.filters:
        return _orders(selection).filter(known).aggregate(count=Count("customer", distinct=True))["count"] or 0
    months, edges = selection.period.whole_months, Q(pk__in=[])
    for first, last in selection.period.edges:
        edges |= Q(day__range=(first, last))
    around = SalesOrder.objects.filter(known & edges).values("customer")
    whole = SalesCustomerMonth.objects.filter(month__in=months, orders__gt=0).values("customer")
    return whole.union(around).count() if selection.period.edges else whole.distinct().count()


def _revenue_by_day(selection: Selection) -> Series:
    rows: Any = (
        _orders(selection)
        if COUNTRY in selection.filters
        else SalesDay.objects.filter(day__range=(selection.period.first, selection.period.last))
    )
    amount = "amount" if COUNTRY in selection.filters else "revenue"
    return dict(rows.values_list("day").annotate(Sum(amount)))


def revenue_over_time(selection: Selection, compared: Selection) -> Rows:
    return over_time(_("Revenue"), Unit.MONEY, _revenue_by_day, selection, compared, "revenue")


def week(selection: Selection, compared: Selection) -> Rows:
    """Revenue by weekday and hour, of the hours in which anything was sold."""
    if COUNTRY in selection.filters:
        rows: Any = _orders(selection)
        amount = "amount"
    else:
        rows, amount = SalesHour.objects.filter(day__range=(selection.period.first, selection.period.last)), "revenue"
    cells = {
        (weekday, hour): total
        for weekday, hour, total in rows.annotate(weekday=ExtractIsoWeekDay("day"))
        .values_list("weekday", "hour")
        .annotate(Sum(amount))
    }
    hours = range(min((hour for _weekday, hour in cells), default=0), max((hour for _w, hour in cells), default=-1) + 1)
    return Rows(
        [(_("Weekday"), Unit.TEXT), *((f"{hour}", Unit.MONEY) for hour in hours)],
        [
            [
                spoken(formats.date_format(MONDAY + timedelta(days=weekday - 1), "l")),
                *(cells.get((weekday, hour)) or 0 for hour in hours),
            ]
            for weekday in range(1, 8)
        ]
        if cells
        else [],
    )


def countries(selection: Selection, compared: Selection) -> Rows:
    found: dict[str, Decimal] = defaultdict(Decimal)
    months = SalesCountryMonth.objects.filter(month__in=selection.period.whole_months)
    for country, revenue in months.values_list("country").annotate(Sum("revenue")):
        found[country] += revenue
    for first, last in selection.period.edges:
        days = SalesOrder.objects.filter(day__range=(first, last))
        for country, revenue in days.values_list("country").annotate(Sum("amount")):
            found[country] += revenue
    if COUNTRY in selection.filters:
        found = {name: revenue for name, revenue in found.items() if name == selection.filters[COUNTRY]}
    largest = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:COUNTRIES]
    return Rows(
        [(_("Country"), Unit.TEXT), (_("Revenue"), Unit.MONEY)],
        [[name or _("unknown"), total] for name, total in largest],
    )


def products(selection: Selection, compared: Selection) -> Rows:
    """Of the months that the period touches: products are added up by the month, and of all countries."""
    rows = (
        SalesProductMonth.objects.filter(month__in=selection.period.months)
        .values("product")
        .annotate(name=Max("description"), pieces=Sum("quantity"), total=Sum("revenue"))
        .order_by("-total", "product")[:PRODUCTS]
    )
    return Rows(
        [(_("Code"), Unit.TEXT), (_("Product"), Unit.TEXT), (_("Pieces"), Unit.COUNT), (_("Revenue"), Unit.MONEY)],
        [[row["product"], row["name"], row["pieces"], row["total"]] for row in rows],
    )


def _country_choices() -> list[str]:
    names = SalesCountryMonth.objects.order_by().values_list("country", flat=True).distinct()
    return sorted(name for name in names if name)


def _latest() -> date | None:
    return SalesDay.objects.aggregate(latest=Max("day"))["latest"]


def _first() -> date | None:
    return SalesDay.objects.aggregate(first=Min("day"))["first"]


def _average(sums: Totals) -> Decimal | None:
    return Decimal(sums["revenue"]) / sums["orders"] if sums["orders"] else None


SALES = Board(
    "sales",
    gettext_lazy("Sales"),
    "sales",
    "gold_last_known.view_sales",
    totals,
    _latest,
    (
        Kpi(
            "revenue",
            gettext_lazy("Revenue"),
            gettext_lazy(
                "Everything that was charged, postage and fees included, less what credit notes took back. As "
                "in the books, with or without tax as the files have it."
            ),
            lambda one: one["revenue"],
            Unit.MONEY,
            target="revenue",
        ),
        Kpi(
            "orders",
            gettext_lazy("Orders"),
            gettext_lazy("Different order numbers with goods, counted by the day. Credit notes are no orders."),
            lambda one: one["orders"],
            target="orders",
        ),
        Kpi(
            "customers",
            gettext_lazy("Customers"),
            gettext_lazy(
                "Different customers that bought goods in the period. Lines without a customer’s number count "
                "in no customer, and in every other figure."
            ),
            lambda one: one["customers"],
            target="customers",
        ),
        Kpi("average", gettext_lazy("Average order"), gettext_lazy("Revenue divided by orders."), _average, Unit.MONEY),
        Kpi(
            "credited",
            gettext_lazy("Credited"),
            gettext_lazy("What credit notes took back; revenue is less by it already."),
            lambda one: one["credited"],
            Unit.MONEY,
            more_is_better=False,
        ),
    ),
    (
        Part(
            "revenue",
            gettext_lazy("Revenue over time"),
            gettext_lazy(
                "By day up to three months, by month beyond. The line is what it is compared with, day by day "
                "or month by month."
            ),
            Kind.OVER_TIME,
            revenue_over_time,
        ),
        Part(
            "week",
            gettext_lazy("When it is sold"),
            gettext_lazy("Revenue by weekday and hour, by the site’s clock."),
            Kind.HEAT,
            week,
        ),
        outlook(_revenue_by_day, Unit.MONEY, _latest),
        Part("countries", gettext_lazy("Countries"), gettext_lazy("Revenue of the ten largest."), Kind.BARS, countries),
        Part(
            "products",
            gettext_lazy("Products"),
            gettext_lazy(
                "The twenty with the largest revenue in the whole months that the period touches, of all countries."
            ),
            Kind.TABLE,
            products,
        ),
    ),
    (Filter(COUNTRY, gettext_lazy("Country"), gettext_lazy("All countries"), _country_choices),),
    gettext_lazy(
        "Lines that are in two files count once. Rows that were set aside count nowhere until somebody corrects them."
    ),
    first=_first,
)
