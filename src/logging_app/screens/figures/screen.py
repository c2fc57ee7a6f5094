"""What every screen of figures is: for who may look, about some days, within the admin's own furniture."""

from typing import Any

from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from logging_app.models import AccessLogEntry, Day
from logging_app.screens.permissions import ViewOnlyPolicy

from .period import Period, PeriodForm


class FiguresView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    permission_policy = ViewOnlyPolicy(AccessLogEntry)
    permission_required = "view"
    http_method_names = ["get", "head", "options"]
    header_icon = "view"
    by_hour = False

    @cached_property
    def form(self) -> PeriodForm:
        return PeriodForm(self.request.GET)

    @cached_property
    def period(self) -> Period:
        return self.form.chosen

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = Day.objects.order_by("-day").first()
        computed = (
            Day.objects.filter(day__range=self.period.range).order_by("computed_at").values("computed_at").first()
        )
        kept = [(name, value) for name, value in self.request.GET.items() if name in self.kept]
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "period": self.period,
            "kept": kept,
            "by_hour": self.by_hour and self.form.may_be_hourly,
            "as_of": computed and computed["computed_at"],
            "newest_day": newest and newest.day,
        }

    # What else of the address the period's form hands on.
    kept: tuple[str, ...] = ("order", "q")
