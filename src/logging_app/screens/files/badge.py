"""The badge: whether the log is whole and up to date, in a word and a colour; red also on the admin's home."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from wagtail.admin.ui.components import Component

from logging_app.completeness import Completeness, completeness
from logging_app.screens.permissions import may_look


def badge_context(state: Completeness) -> dict[str, Any]:
    return {
        "state": state,
        "read": filesizeformat(state.read),
        "size": filesizeformat(state.size),
        "lag_seconds": round(state.lag.total_seconds()),
    }


class CompletenessPanel(Component):
    """On the admin's home, and only while something is wrong."""

    name = "request_log_completeness"
    template_name = "logging_app/files/home_panel.html"
    order = 30  # above the figures, which are wrong too then

    class Media:
        css = {"all": ["logging_app/badge.css"]}

    def __init__(self, state: Completeness) -> None:
        self.state = state

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return badge_context(self.state)


def add_completeness(request: HttpRequest, panels: list[Component]) -> None:
    """For Wagtail's hook construct_homepage_panels."""
    if may_look(request.user):
        state = completeness()
        if not state.whole:
            panels.append(CompletenessPanel(state))
