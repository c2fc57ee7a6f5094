"""The page of special actions: what each does, the button, and how the last times ended."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .models import ActionRun
from .registry import Action, Words, find, permitted
from .running import AlreadyAsked, ask, end_interrupted

LAST = 20  # runs


class ActionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(permitted(request.user))


@dataclass(frozen=True)
class Offer:
    """An action as the page offers it; `run` is its newest one."""

    action: Action
    choices: list[tuple[str, Words]] | None
    run: ActionRun | None


class ActionsView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "actions/actions.html"
    page_title = gettext_lazy("Special actions")
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permitted(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        end_interrupted()
        actions = permitted(self.request.user)
        titles = {action.name: action.title for action in actions}
        runs = ActionRun.objects.filter(action__in=titles).select_related("asked_by")
        newest = {run.action: run for run in runs.order_by("action", "-asked_at", "-pk").distinct("action")}
        return super().get_context_data(
            offers=[
                Offer(action, action.choices() if action.choices else None, newest.get(action.name))
                for action in actions
            ],
            runs=[(titles[run.action], run) for run in runs[:LAST]],
            **kwargs,
        )


class AskView(View):
    """POST: have the worker do it, and go back to the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        action = find(name)
        if action is None:
            raise Http404
        if not request.user.has_perm(action.permission):
            raise PermissionDenied
        choice = request.POST.get("choice", "")
        words = action.words_of(choice)
        if words is None:
            messages.error(request, _("Nothing was done: “%s” is not there any more. Choose again.") % choice[:100])
            return redirect("actions:actions")
        try:
            ask(action, choice, words, request.user)
        except AlreadyAsked:
            messages.warning(request, _("“%s” is under way already.") % action.title)
        else:
            messages.success(request, _("The worker has been asked. This page says how it goes."))
        return redirect("actions:actions")
