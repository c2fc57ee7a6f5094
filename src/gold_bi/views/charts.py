"""The charts that are declared in `gold_bi.dashboards`: their list, and each one's page, figure and table."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import dashboards, freshness
from gold_bi.charts import declared
from gold_bi.charts.declared import Chart
from gold_bi.words import capitalised

from .gold import VIEW_FIGURES, PermittedView


def chart_named(name: str) -> Chart:
    try:
        return next(chart for chart in dashboards.CHARTS if chart.name == name)
    except StopIteration:
        raise Http404(f"There is no chart “{name}”.") from None


class ChartsView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = VIEW_FIGURES
    template_name = "gold_bi/charts.html"
    page_title = gettext_lazy("Charts")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(charts=dashboards.CHARTS, **kwargs)


class ChartView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = VIEW_FIGURES
    template_name = "gold_bi/chart.html"
    header_icon = "table"

    def get_page_title(self) -> str:
        return str(chart_named(self.kwargs["name"]).title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        charts = {"url": reverse("gold_bi:charts"), "label": _("Charts")}
        return [*super().get_breadcrumbs_items(), charts, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chart = chart_named(self.kwargs["name"])
        values = declared.read(chart)
        drawn = {
            "url": reverse("gold_bi:chart_figure", args=[chart.name]),
            "finding": declared.finding(chart, values),
            "description": declared.description(chart, values),
            "key": [],
        }
        rows = [
            (capitalised(declared.when(chart, one)), declared.amount(value)) for one, value in reversed(values.items())
        ]
        return super().get_context_data(
            declared=chart, chart=drawn, rows=rows, freshness=freshness.of_flow(chart.flow), **kwargs
        )


class ChartFigureView(PermittedView):
    permission = VIEW_FIGURES

    def get(self, request: HttpRequest, name: str) -> JsonResponse:
        chart = chart_named(name)
        return JsonResponse({**declared.figure(chart, declared.read(chart)), "notice": ""})


class ChartCsvView(PermittedView):
    permission = VIEW_FIGURES

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        chart = chart_named(name)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{chart.name}.csv"'
        response.write("\ufeff")  # spreadsheets read UTF-8 only where they are told
        writer = csv.writer(response)
        writer.writerow([_("Day") if chart.period == "day" else _("Month"), chart.title])
        writer.writerows(declared.read(chart).items())
        return response
