from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChartsConfig(AppConfig):
    """plotly.js, and what draws figures with it: `{% include "charts/chart.html" %}`, charts.css and charts.js."""

    name = "base.lib.charts"
    label = "charts"
    verbose_name = _("Charts")
