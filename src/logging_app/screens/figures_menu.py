"""The figures' items in the submenu of the request log."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from .permissions import may_look

# Label, name, icon, place in the menu.
_ITEMS = (
    (_("Overview"), "overview", "view", 1),
    (_("Pages"), "pages", "doc-empty", 4),
    (_("Slow pages"), "slow", "history", 7),
    (_("Bandwidth"), "bandwidth", "download", 8),
)


class FiguresItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


def figures_items() -> list[MenuItem]:
    return [
        FiguresItem(
            label, reverse(f"request_log_{name}"), name=f"request-log-{name}", icon_name=icon, order=order
        )
        for label, name, icon, order in _ITEMS
    ]  # fmt: skip
