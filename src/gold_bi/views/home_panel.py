"""The panel on the admin's home: the traffic chart, and today in words."""

from collections.abc import Mapping
from typing import Any

from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from gold_bi import dashboards
from gold_bi.charts import today

from .traffic import chart_context


class TrafficPanel(Component):
    name = "gold_bi_traffic"
    title = _("Traffic")
    template_name = "gold_bi/home_panel.html"
    order = 60  # above Wagtail's own (200 and more)

    class Media:
        css = {"all": ["charts/charts.css", "gold_bi/css/charts.css"]}
        js = [Script("charts/charts.js", type="module")]

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        shown = dashboards.traffic_dashboard()
        return {"shown": shown, "chart": chart_context(shown), "today": today.in_words(shown.today)}
