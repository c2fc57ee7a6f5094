"""What each dashboard shows: its data from GOLD, or while GOLD is away the last that it gave.

`CHARTS` are those that need no more than their declaration: each has its page, table and CSV below Figures → Charts.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gold_bi import freshness
from gold_bi.charts import today as so_far
from gold_bi.charts import traffic
from gold_bi.charts.declared import Chart
from gold_bi.charts.today import Today
from gold_bi.charts.traffic import TrafficDays
from gold_bi.freshness import Freshness
from gold_bi.gold import GoldAway, reading_gold
from gold_bi.last_known.models import LastKnown
from gold_bi.models import ArrivalDay, LeadDay, PageDay, PublishingMonth, SalesMonth, TargetMonth
from gold_bi.models.budget import Measure
from gold_bi.signals import flow_loaded

from . import keeping  # noqa: F401 -- listens to the flows
from .board import Board
from .customers import CUSTOMERS
from .health import HEALTH
from .leads import LEADS
from .sales import SALES
from .today import TODAY
from .visitors import VISITORS

TRAFFIC = "traffic"

# Each has its page below Figures, in this order.
BOARDS: tuple[Board, ...] = (TODAY, SALES, CUSTOMERS, VISITORS, LEADS, HEALTH)

CHARTS = (
    Chart("page-views", _("Page views"), "pages", PageDay, "views", _("page views")),
    Chart("campaigns", _("Visits by campaigns"), "campaigns", ArrivalDay, "visits", _("visits"), Q(way="campaign")),
    Chart("leads", _("Leads"), "leads", LeadDay, "leads", _("leads")),
    Chart("publishing", _("Pages published or changed"), "publishing", PublishingMonth, "events", _("times")),
    Chart("sales", _("Revenue"), "sales", SalesMonth, "revenue", _("of the company’s currency")),
    Chart(
        "revenue-target", _("Revenue to reach"), "budget", TargetMonth, "target", _("of the company’s currency"),
        Q(measure=Measure.REVENUE),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class TrafficDashboard:
    """`today` is None before the first load."""

    days: TrafficDays
    today: Today | None
    freshness: Freshness


def traffic_dashboard() -> TrafficDashboard:
    """Never fails for GOLD's sake: without it, the figures of the last load and a notice."""
    try:
        with reading_gold():
            return _read_traffic()
    except GoldAway:
        return _recalled_traffic()


def _read_traffic() -> TrafficDashboard:
    age = freshness.of_flow(TRAFFIC)
    days = traffic.read(*_window(), _local_day(age.as_of))
    return TrafficDashboard(days, so_far.read(age.as_of) if age.as_of else None, age)


def _window() -> tuple[date, date]:
    last = timezone.localdate()
    return last - timedelta(days=traffic.DAYS - 1), last


def _local_day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


@receiver(flow_loaded)
def remember(sender: Any, flow: str, **kwargs: Any) -> None:
    """Keep what the dashboard shows after a load, for the time when GOLD cannot be asked."""
    if flow != TRAFFIC:
        return
    with reading_gold():
        shown = _read_traffic()
    if shown.freshness.as_of is None:
        return
    data = {
        "requests": {day.isoformat(): counts for day, counts in shown.days.requests.items()},
        "today": [shown.today.requests, shown.today.last_week] if shown.today else None,
    }
    LastKnown.objects.update_or_create(dashboard=TRAFFIC, defaults={"as_of": shown.freshness.as_of, "data": data})


def _recalled_traffic() -> TrafficDashboard:
    known = LastKnown.objects.filter(dashboard=TRAFFIC).first()
    if known is None:
        return TrafficDashboard(TrafficDays(*_window(), None, {}), None, freshness.gold_away(None))
    # JSON's keys are text.
    requests = {
        date.fromisoformat(day): {int(status_class): count for status_class, count in counts.items()}
        for day, counts in known.data["requests"].items()
    }
    until = timezone.localtime(known.as_of).replace(minute=0, second=0, microsecond=0)
    return TrafficDashboard(
        TrafficDays(*_window(), _local_day(known.as_of), requests),
        Today(until, *known.data["today"]) if known.data["today"] else None,
        freshness.gold_away(known.as_of),
    )
