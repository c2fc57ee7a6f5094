"""In the page editor: how often this page was seen in the last 30 days, what failed, and how fast it answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from logging_app import path_figures
from logging_app.latency import percentile
from logging_app.models import Path
from logging_app.screens.page_of import path_of
from logging_app.screens.permissions import may_look
from logging_app.texts import digest

from .numbers import milliseconds, number
from .period import DEFAULT, Period

# The sparkline's own units.
WIDTH, HEIGHT = 120, 24


def page_figures(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Two queries, however much a page was visited. Nothing of a page that is not saved or was never asked for."""
    if not page or not page.pk or not page.first_published_at or not may_look(request.user):
        return {}
    path = Path.objects.filter(digest=digest(path_of(page))).first()
    if path is None:
        return {"none": True}
    period = Period.of(DEFAULT)
    days = path_figures.by_day(period.range, path.pk)
    if not days:
        return {"none": True}
    views = {day["day"]: day["views"] for day in days}
    latency = [sum(bucket) for bucket in zip(*(day["latency"] for day in days), strict=True)]
    errors = sum(day["client_errors"] + day["server_errors"] for day in days)
    return {
        "views": number(sum(views.values())),
        "errors": number(errors),
        "failed": errors > 0,
        "p95": milliseconds(percentile(latency, 0.95)),
        "line": sparkline(views, period),
        "line_words": _("Page views per day, %(period)s: at most %(most)s")
        % {"period": period, "most": number(max(views.values()))},
        "width": WIDTH,
        "height": HEIGHT,
        "url": reverse("request_log_path", args=[path.pk]),
    }


def sparkline(values: Mapping[date, int], period: Period) -> str:
    """The points of an SVG polyline."""
    highest = max(values.values(), default=0) or 1
    dates = period.dates
    step = WIDTH / max(len(dates) - 1, 1)
    return " ".join(
        f"{index * step:.1f},{HEIGHT - 1 - (HEIGHT - 2) * values.get(day, 0) / highest:.1f}"
        for index, day in enumerate(dates)
    )
