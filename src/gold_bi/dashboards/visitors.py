"""The dashboard “Visitors”: what people saw, how they found the site, and what went wrong for them."""

from datetime import date
from typing import Any

from django.db.models import Max, Min, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.models import ArrivalDay, ArrivalMonth, PageDay, PageMonth

from .board import Board, Kind, Kpi, Part, Rows, Selection, Totals, Unit
from .outlook import outlook
from .over_time import Series, over_time, stacked

MOST = 20  # rows of a table
CAMPAIGN = "campaign"  # a way that counts a visit beside the one it came by
WAYS = {
    "campaign": gettext_lazy("Campaigns"),
    "search": gettext_lazy("Search engines"),
    "social": gettext_lazy("Social networks"),
    "mail": gettext_lazy("E-mail"),
    "assistant": gettext_lazy("AI assistants"),
    "spam": gettext_lazy("Referrer spam"),
    "other": gettext_lazy("Other sites"),
}


def _of(model: Any, selection: Selection) -> Any:
    return model.objects.filter(day__range=(selection.period.first, selection.period.last))


def totals(selection: Selection) -> Totals:
    pages = _of(PageDay, selection).aggregate(
        views=Sum("views"), visits=Sum("visits"), missed=Sum("client_errors"), failed=Sum("server_errors")
    )
    arrivals = _of(ArrivalDay, selection).exclude(way=CAMPAIGN).aggregate(arrivals=Sum("visits"))
    return {name: value or 0 for name, value in (pages | arrivals).items()}


def _by_day(selection: Selection) -> Series:
    return dict(_of(PageDay, selection).values_list("day", "views"))


def views_over_time(selection: Selection, compared: Selection) -> Rows:
    return over_time(_("Page views"), Unit.COUNT, _by_day, selection, compared)


def ways(selection: Selection, compared: Selection) -> Rows:
    rows = _of(ArrivalDay, selection).values_list("way").annotate(total=Sum("visits")).order_by("-total", "way")
    return Rows(
        [(_("Way"), Unit.TEXT), (_("Visits"), Unit.COUNT)], [[str(WAYS.get(way, way)), total] for way, total in rows]
    )


def ways_over_time(selection: Selection, compared: Selection) -> Rows:
    """Without campaigns: a visit of theirs counts in the way it came by, too."""
    by_day: dict[date, dict[str, int]] = {}
    for day, way, visits in (
        _of(ArrivalDay, selection).exclude(way=CAMPAIGN).values_list("day", "way").annotate(total=Sum("visits"))
    ):
        by_day.setdefault(day, {})[way] = visits
    return stacked(by_day, WAYS, Unit.COUNT, selection)


def pages(selection: Selection, compared: Selection) -> Rows:
    months = PageMonth.objects.filter(month__in=selection.period.months).exclude(page="")
    rows = months.values("page").annotate(seen=Sum("views"), failed=Sum("server_errors")).order_by("-seen", "page")
    return Rows(
        [(_("Page"), Unit.TEXT), (_("Page views"), Unit.COUNT), (_("Failed"), Unit.COUNT)],
        [[row["page"], row["seen"], row["failed"]] for row in rows[:MOST]],
    )


def campaigns(selection: Selection, compared: Selection) -> Rows:
    months = ArrivalMonth.objects.filter(month__in=selection.period.months, way=CAMPAIGN)
    rows = months.values("campaign", "source", "medium").annotate(n=Sum("visits")).order_by("-n", "campaign", "source")
    return Rows(
        [(_("Campaign"), Unit.TEXT), (_("Source"), Unit.TEXT), (_("Medium"), Unit.TEXT), (_("Visits"), Unit.COUNT)],
        [[row["campaign"] or _("without a name"), row["source"], row["medium"], row["n"]] for row in rows[:MOST]],
    )


def _latest() -> date | None:
    return PageDay.objects.aggregate(latest=Max("day"))["latest"]


def _first() -> date | None:
    return PageDay.objects.aggregate(first=Min("day"))["first"]


_MONTHS = gettext_lazy("Of the whole months that the period touches.")
VISITORS = Board(
    "visitors",
    gettext_lazy("Visitors"),
    "pages",
    "gold_last_known.view_visitors",
    totals,
    _latest,
    (
        Kpi(
            "views",
            gettext_lazy("Page views"),
            gettext_lazy("Pages that people, not bots, were given."),
            lambda one: one["views"],
        ),
        Kpi(
            "visits",
            gettext_lazy("Visits of pages"),
            gettext_lazy(
                "Visitors of each page on each day, added up: whoever reads three pages on a day counts three "
                "times, and again the next day. Nobody can tell whether two days’ are one person."
            ),
            lambda one: one["visits"],
            target="visits",
        ),
        Kpi(
            "arrivals",
            gettext_lazy("Came by a link"),
            gettext_lazy("Visits that began at a link of another site, search engines and social networks included."),
            lambda one: one["arrivals"],
        ),
        Kpi(
            "missed",
            gettext_lazy("Not found or refused"),
            gettext_lazy("Answers with a status from 400 to 499, to anybody, bots included."),
            lambda one: one["missed"],
            more_is_better=False,
        ),
        Kpi(
            "failed",
            gettext_lazy("Failed"),
            gettext_lazy("Answers with a status of 500 or more, to anybody."),
            lambda one: one["failed"],
            more_is_better=False,
        ),
    ),
    (
        Part(
            "views",
            gettext_lazy("Page views over time"),
            gettext_lazy("By day up to three months, by month beyond."),
            Kind.OVER_TIME,
            views_over_time,
        ),
        outlook(_by_day, Unit.COUNT, _latest),
        Part(
            "ways",
            gettext_lazy("How they found the site"),
            gettext_lazy(
                "By campaigns and by links of other sites. A visit whose address names a campaign counts "
                "there, and in the way it came by."
            ),
            Kind.BARS,
            ways,
        ),
        Part(
            "ways-over-time",
            gettext_lazy("How they found the site, over time"),
            gettext_lazy("By day up to three months, by month beyond. Campaigns count in the way they came by."),
            Kind.STACKED,
            ways_over_time,
        ),
        Part("pages", gettext_lazy("Pages"), _MONTHS, Kind.TABLE, pages),
        Part("campaigns", gettext_lazy("Campaigns"), _MONTHS, Kind.TABLE, campaigns),
    ),
    (),
    gettext_lazy("Requests of your own office are left out where the request log is told so."),
    first=_first,
)
