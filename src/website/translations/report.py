"""Everything that is not translated, in one list."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.models import Page, TranslatableMixin
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_snippet_models

from .state import Gap, gaps, original


@dataclass(frozen=True)
class Row:
    title: str
    kind: str
    gaps: list[Gap]
    url: str


class GapsColumn(Column):
    cell_template_name = "website/admin/translation_gaps_cell.html"


class MissingTranslationsView(WagtailAdminTemplateMixin, PermissionCheckedMixin, TemplateView):
    """Pages first, in the tree's order, then the company's records."""

    template_name = "website/admin/missing_translations.html"
    page_title = _("Missing translations")
    header_icon = "wagtail-localize-language"
    permission_policy = page_permission_policy
    any_permission_required = {"add", "change", "publish"}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [*_pages(self.request.user), *_records()]
        columns = [
            TitleColumn("title", label=_("Title"), get_url=lambda row: row.url),
            Column("kind", label=_("Type")),
            GapsColumn("gaps", label=_("What is missing")),
        ]
        return super().get_context_data(**kwargs) | {"table": Table(columns, rows), "rows": rows}


def _pages(user: Any) -> list[Row]:
    """Of pages that visitors can see and `user` may open."""
    mine = page_permission_policy.explorable_instances(user).filter(depth__gt=1, live=True)
    pages = list(mine.select_related("locale", "content_type").order_by("path"))
    found = gaps({page.translation_key for page in pages})
    same: dict[Any, list[Page]] = {}
    for page in pages:
        same.setdefault(page.translation_key, []).append(page)
    first = [original(each) for key, each in same.items() if key in found]
    return [
        Row(
            page.get_admin_display_title(),
            capfirst(page.page_type_display_name),
            found[page.translation_key],
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )
        for page in first
    ]


def _records() -> list[Row]:
    rows = []
    for model in (each for each in get_snippet_models() if issubclass(each, TranslatableMixin)):
        records = model._default_manager.select_related("locale")
        found = gaps({record.translation_key for record in records}, model)
        for key, missing in found.items():
            record = original(each for each in records if each.translation_key == key)
            url = reverse(model.snippet_viewset.get_url_name("edit"), args=[record.pk])
            rows.append(Row(str(record), capfirst(model._meta.verbose_name), missing, url))
    return rows


def menu_item() -> MenuItem:
    """For Wagtail's menu of reports; who may not see the report is not shown it."""

    class ReportMenuItem(MenuItem):
        def is_shown(self, request: Any) -> bool:
            return bool(page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}))

    address = reverse("missing_translations")
    return ReportMenuItem(_("Missing translations"), address, icon_name="wagtail-localize-language", order=850)
