"""The addresses of the figures, below `/admin/figures/`."""

from django.urls import path

from .flows import FlowsView, RunFlowView
from .gold import or_gold_away
from .schedule import ScheduleView
from .traffic import TrafficCsvView, TrafficFigureView, TrafficView

app_name = "gold_bi"
urlpatterns = [
    path("traffic/", TrafficView.as_view(), name="traffic"),
    path("traffic/figure.json", TrafficFigureView.as_view(), name="traffic_figure"),
    path("traffic/table.csv", TrafficCsvView.as_view(), name="traffic_csv"),
    path("flows/", or_gold_away(FlowsView.as_view()), name="flows"),
    path("flows/<slug:name>/schedule/", ScheduleView.as_view(), name="schedule"),
    path("flows/<slug:name>/run/", RunFlowView.as_view(), name="run_flow"),
]
