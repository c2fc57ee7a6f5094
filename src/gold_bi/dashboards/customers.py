"""The dashboard “Customers”: who comes back, and whom the company is losing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connections
from django.db.models import Count, Max, Min, Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.models import SalesCustomerMonth
from gold_bi.words import spoken

from .board import Board, Kind, Kpi, Part, Rows, Selection, Totals, Unit

COHORTS = 12  # months
BOUGHT = Q(orders__gt=0)
YEAR = timedelta(days=365)
GROUPS = {
    "best": gettext_lazy("Best: often and lately"),
    "new": gettext_lazy("New: first bought lately"),
    "loyal": gettext_lazy("Regular"),
    "fading": gettext_lazy("Fading: often, but not lately"),
    "lost": gettext_lazy("Lost: nothing for half a year"),
}
LATELY, LONG_AGO, OFTEN = 60, 180, 4  # days, days, orders


def _months(selection: Selection) -> Any:
    return SalesCustomerMonth.objects.filter(BOUGHT, month__in=selection.period.months)


def totals(selection: Selection) -> Totals:
    """Of the whole months that the period touches."""
    months = selection.period.months
    known = _months(selection).values("customer").annotate(n=Sum("orders"), spent=Sum("revenue"))
    firsts = SalesCustomerMonth.objects.filter(BOUGHT).values("customer").annotate(first=Min("month"))
    sums = known.aggregate(
        customers=Count("customer"), again=Count("customer", filter=Q(n__gt=1)), revenue=Sum("spent")
    )
    return {name: value or 0 for name, value in sums.items()} | {"new": firsts.filter(first__in=months).count()}


def cohorts(selection: Selection, compared: Selection) -> Rows:
    """Of the customers who first bought in a month, how many in each hundred bought again n months later."""
    last = selection.period.last.replace(day=1)
    with connections["gold"].cursor() as cursor:
        cursor.execute(COHORT_SQL, {"last": last, "cohorts": COHORTS})
        found = {(first, n): count for first, n, count in cursor.fetchall()}
    firsts = sorted({first for first, _n in found})
    most = max((n for _first, n in found), default=0)
    rows: list[list[Any]] = []
    for first in firsts:
        size = found.get((first, 0), 0)
        reached = 12 * (last.year - first.year) + last.month - first.month
        later = [100 * found.get((first, n), 0) / size if size and n <= reached else None for n in range(1, most + 1)]
        rows.append([spoken(date_format(first, "F Y")), size, *later])
    headings = [(_("First bought in"), Unit.TEXT), (_("Customers"), Unit.COUNT)]
    return Rows([*headings, *((f"+{n}", Unit.PERCENT) for n in range(1, most + 1))], rows)


COHORT_SQL = """
WITH bought AS (
    SELECT customer, month, min(month) OVER (PARTITION BY customer) AS first
    FROM gold_bi_salescustomermonth WHERE orders > 0 AND month <= %(last)s
)
SELECT first, (12 * (extract(year FROM month) - extract(year FROM first))
    + extract(month FROM month) - extract(month FROM first))::int AS later, count(*)
FROM bought WHERE first > %(last)s - make_interval(months => %(cohorts)s)
GROUP BY first, later
"""


def groups(selection: Selection, compared: Selection) -> Rows:
    """By recency and frequency of the year before the period's end; each with what they spent in it (RFM)."""
    last = selection.period.last
    since = (last - YEAR).replace(day=1)
    customers = (
        SalesCustomerMonth.objects.filter(BOUGHT, month__range=(since, last))
        .values("customer")
        .annotate(bought=Sum("orders"), spent=Sum("revenue"), latest=Max("last_day"), first=Min("month"))
        .values_list("bought", "spent", "latest", "first")
    )
    sums: dict[str, list[Any]] = {name: [0, Decimal(0), 0] for name in GROUPS}
    for bought, spent, latest, first in customers:
        one = sums[_group(bought, (last - latest).days, (last - first).days)]
        one[0], one[1], one[2] = one[0] + 1, one[1] + spent, one[2] + (last - latest).days
    return Rows(
        [
            (_("Group"), Unit.TEXT),
            (_("Customers"), Unit.COUNT),
            (_("Revenue of a year"), Unit.MONEY),
            (_("Days since the last order"), Unit.RATIO),
        ],
        [[str(GROUPS[name]), n, spent, days / n] for name, (n, spent, days) in sums.items() if n],
    )


def _group(bought: int, ago: int, first_ago: int) -> str:
    if ago > LONG_AGO:
        return "lost"
    if ago > LATELY:
        return "fading" if bought >= OFTEN else "loyal"
    if first_ago <= LATELY:
        return "new"
    return "best" if bought >= OFTEN else "loyal"


def largest(selection: Selection, compared: Selection) -> Rows:
    rows = (
        _months(selection)
        .values("customer")
        .annotate(n=Sum("orders"), total=Sum("revenue"), latest=Max("last_day"))
        .order_by("-total", "customer")[:20]
    )
    return Rows(
        [
            (_("Customer"), Unit.TEXT),
            (_("Orders"), Unit.COUNT),
            (_("Revenue"), Unit.MONEY),
            (_("Last order"), Unit.DAY),
        ],
        [[row["customer"], row["n"], row["total"], row["latest"]] for row in rows],
    )


def _latest() -> date | None:
    return SalesCustomerMonth.objects.aggregate(latest=Max("last_day"))["latest"]


def _first() -> date | None:
    return SalesCustomerMonth.objects.aggregate(first=Min("month"))["first"]


_MONTHS = gettext_lazy("Of the whole months that the period touches.")
CUSTOMERS = Board(
    "customers",
    gettext_lazy("Customers"),
    "sales",
    "gold_last_known.view_customers",
    totals,
    _latest,
    (
        Kpi(
            "customers",
            gettext_lazy("Customers"),
            gettext_lazy("Different ones that bought goods in the whole months that the period touches."),
            lambda one: one["customers"],
            target="customers",
        ),
        Kpi(
            "new",
            gettext_lazy("New ones"),
            gettext_lazy("Of these, those who had never bought before."),
            lambda one: one["new"],
        ),
        Kpi(
            "again",
            gettext_lazy("Bought more than once"),
            gettext_lazy("Customers with two orders or more in these months, of all that bought."),
            lambda one: 100 * one["again"] / one["customers"] if one["customers"] else None,
            Unit.PERCENT,
        ),
        Kpi(
            "spent",
            gettext_lazy("Revenue a customer"),
            gettext_lazy("What customers whose number is known were charged, divided by how many they are."),
            lambda one: one["revenue"] / one["customers"] if one["customers"] else None,
            Unit.MONEY,
        ),
    ),
    (
        Part(
            "cohorts",
            gettext_lazy("Who comes back"),
            gettext_lazy(
                "Customers by the month of their first order, and how many in each hundred bought in the "
                "months after. The twelve cohorts before the period’s end."
            ),
            Kind.HEAT,
            cohorts,
        ),
        Part(
            "groups",
            gettext_lazy("How they are doing"),
            gettext_lazy(
                "By the last order and the number of orders in the year before the period’s end: lately is "
                "within 60 days, long is more than 180, often is four orders or more."
            ),
            Kind.TABLE,
            groups,
        ),
        Part("largest", gettext_lazy("Largest customers"), _MONTHS, Kind.TABLE, largest),
    ),
    (),
    gettext_lazy("Lines without a customer’s number are left out."),
    first=_first,
)
