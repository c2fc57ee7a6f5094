"""The dashboard “Traffic”: its page, its figure, its table as CSV."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from base.lib.spreadsheet import inert
from gold_bi import dashboards
from gold_bi.charts import traffic
from gold_bi.words import capitalised, number, spelt

from .gold import RUN_FLOW, VIEW_FIGURES, PermittedView


class TrafficView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = VIEW_FIGURES
    template_name = "gold_bi/traffic.html"
    page_title = gettext_lazy("Traffic")
    header_icon = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = dashboards.traffic_dashboard()
        return super().get_context_data(
            shown=shown,
            chart=chart_context(shown),
            table=table_in_words(shown.days),
            may_run=self.request.user.has_perm(RUN_FLOW),
            **kwargs,
        )


class TrafficFigureView(PermittedView):
    permission = VIEW_FIGURES

    def get(self, request: HttpRequest) -> JsonResponse:
        shown = dashboards.traffic_dashboard()
        return JsonResponse({**traffic.figure(shown.days), "notice": shown.freshness.notice})


class TrafficCsvView(PermittedView):
    permission = VIEW_FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        shown = dashboards.traffic_dashboard()
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"traffic-{shown.days.first}-{shown.days.today}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response.write("\ufeff")  # spreadsheets read UTF-8 only where they are told
        heading, *rows = table(shown.days)
        writer = csv.writer(response)
        writer.writerows([map(inert, row) for row in (heading, *rows)])
        return response


def chart_context(shown: dashboards.TrafficDashboard) -> dict[str, Any]:
    """What `gold_bi/chart.html` draws from; without any request there is nothing to draw."""
    days = shown.days
    return {
        "url": reverse("gold_bi:traffic_figure"),
        "empty": not days.grand_total(),
        "finding": traffic.finding(days),
        "description": traffic.description(days),
        "key": [(one.tone, one.label, number(days.total_of(one))) for one in days.outcomes],
    }


def table(days: traffic.TrafficDays) -> list[list[Any]]:
    """A heading and a row a day, newest first: day, total, and each outcome."""
    heading = [_("Day"), _("All requests"), *(str(one.label) for one in days.outcomes)]
    rows = [
        [day, days.total(day), *(days.requests[day].get(one.status_class, 0) for one in days.outcomes)]
        for day in reversed(days.days)
        if day in days.requests
    ]
    return [heading, *rows]


def table_in_words(days: traffic.TrafficDays) -> list[list[str]]:
    heading, *rows = table(days)
    return [heading, *([capitalised(spelt(day)), *map(number, counts)] for day, *counts in rows)]
