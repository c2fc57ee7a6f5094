"""The runs of the flows: a list that can be read and filtered, never changed."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.forms.widgets import Media
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from gold_bi import words
from gold_bi.flows.registry import registered
from gold_bi.models import FlowRun
from gold_bi.runner import under_way

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


def _lasted(run: FlowRun) -> str:
    return words.lasting(run.duration) if run.duration is not None else "–"


def interrupted(runs: list[FlowRun]) -> list[FlowRun]:
    """Say so of those that still say they run while nobody holds their flow's lock. Nothing is written: they differ
    from what GOLD has in what is shown alone."""
    doubtful = [run for run in runs if run.state == FlowRun.State.RUNNING]
    if doubtful:
        alive = under_way()
        ended = [run for run in doubtful if run.flow not in alive]
        now = dict(FlowRun.objects.filter(pk__in=[run.pk for run in ended]).values_list("pk", "state"))
        for run in ended:  # one may have ended in order since it was read
            still = now.get(run.pk) == FlowRun.State.RUNNING
            run.state = FlowRun.State.FAILED if still else now.get(run.pk, run.state)
            if still:
                run.reason = gettext("The run was interrupted before its end. Nothing of it was kept.")
    return runs


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

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        interrupted(list(context["object_list"]))
        return context


class RunInspectView(InspectView):
    page_title = _("Flow run")

    def get_field_label(self, field_name: str, field: Any) -> Any:
        return _("Duration") if field_name == "duration" else super().get_field_label(field_name, field)

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["gold_bi/css/charts.css", "gold_bi/css/runs.css"]})

    def get_flow_display_value(self) -> str:
        return _title(self.object)

    def get_started_by_display_value(self) -> str:
        return self.object.started_by_in_words

    def get_started_at_display_value(self) -> str:
        return words.moment(self.object.started_at)

    def get_finished_at_display_value(self) -> str:
        return words.moment(self.object.finished_at) if self.object.finished_at else "–"

    def get_duration_display_value(self) -> str:
        return words.lasting(self.object.duration) if self.object.duration is not None else "–"

    def get_object(self, *args: Any, **kwargs: Any) -> FlowRun:
        return interrupted([super().get_object(*args, **kwargs)])[0]

    def get_log_display_value(self) -> str:
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in self.object.log.splitlines()))
        return format_html('<ol class="gold-log">{}</ol>', lines) if lines else "–"

    def get_code_version_display_value(self) -> str:
        return self.object.code_version or "–"

    def get_file_display_value(self) -> str:
        file = self.object.file
        if file is None:
            return "–"
        try:
            return format_html('<a href="{}">{}</a>', reverse("gold_bi:file", args=[file.pk]), file.name)
        except NoReverseMatch:  # its screen is not there
            return str(file.name)

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
        "flow", "state", "reason", "log", "started_by", "attempt", "started_at", "finished_at", "duration", "file",
        "rows_read", "rows_changed", "rows_rejected", "rows_left_out", "watermark_before", "watermark_after",
        "code_version",
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
        NumberColumn("rows_rejected", label=_("Set aside"), classname="gold-wide"),
        Column("lasted", label=_("Duration"), accessor=_lasted, classname="gold-wide"),
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
