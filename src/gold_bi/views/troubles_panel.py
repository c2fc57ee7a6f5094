"""The panel on the admin's home that says which flows need somebody. Without any it is not there."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from gold_bi import words
from gold_bi.flows.registry import registered
from gold_bi.last_known.models import Trouble


class TroublesPanel(Component):
    name = "gold_bi_troubles"
    template_name = "gold_bi/troubles_panel.html"
    order = 55  # above the chart, whose figures it is about

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        titles = {flow.name: flow.title for flow in registered()}
        return {
            "troubles": [
                (titles.get(one.flow, one.flow), one, words.moment(one.since))
                for one in Trouble.objects.to_be_told().order_by("since")
            ]
        }
