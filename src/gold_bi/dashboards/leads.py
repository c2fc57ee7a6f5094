"""The dashboard “Leads”: what came in by the site's forms, from where, and how soon it was answered."""

from datetime import date
from typing import Any

from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.models import LeadDay, LeadMonth, PageDay

from .board import Board, Kind, Kpi, Part, Rows, Selection, Totals, Unit
from .outlook import outlook
from .over_time import Series, over_time

MOST = 15  # rows of a table
MEASURES = ("leads", "answered", "spam", "answered_minutes", "timed")


def _days(selection: Selection) -> Any:
    return LeadDay.objects.filter(day__range=(selection.period.first, selection.period.last))


def totals(selection: Selection) -> Totals:
    sums = _days(selection).aggregate(**{name: Sum(name) for name in MEASURES})
    return {name: value or 0 for name, value in sums.items()}


def _by_day(selection: Selection) -> Series:
    return dict(_days(selection).values_list("day", "leads"))


def leads_over_time(selection: Selection, compared: Selection) -> Rows:
    return over_time(_("Leads"), Unit.COUNT, _by_day, selection, compared, "leads")


def funnel(selection: Selection, compared: Selection) -> Rows:
    sums = totals(selection)
    views = PageDay.objects.filter(day__range=(selection.period.first, selection.period.last))
    steps = [
        (_("Page views"), views.aggregate(views=Sum("views"))["views"] or 0),
        (_("Leads"), sums["leads"]),
        (_("With an answer"), sums["answered"]),
    ]
    rows = []
    for place, (name, count) in enumerate(steps):
        above = steps[place - 1][1] if place else 0
        rows.append([name, count, 100 * count / above if above else None])
    return Rows([(_("Step"), Unit.TEXT), (_("How many"), Unit.COUNT), (_("Of the step above"), Unit.PERCENT)], rows)


def _by(field: str, heading: Any, empty: Any) -> Any:
    def read(selection: Selection, compared: Selection) -> Rows:
        months = LeadMonth.objects.filter(month__in=selection.period.months)
        rows = months.values(field).annotate(n=Sum("leads"), done=Sum("answered")).filter(n__gt=0).order_by("-n", field)
        return Rows(
            [(str(heading), Unit.TEXT), (_("Leads"), Unit.COUNT), (_("With an answer"), Unit.COUNT)],
            [[row[field] or str(empty), row["n"], row["done"]] for row in rows[:MOST]],
        )

    return read


def _latest() -> date | None:
    return LeadDay.objects.aggregate(latest=Max("day"))["latest"]


_MONTHS = gettext_lazy("Of the whole months that the period touches; spam is left out.")
LEADS = Board(
    "leads",
    gettext_lazy("Leads"),
    "leads",
    "gold_last_known.view_leads",
    totals,
    _latest,
    (
        Kpi(
            "leads",
            gettext_lazy("Leads"),
            gettext_lazy("Forms that visitors sent, without those marked as spam."),
            lambda one: one["leads"],
            target="leads",
        ),
        Kpi(
            "answered",
            gettext_lazy("With an answer"),
            gettext_lazy("Of these leads, the share marked as answered in the inbox."),
            lambda one: 100 * one["answered"] / one["leads"] if one["leads"] else None,
            Unit.PERCENT,
        ),
        Kpi(
            "within",
            gettext_lazy("Time to answer"),
            gettext_lazy(
                "From a form’s arrival until it was first marked as answered, on average over those answered."
            ),
            lambda one: one["answered_minutes"] / one["timed"] if one["timed"] else None,
            Unit.MINUTES,
            more_is_better=False,
        ),
        Kpi(
            "spam",
            gettext_lazy("Spam"),
            gettext_lazy("Forms marked as spam in the inbox."),
            lambda one: one["spam"],
            more_is_better=False,
        ),
    ),
    (
        Part(
            "leads",
            gettext_lazy("Leads over time"),
            gettext_lazy("By day up to three months, by month beyond."),
            Kind.OVER_TIME,
            leads_over_time,
        ),
        outlook(_by_day, Unit.COUNT, _latest),
        Part(
            "funnel",
            gettext_lazy("From a page view to an answer"),
            gettext_lazy("What people, not bots, saw of pages; what came of it; what of that was answered."),
            Kind.FUNNEL,
            funnel,
        ),
        Part(
            "pages",
            gettext_lazy("Pages they wrote from"),
            _MONTHS,
            Kind.TABLE,
            _by("page", gettext_lazy("Page"), gettext_lazy("unknown")),
        ),
        Part(
            "campaigns",
            gettext_lazy("Campaigns that brought them"),
            _MONTHS,
            Kind.TABLE,
            _by("campaign", gettext_lazy("Campaign"), gettext_lazy("none known")),
        ),
    ),
    (),
    gettext_lazy("Messages deleted from the inbox before the flow saw them count nowhere."),
)
