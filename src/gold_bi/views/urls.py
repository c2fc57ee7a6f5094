"""The addresses of the figures, below `/admin/figures/`."""

from django.urls import path

from .alerts import AlertsView, AlertView
from .board import BoardCsvView, BoardView
from .board_rows import SaleRowsView
from .charts import ChartCsvView, ChartFigureView, ChartsView, ChartView
from .digest import DigestView
from .documents import AskDocumentView, DocumentFileView, DocumentView
from .files.give import GiveFilesView
from .files.one import AnswerView, DiscardView, FileView, LoadView, LookAgainView, UndoView
from .flow_page import FlowPageView
from .flows import FlowsView, RunFlowView
from .gold import or_gold_away
from .own import OwnChartView
from .schedule import ScheduleView
from .targets import TargetsView
from .traffic import TrafficCsvView, TrafficFigureView, TrafficView

app_name = "gold_bi"
urlpatterns = [
    path("dashboards/<slug:name>/", BoardView.as_view(), name="board"),
    path("dashboards/<slug:name>/rows/", or_gold_away(SaleRowsView.as_view()), name="board_rows"),
    path("dashboards/<slug:name>/<slug:part>.csv", BoardCsvView.as_view(), name="board_csv"),
    path("dashboards/<slug:name>/own/", or_gold_away(OwnChartView.as_view()), name="new_own_chart"),
    path("dashboards/<slug:name>/own/<int:pk>/", or_gold_away(OwnChartView.as_view()), name="own_chart"),
    path("dashboards/<slug:name>/document/", AskDocumentView.as_view(), name="ask_document"),
    path("documents/<int:pk>/", DocumentView.as_view(), name="document"),
    path("documents/<int:pk>/file/", DocumentFileView.as_view(), name="document_file"),
    path("letter/", DigestView.as_view(), name="digest"),
    path("alerts/", AlertsView.as_view(), name="alerts"),
    path("alerts/new/", AlertView.as_view(), name="new_alert"),
    path("alerts/<int:pk>/", AlertView.as_view(), name="alert"),
    path("targets/", or_gold_away(TargetsView.as_view()), name="targets"),
    path("targets/<slug:measure>/<int:year>/", or_gold_away(TargetsView.as_view()), name="targets_of"),
    path("traffic/", TrafficView.as_view(), name="traffic"),
    path("traffic/figure.json", TrafficFigureView.as_view(), name="traffic_figure"),
    path("traffic/table.csv", TrafficCsvView.as_view(), name="traffic_csv"),
    path("files/give/", or_gold_away(GiveFilesView.as_view()), name="give_files"),
    path("files/<int:pk>/", or_gold_away(FileView.as_view()), name="file"),
    path("files/<int:pk>/reading/", or_gold_away(AnswerView.as_view()), name="answer_file"),
    path("files/<int:pk>/load/", or_gold_away(LoadView.as_view()), name="load_file"),
    path("files/<int:pk>/discard/", or_gold_away(DiscardView.as_view()), name="discard_file"),
    path("files/<int:pk>/again/", or_gold_away(LookAgainView.as_view()), name="look_again"),
    path("files/<int:pk>/undo/", or_gold_away(UndoView.as_view()), name="undo_file"),
    path("flows/", or_gold_away(FlowsView.as_view()), name="flows"),
    path("flows/<slug:name>/schedule/", ScheduleView.as_view(), name="schedule"),
    path("flows/<slug:name>/run/", RunFlowView.as_view(), name="run_flow"),
    path("charts/", ChartsView.as_view(), name="charts"),
    path("charts/<slug:name>/", or_gold_away(ChartView.as_view()), name="chart"),
    path("charts/<slug:name>/figure.json", or_gold_away(ChartFigureView.as_view()), name="chart_figure"),
    path("charts/<slug:name>/table.csv", or_gold_away(ChartCsvView.as_view()), name="chart_csv"),
    # Last: every other page below flows/ has a name of its own.
    path("flows/<slug:name>/", or_gold_away(FlowPageView.as_view()), name="flow"),
]
