"""The report of what is wrong on the live pages, in the admin's menu of reports."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from .leading_out import begin, progress
from .outside import OutsideLink
from .problems import Kind, Problem, problems_of
from .records import entries

ACTIONS = ["add", "change", "publish"]


class ProblemsReport(ReportView):
    """Of the pages, menus and contacts its reader may edit; `?kind=` shows one kind."""

    template_name = "website/admin/problems.html"
    results_template_name = "website/admin/problems_results.html"
    page_title = _("Links and pictures")
    header_icon = "warning"
    index_url_name = "website_problems"
    index_results_url_name = "website_problems_results"
    permission_policy = page_permission_policy
    any_permission_required = ACTIONS
    list_export: list[str] = []
    columns = [
        TitleColumn("title", label=_("Where"), get_url=lambda problem: problem.url),
        Column("kind", label=_("What"), accessor=lambda problem: problem.kind.label, classname="problem-kind"),
        Column("detail", label=_("What to put right"), classname="problem-detail"),
    ]

    @cached_property
    def problems(self) -> list[Problem]:
        pages = page_permission_policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)
        return problems_of(pages.live().filter(depth__gt=1), entries(self.request.user))

    def get_filtered_queryset(self) -> list[Problem]:
        kind = self.request.GET.get("kind")
        return [problem for problem in self.problems if kind not in Kind.values or problem.kind == kind]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        numbers = Counter(problem.kind for problem in self.problems)
        return context | {
            "kinds": [(kind.value, kind.label, numbers[kind]) for kind in Kind if numbers[kind]],
            "chosen": self.request.GET.get("kind", ""),
            "number": len(self.problems),
            "outside": progress(),
            "outside_checked_at": OutsideLink.objects.aggregate(latest=Max("checked_at"))["latest"],
        }


@require_POST
def check_outside_links(request: HttpRequest) -> HttpResponse:
    """“Check outside links now”: the worker does it, and nothing else ever starts it."""
    if not page_permission_policy.user_has_any_permission(request.user, ACTIONS):
        raise PermissionDenied
    number = begin()
    if number is None:
        messages.warning(request, gettext("A check is under way already."))
    elif number:
        words = ngettext("%(number)s link will be checked.", "%(number)s links will be checked.", number)
        messages.success(request, words % {"number": number})
    else:
        messages.info(request, gettext("No page leads to another site."))
    return redirect("website_problems")


class ProblemsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_any_permission(request.user, ACTIONS))


def menu_item() -> ProblemsMenuItem:
    return ProblemsMenuItem(
        _("Links and pictures"), reverse("website_problems"), name="problems", icon_name="warning", order=650
    )
