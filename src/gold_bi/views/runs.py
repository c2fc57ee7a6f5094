"""The runs of the flows: a list that can be read and filtered, never changed."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from gold_bi import words
from gold_bi.flows.registry import registered
from gold_bi.models import FlowRun

from .gold import or_gold_away


class ViewOnlyPolicy(ModelPermissionPolicy):
    """Whoever may view may view; nobody may do anything else, a superuser neither."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class RunFilterSet(WagtailFilterSet):
    flow = django_filters.ChoiceFilter(
        label=_("Flow"), choices=lambda: [(flow.name, flow.title) for flow in registered()]
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=FlowRun.State.choices)
    changed = django_filters.BooleanFilter(label=_("Changed rows"), method="that_changed")

    class Meta:
        model = FlowRun
        fields: list[str] = []

    def that_changed(self, runs: QuerySet[FlowRun], name: str, value: bool) -> QuerySet[FlowRun]:
        return runs.filter(rows_changed__gt=0) if value else runs.filter(rows_changed=0)


def _title(run: FlowRun) -> str:
    """The flow's title, also of runs whose flow is no more."""
    return str(next((flow.title for flow in registered() if flow.name == run.flow), run.flow))


class StateColumn(Column):
    """The state as a coloured word, with the reason beneath it when a run failed."""

    cell_template_name = "gold_bi/state_cell.html"

    class Media:
        css = {"all": ["gold_bi/css/charts.css"]}


class RunIndexView(IndexView):
    default_ordering = "-started_at"
    is_searchable = False
    is_export = False
    filterset_class = RunFilterSet


class RunInspectView(InspectView):
    page_title = _("Flow run")

    def get_flow_display_value(self) -> str:
        return _title(self.object)

    def get_started_by_display_value(self) -> str:
        return self.object.started_by_in_words

    def get_started_at_display_value(self) -> str:
        return words.moment(self.object.started_at)

    def get_finished_at_display_value(self) -> str:
        return words.moment(self.object.finished_at) if self.object.finished_at else "–"

    def get_reason_display_value(self) -> str:
        return self.object.reason or "–"


class FlowRunViewSet(ModelViewSet):
    model = FlowRun
    name = "gold_bi_runs"
    url_prefix = "figures/runs"
    icon = "history"
    index_view_class = RunIndexView
    inspect_view_class = RunInspectView
    inspect_view_enabled = True
    inspect_view_fields = [
        "flow", "state", "reason", "started_by", "started_at", "finished_at", "rows_read", "rows_changed",
        "watermark_before", "watermark_after",
    ]  # fmt: skip
    copy_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = False
    exclude_form_fields: list[str] = []
    list_per_page = 50
    list_display = [
        TitleColumn("flow", label=_("Flow"), accessor=_title, url_name="gold_bi_runs:inspect"),
        StateColumn("state", label=_("State")),
        DateColumn("started_at", label=_("Started"), sort_key="started_at"),
        Column("started_by_in_words", label=_("Started by"), classname="gold-wide"),
        NumberColumn("rows_read", label=_("Rows read"), classname="gold-wide"),
        NumberColumn("rows_changed", label=_("Rows changed")),
    ]

    @property
    def permission_policy(self) -> ViewOnlyPolicy:
        return ViewOnlyPolicy(self.model)

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., Any]:
        return or_gold_away(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        """Only those that read: a run is what happened."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.filter(content_type__app_label="gold_bi")
