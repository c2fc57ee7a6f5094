"""The files that were given, newest first."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.base import BasePermissionPolicy

from gold_bi.flows.registry import registered
from gold_bi.models import SourceFile
from gold_bi.views.gold import UPLOAD_FILE, or_gold_away


class GiverPolicy(BasePermissionPolicy):
    """Whoever may give files may see them; they change by their own page only."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and user.has_perm(UPLOAD_FILE)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class FileFilterSet(WagtailFilterSet):
    flow = django_filters.ChoiceFilter(
        label=_("Flow"), choices=lambda: [(flow.name, flow.title) for flow in registered() if flow.reads_files]
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=SourceFile.State.choices)

    class Meta:
        model = SourceFile
        fields: list[str] = []


def flow_title(file: SourceFile) -> str:
    """The flow's title, also of files whose flow is no more."""
    return str(next((flow.title for flow in registered() if flow.name == file.flow), file.flow))


class FileStateColumn(Column):
    cell_template_name = "gold_bi/files/state_cell.html"

    class Media:
        css = {"all": ["gold_bi/css/charts.css"]}


class FileIndexView(IndexView):
    page_title = _("Files")
    default_ordering = "-given_at"
    search_fields = ["name"]
    is_export = False
    filterset_class = FileFilterSet
    index_results_url_name = "gold_bi_files:index_results"
    template_name = "gold_bi/files/index.html"
    results_template_name = "gold_bi/files/index_results.html"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Give files"), reverse("gold_bi:give_files"), icon_name="plus")]


class FileViewSet(ModelViewSet):
    model = SourceFile
    name = "gold_bi_files"
    url_prefix = "figures/files"
    icon = "doc-full-inverse"
    index_view_class = FileIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = False
    exclude_form_fields: list[str] = []
    list_per_page = 50
    list_display = [
        TitleColumn("name", label=_("File"), url_name="gold_bi:file", sort_key="name"),
        Column("flow", label=_("Flow"), accessor=flow_title, classname="gold-wide"),
        FileStateColumn("state", label=_("State")),
        NumberColumn("rows_loaded", label=_("Rows loaded"), classname="gold-wide"),
        NumberColumn("rows_rejected", label=_("Set aside"), classname="gold-wide"),
        Column("given_by", label=_("Given by"), classname="gold-wide"),
        DateColumn("given_at", label=_("Given"), sort_key="given_at"),
    ]

    @property
    def permission_policy(self) -> GiverPolicy:
        return GiverPolicy(self.model)

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., Any]:
        return or_gold_away(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        """Only the list: a file's own page lies beside it."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def get_permissions_to_register(self) -> Any:
        """Those of the figures are registered with the runs."""
        return super().get_permissions_to_register().none()
