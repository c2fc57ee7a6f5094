"""The addresses of the figures, below `/admin/figures/`."""

from django.urls import path

from .files.give import GiveFilesView
from .files.one import AnswerView, DiscardView, FileView, LoadView, LookAgainView, UndoView
from .flows import FlowsView, RunFlowView
from .gold import or_gold_away
from .traffic import TrafficCsvView, TrafficFigureView, TrafficView

app_name = "gold_bi"
urlpatterns = [
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
    path("flows/<slug:name>/run/", RunFlowView.as_view(), name="run_flow"),
]
