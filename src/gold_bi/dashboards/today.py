"""The dashboard “Today”: what came in, who visited, what is sold and what is wrong, beside the week before."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.models import LeadDay, PageDay, SalesDay, TrafficHour

from . import health
from .board import Board, Kind, Kpi, Part, Rows, Selection, Totals, Unit, Value
from .over_time import Series, by_hour, over_time

DAYS = 7  # rows of the table of the last days


def _of(model: Any, first: date, last: date) -> Any:
    return model.objects.filter(day__range=(first, last))


def totals(selection: Selection) -> Totals:
    first, last = selection.period.first, selection.period.last
    pages = _of(PageDay, first, last).aggregate(views=Sum("views"), failed=Sum("server_errors"))
    leads = _of(LeadDay, first, last).aggregate(leads=Sum("leads"), answered=Sum("answered"))
    sales = _of(SalesDay, first, last).aggregate(revenue=Sum("revenue"), orders=Sum("orders"))
    return {name: value or 0 for name, value in (pages | leads | sales).items()}


def _hours(selection: Selection) -> dict[int, Value]:
    found: dict[int, Value] = {}
    day = selection.period.first
    for hour, requests in _of(TrafficHour, day, day).values_list("hour", "requests"):
        local = timezone.localtime(hour).hour
        found[local] = (found.get(local) or 0) + requests
    return found


def _hours_begun(day: date) -> int:
    """Of a day that is not over: what has not been cannot be less than what was."""
    now = timezone.localtime()
    return 24 if day < now.date() else now.hour + 1 if day == now.date() else 0


def _views(selection: Selection) -> Series:
    return dict(_of(PageDay, selection.period.first, selection.period.last).values_list("day", "views"))


def course(selection: Selection, compared: Selection) -> Rows:
    """Of one day its hours, of more days the days."""
    if selection.period.first == selection.period.last:
        return by_hour(_("Requests"), _hours, selection, compared, _hours_begun(selection.period.first))
    return over_time(_("Page views"), Unit.COUNT, _views, selection, compared)


def days(selection: Selection, compared: Selection) -> Rows:
    last = selection.period.last
    first = last - timedelta(days=DAYS - 1)
    pages = {row["day"]: row for row in _of(PageDay, first, last).values("day", "views", "server_errors")}
    leads = dict(_of(LeadDay, first, last).values_list("day").annotate(Sum("leads")))
    sales = {
        day: (orders, revenue)
        for day, orders, revenue in _of(SalesDay, first, last)
        .values_list("day")
        .annotate(one=Sum("orders"), two=Sum("revenue"))
    }
    return Rows(
        [
            (_("Day"), Unit.DAY),
            (_("Page views"), Unit.COUNT),
            (_("Leads"), Unit.COUNT),
            (_("Orders"), Unit.COUNT),
            (_("Revenue"), Unit.MONEY),
            (_("Failed requests"), Unit.COUNT),
        ],
        [
            [
                day,
                pages[day]["views"] if day in pages else 0,
                leads.get(day, 0),
                *sales.get(day, (0, 0)),
                pages[day]["server_errors"] if day in pages else 0,
            ]
            for day in (last - timedelta(days=n) for n in range(DAYS))
        ],
    )


def _latest() -> date | None:
    return PageDay.objects.aggregate(latest=Max("day"))["latest"]


TODAY = Board(
    "today",
    gettext_lazy("Today"),
    "pages",
    "gold_last_known.view_today",
    totals,
    _latest,
    (
        Kpi(
            "views",
            gettext_lazy("Page views"),
            gettext_lazy("Pages that people, not bots, were given."),
            lambda one: one["views"],
            board="visitors",
        ),
        Kpi(
            "leads",
            gettext_lazy("Leads"),
            gettext_lazy("Forms that visitors sent, without those marked as spam."),
            lambda one: one["leads"],
            flow="leads",
            board="leads",
        ),
        Kpi(
            "waiting",
            gettext_lazy("Leads without an answer"),
            gettext_lazy("Of the leads of the period, those not marked as answered in the inbox."),
            lambda one: one["leads"] - one["answered"],
            more_is_better=False,
            flow="leads",
            board="leads",
        ),
        Kpi(
            "revenue",
            gettext_lazy("Revenue"),
            gettext_lazy(
                "Everything that was charged, less what credit notes took back, as far as the till’s files go."
            ),
            lambda one: one["revenue"],
            Unit.MONEY,
            target="revenue",
            flow="sales",
            board="sales",
        ),
        Kpi(
            "failed",
            gettext_lazy("Failed requests"),
            gettext_lazy("Answers with a status of 500 or more, to anybody."),
            lambda one: one["failed"],
            more_is_better=False,
            board="visitors",
        ),
    ),
    (
        Part(
            "course",
            gettext_lazy("How it went"),
            gettext_lazy(
                "Of one day, every request by the hour of the site’s clock; of more days, the page views of people by "
                "day. The line is what it is compared with."
            ),
            Kind.OVER_TIME,
            course,
        ),
        Part(
            "days",
            gettext_lazy("The last seven days"),
            gettext_lazy("Up to the last day of the period, the newest first."),
            Kind.TABLE,
            days,
        ),
        Part(
            "flows",
            gettext_lazy("Where the figures come from"),
            gettext_lazy("Runs and failures of the period; rows set aside as they wait now."),
            Kind.TABLE,
            health.flows,
        ),
    ),
    usual="today",
)
