"""The addresses of the rows set aside, below `/admin/figures/rows-set-aside/`."""

from django.urls import path

from .gold import or_gold_away
from .mending import DecideView, LoadView, MendView
from .rejected import ProgressView, RejectedView

app_name = "gold_bi_rejected"
urlpatterns = [
    path("", or_gold_away(RejectedView.as_view()), name="index"),
    path("progress/", or_gold_away(ProgressView.as_view()), name="progress"),
    path("decide/", or_gold_away(DecideView.as_view()), name="decide"),
    path("load/<slug:name>/", or_gold_away(LoadView.as_view()), name="load"),
    path("<int:pk>/", or_gold_away(MendView.as_view()), name="mend"),
]
