"""The page of one flow: what it reads, makes and checks, and its last runs."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import dashboards, flow_docs, words
from gold_bi.flows.registry import Flow, UnknownFlow, find
from gold_bi.models import FlowRun
from gold_bi.words import number

from .gold import VIEW_FIGURES, VIEW_RUNS, PermittedView

LAST_RUNS = 10


class FlowPageView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = VIEW_FIGURES
    template_name = "gold_bi/flow_page.html"
    header_icon = "resubmit"

    @property
    def flow(self) -> Flow:
        try:
            return find(self.kwargs["name"])
        except UnknownFlow as unknown:
            raise Http404(str(unknown)) from unknown

    def get_page_title(self) -> str:
        return str(self.flow.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        flows = {"url": reverse("gold_bi:flows"), "label": _("Flows")}
        return [*super().get_breadcrumbs_items(), flows, {"url": "", "label": self.flow.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flow = self.flow
        context = {
            "flow": flow,
            "lineage": flow_docs.lineage(flow),
            "running": flow_docs.running(flow),
            "rules": flow_docs.rules(flow),
            "tables": [
                (_("What is read"), "", flow_docs.columns(flow), True),
                (f"{_('Facts')}: {flow.target.__name__}", "", flow_docs.target(flow), False),
                *(
                    (
                        f"{_('Rollup')}: {one.table}",
                        _("One row for each %(by)s; added up from %(table)s.") % {"by": one.by, "table": one.made_of},
                        one.columns,
                        False,
                    )
                    for one in flow_docs.rollups(flow)
                ),
            ],
            "charts": [chart for chart in dashboards.CHARTS if chart.flow == flow.name],
            "runs": [
                (
                    run,
                    words.moment(run.started_at),
                    [*map(number, (run.rows_read, run.rows_changed, run.rows_rejected))],
                )
                for run in FlowRun.objects.of(flow.name).order_by("-started_at", "-pk")[:LAST_RUNS]
            ],
            "may_see_runs": self.request.user.has_perm(VIEW_RUNS),
        }
        return super().get_context_data(**context, **kwargs)
