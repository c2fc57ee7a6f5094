"""The log of sign-ins in the admin: read, filtered, never changed."""

from typing import Any

import django_filters
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from .signins import SignIn

VIEW = "website.view_signin"


def browser(entry: SignIn) -> str:
    """In two words, as far as the user agent says it."""
    from ua_parser import parse  # its patterns are loaded by who looks at this list

    found = parse(entry.user_agent)
    return ", ".join(part.family for part in (found.user_agent, found.os) if part)


class ReadOnlyPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and user.has_perm(VIEW)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and user.has_perm(VIEW)


class SignInMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)


class SignInFilterSet(WagtailFilterSet):
    outcome = django_filters.MultipleChoiceFilter(
        label=_("Outcome"), choices=SignIn.Outcome.choices, widget=CheckboxSelectMultiple
    )
    at = django_filters.DateFromToRangeFilter(label=_("Days"), widget=DateRangePickerWidget)
    address = django_filters.CharFilter(label=_("Address"), lookup_expr="startswith")

    class Meta:
        model = SignIn
        fields = ["user"]


class SignInsView(generic.IndexView):
    page_title = _("Sign-ins")
    header_icon = "key"

    def get_base_queryset(self) -> Any:
        return SignIn.objects.select_related("user")


class SignInViewSet(ModelViewSet):
    model = SignIn
    name = "sign_ins"
    url_prefix = "reports/sign-ins"
    icon = "key"
    menu_label = _("Sign-ins")
    menu_item_class = SignInMenuItem
    index_view_class = SignInsView
    filterset_class = SignInFilterSet
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 50
    ordering = ("-at", "-pk")
    list_display = [
        DateColumn("at", label=_("Time")),
        Column("user", label=_("Person"), accessor=lambda entry: entry.user or _("a name that nobody has")),
        Column("get_outcome_display", label=_("Outcome")),
        Column("times", label=_("Times")),
        Column("address", label=_("Address")),
        Column("user_agent", label=_("Browser"), accessor=browser),
    ]
    exclude_form_fields: list[Any] = []

    @property
    def permission_policy(self) -> ReadOnlyPolicy:
        return ReadOnlyPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = dict.fromkeys(
            ["history_url_name", "usage_url_name", "add_url_name", "edit_url_name", "delete_url_name"]
        )
        common: dict[str, Any] = super().get_common_view_kwargs(**absent, **kwargs)
        return common

    def register_admin_url_finder(self) -> None:
        """An entry has no editor."""


sign_in_viewset = SignInViewSet()
