"""The flows: how far each has come, and “run now”."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import tasks, words
from gold_bi.flows.registry import Flow, UnknownFlow, find, registered
from gold_bi.models import FlowRun, FlowState

from .gold import RUN_FLOW, VIEW_FIGURES, VIEW_RUNS, PermittedView, name_of


@dataclass(frozen=True)
class FlowRow:
    flow: Flow
    state: FlowState | None
    last_run: FlowRun | None
    waiting: bool

    @property
    def last_started(self) -> str:
        return words.moment(self.last_run.started_at) if self.last_run else ""

    @property
    def last_loaded(self) -> str:
        return words.moment(self.state.loaded_at) if self.state and self.state.loaded_at else ""

    @property
    def schedule(self) -> str:
        minutes, _space, rest = self.flow.cron.partition(" ")
        if minutes.startswith("*/") and rest == "* * * *":
            return _("every %s minutes") % minutes[2:]
        return _("by the cron expression %s") % self.flow.cron

    @property
    def busy(self) -> bool:
        return self.waiting or (self.last_run is not None and self.last_run.state == FlowRun.State.RUNNING)


class FlowsView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = VIEW_FIGURES
    template_name = "gold_bi/flows.html"
    page_title = gettext_lazy("Flows")
    header_icon = "resubmit"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = FlowState.objects.in_bulk()
        rows = [
            FlowRow(flow, states.get(flow.name), FlowRun.objects.of(flow.name).newest(), tasks.waiting(flow.name))
            for flow in registered()
        ]
        user = self.request.user
        return super().get_context_data(
            rows=rows, may_run=user.has_perm(RUN_FLOW), may_see_runs=user.has_perm(VIEW_RUNS), **kwargs
        )


class RunFlowView(PermittedView):
    """POST: have the worker run one flow, and go back to the list."""

    permission = RUN_FLOW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        try:
            flow = find(name)
        except UnknownFlow as unknown:
            raise Http404(str(unknown)) from unknown
        if tasks.waiting(name):
            messages.warning(request, _("“%s” is waiting for the worker already.") % flow.title)
        else:
            tasks.run_flow.enqueue(name=name, started_by=name_of(request.user))
            runs = messages.button(reverse("gold_bi_runs:index"), _("See the runs"))
            text = _("“%s” will run as soon as the worker is free.") % flow.title
            messages.success(request, text, buttons=[runs])
        return redirect("gold_bi:flows")
