"""The dashboard “Data health”: every flow, how old its figures are, and what of them was set aside."""

from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.models import FlowRun, FlowState, RejectedRow

from .board import Board, Kind, Kpi, Part, Rows, Selection, Totals, Unit
from .over_time import Series, over_time


def _runs(selection: Selection) -> Any:
    """Started on the period's days by the site's clock."""
    return FlowRun.objects.filter(started_at__date__range=(selection.period.first, selection.period.last))


def totals(selection: Selection) -> Totals:
    runs = _runs(selection).aggregate(runs=Count("pk"), read=Sum("rows_read"), rejected=Sum("rows_rejected"))
    failed = _runs(selection).filter(state=FlowRun.State.FAILED).count()
    return {name: value or 0 for name, value in runs.items()} | {"failed": failed}


def _by_day(selection: Selection) -> Series:
    found: Series = {}
    for started, read in _runs(selection).values_list("started_at", "rows_read"):
        day = timezone.localdate(started)
        found[day] = (found.get(day) or 0) + read
    return found


def rows_over_time(selection: Selection, compared: Selection) -> Rows:
    return over_time(_("Rows read"), Unit.COUNT, _by_day, selection, compared)


def flows(selection: Selection, compared: Selection) -> Rows:
    aside = dict(RejectedRow.objects.all().open().values_list("flow").annotate(Count("pk")))
    runs = _runs(selection).values_list("flow").annotate(Count("pk"))
    failed = dict(_runs(selection).filter(state=FlowRun.State.FAILED).values_list("flow").annotate(Count("pk")))
    started = dict(runs)
    loaded = dict(FlowState.objects.values_list("name", "loaded_at"))
    return Rows(
        [
            (_("Flow"), Unit.FLOW),
            (_("Last loaded"), Unit.DAY),
            (_("Runs"), Unit.COUNT),
            (_("Failed"), Unit.COUNT),
            (_("Rows set aside"), Unit.COUNT),
        ],
        [
            [
                name,
                timezone.localdate(loaded[name]) if loaded.get(name) else None,
                started.get(name, 0),
                failed.get(name, 0),
                aside.get(name, 0),
            ]
            for name in sorted({*loaded, *started, *aside})
        ],
    )


def _latest() -> date | None:
    latest = FlowRun.objects.aggregate(latest=Max("started_at"))["latest"]
    return timezone.localdate(latest) if latest else None


HEALTH = Board(
    "data-health",
    gettext_lazy("Data health"),
    "traffic",
    "gold_last_known.view_data_health",
    totals,
    _latest,
    (
        Kpi(
            "runs",
            gettext_lazy("Runs"),
            gettext_lazy("Of all flows, as they started."),
            lambda one: one["runs"],
            more_is_better=None,
        ),
        Kpi(
            "failed",
            gettext_lazy("Failed"),
            gettext_lazy("Runs that ended without loading anything."),
            lambda one: one["failed"],
            more_is_better=False,
        ),
        Kpi(
            "read",
            gettext_lazy("Rows read"),
            gettext_lazy("By all runs, also those that then failed."),
            lambda one: one["read"],
            more_is_better=None,
        ),
        Kpi(
            "rejected",
            gettext_lazy("Rows set aside"),
            gettext_lazy(
                "By the runs of the period. What somebody corrected since is still counted here, and no more below."
            ),
            lambda one: one["rejected"],
            more_is_better=False,
        ),
    ),
    (
        Part(
            "flows",
            gettext_lazy("The flows"),
            gettext_lazy("Runs and failures of the period; rows set aside as they wait now."),
            Kind.TABLE,
            flows,
        ),
        Part(
            "rows",
            gettext_lazy("Rows read over time"),
            gettext_lazy("By day up to three months, by month beyond."),
            Kind.OVER_TIME,
            rows_over_time,
        ),
    ),
    (),
    gettext_lazy("Runs are kept for ninety days."),
)
