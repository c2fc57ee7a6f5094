"""What every screen that ranks something shares: who may see it, its days, its place in the admin."""

from typing import Any

from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from logging_app.models import AccessLogEntry, Day
from logging_app.screens.permissions import ViewOnlyPolicy

from .days import Days

# Lines of a ranking: who looks for more narrows down, or asks the list of requests.
LINES = 50


class LookingView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    permission_policy = ViewOnlyPolicy(AccessLogEntry)
    permission_required = "view"
    http_method_names = ["get", "head", "options"]
    default_days = 30

    @cached_property
    def days(self) -> Days:
        return Days.of(self.request.GET, self.default_days)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "days": self.days,
            "days_links": self.days.links(self.request.GET),
            "nothing_read": not Day.objects.exists(),
        }
