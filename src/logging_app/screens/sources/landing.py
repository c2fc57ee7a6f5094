"""The pages that people landed on from one site, one page of another site, or one campaign.

The days' figures know no pages by referrer, so the requests themselves are read: only of the days on which somebody
came from there, the newest first, for as long as a screen may take.
"""

import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logging_app.answers import rows_of
from logging_app.models import CampaignDay, Path, Referrer, ReferrerDay
from logging_app.rollup import bounds
from logging_app.screens.figures.pages import PathRanking
from logging_app.screens.figures.period import Period, spoken
from logging_app.screens.figures.ranking import Figure, Row
from logging_app.screens.requests.patience import OutOfTime, at_most

SECONDS = 0.05  # with the rest of the page, 0.15
_FIRST_SECONDS = 3.0  # the newest day is read to its end: every step back comes further than the one before it
_CAMPAIGN = ("source", "medium", "campaign")
# What a page view is, as models/days.py says. A visitor's number is another one every day.
_LANDED = """
    SELECT e.path_id, count(*) AS views, count(DISTINCT e.visitor) AS visitors
    FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS day (start, stop)
    CROSS JOIN LATERAL (
        SELECT path_id, endpoint_id, visitor FROM logging_app_accesslogentry
        WHERE time >= day.start AND time < day.stop AND {column} = ANY(%(numbers)s)
        AND NOT is_bot AND status IN (200, 304)
    ) AS e
    JOIN logging_app_path p ON p.id = e.path_id AND p.kind = 'page'
    JOIN logging_app_endpoint n ON n.id = e.endpoint_id AND n.method = 'GET'
    GROUP BY e.path_id
"""


@dataclass(frozen=True)
class Origin:
    """Where people came from, and on which days how often. `column` of a request holds one of the `numbers`."""

    label: str
    column: str
    numbers: set[int]
    days: dict[date, int]

    @property
    def views(self) -> int:
        return sum(self.days.values())


@dataclass
class Landed:
    """(views, visitors) by path; `reached` is the oldest day read when time was up, None when all were."""

    paths: dict[int, tuple[int, int]] = field(default_factory=dict)
    reached: date | None = None

    @property
    def views(self) -> int:
        return sum(views for views, _visitors in self.paths.values())


class LandingView(PathRanking):
    template_name = "logging_app/sources/landing.html"
    page_title = gettext_lazy("Landing pages")
    header_icon = "link"
    searchable = False
    compares = False
    kept = ("order", "group", "site", "page", *_CAMPAIGN)
    nothing = gettext_lazy("Nobody came from there on these days.")
    figures = (
        Figure("views", gettext_lazy("Page views")),
        Figure("visitors", gettext_lazy("Daily visitors")),
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("request_log_sources"), "label": _("Sources")}, items[-1]]

    @property
    def query(self) -> str:
        return self.period_query

    @property
    def download_span(self) -> str:
        return f"{self.origin.label} {super().download_span}"

    @cached_property
    def origin(self) -> Origin:
        return origin_of(self.request.GET, self.period)

    @cached_property
    def landed(self) -> Landed:
        return landed(self.origin, SECONDS)

    def read(self, order: str, limit: int, offset: int) -> list[Row]:
        return rows(self.landed, order)[offset : offset + limit]

    def dress(self, rows: list[Row]) -> None:
        texts = Path.objects.in_bulk([row.key for row in rows])
        for row in rows:
            row.label = texts[row.key].text
        super().dress(rows)

    def whole(self, limit: int) -> Iterator[Row]:
        """Of all days, however long that takes."""
        return self.dressed(iter(rows(landed(self.origin), self.order)[:limit]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        reached = self.landed.reached
        further = {"period": "custom", "from": self.period.first, "to": reached}
        return context | {
            "origin": self.origin,
            "landed": self.landed,
            "further": self.address(**further) if reached else "",
            "reached": spoken(date_format(reached, "DATE_FORMAT")) if reached else "",
        }


def rows(found: Landed, order: str) -> list[Row]:
    """Without their labels."""
    each = [Row(path, {"views": views, "visitors": visitors}) for path, (views, visitors) in found.paths.items()]
    return sorted(each, key=lambda row: (-row.values[order], -row.values["views"], row.key))


def origin_of(said: QueryDict, period: Period) -> Origin:
    """By `source`, `medium` and `campaign`, or by `group` with `site` and `page`; raises Http404 for neither."""
    given = {name: str(value).replace("\0", "") for name, value in said.dict().items()}
    if any(name in given for name in _CAMPAIGN):
        words = [given.get(name, "") for name in _CAMPAIGN]
        keys = ("campaign__source", "campaign__medium", "campaign__name")
        found = CampaignDay.objects.filter(day__range=period.range, **dict(zip(keys, words, strict=True)))
        return _origin(" / ".join(word for word in words if word), "campaign", found)
    group, site, page = (given.get(name, "") for name in ("group", "site", "page"))
    if group not in Referrer.Group.values:
        raise Http404(_("Choose a site or a campaign among the sources."))
    came = Q(referrer__group=group)
    if "site" in given:
        came &= Q(referrer__name=site) | Q(referrer__name="", referrer__host=site)
    if page:
        came &= Q(referrer__text=page)
    label = page or site or str(Referrer.Group(group).label)
    return _origin(label, "referrer", ReferrerDay.objects.filter(came, day__range=period.range))


def _origin(label: str, name: str, found: Any) -> Origin:
    numbers, days = set(), dict[date, int]()
    for day, number, views in found.values_list("day", f"{name}_id", "views"):
        numbers.add(number)
        days[day] = days.get(day, 0) + views
    return Origin(label, f"{name}_id", numbers, days)


def landed(origin: Origin, seconds: float | None = None) -> Landed:
    """In `seconds`, where they are given; as many days at once as may be read in what is left of them."""
    found, days = Landed(), sorted(origin.days, reverse=True)
    deadline, at_once = time.monotonic() + (seconds or 0), 1 if seconds else len(days)
    while days:
        began = time.monotonic()
        try:
            with at_most(max(deadline - began, 0.01) if found.paths else _FIRST_SECONDS) if seconds else nullcontext():
                _add(found, origin, days[:at_once])
        except OutOfTime:
            break
        days = days[at_once:]
        left, took = deadline - time.monotonic(), time.monotonic() - began
        if seconds and left <= 0:
            break
        at_once = int(at_once * min(8.0, max(2.0, left / max(took, 0.0005))))
    found.reached = days[0] if days else None
    return found


def _add(found: Landed, origin: Origin, days: list[date]) -> None:
    moments = [bounds(day) for day in days]
    asked = {
        "starts": [start for start, _end in moments],
        "ends": [end for _start, end in moments],
        "numbers": list(origin.numbers),
    }
    for row in rows_of(_LANDED.format(column=origin.column), asked):
        views, visitors = found.paths.get(row["path_id"], (0, 0))
        found.paths[row["path_id"]] = (views + row["views"], visitors + row["visitors"])
