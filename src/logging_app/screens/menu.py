"""The request log's submenu: every screen in it that is not found on another one's page."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from logging_app.enrichment.countries import are_known

from .permissions import may_look


def may_set_rules(user: Any) -> bool:
    return bool(user.has_perm("logging_app.change_logpolicy"))


def may_see_files(user: Any) -> bool:
    return bool(user.has_perm("logging_app.view_logfile"))


def may_find_persons(user: Any) -> bool:
    return bool(user.has_perm("logging_app.add_erasure"))


def may_see_countries(user: Any) -> bool:
    return are_known() and may_look(user)


# Label, the address's name, icon, and who sees it; no icon stands twice.
_ITEMS: tuple[tuple[Promise, str, str, Callable[[Any], bool]], ...] = (
    (_("Overview"), "request_log_overview", "view", may_look),
    (pgettext_lazy("requests as they come", "Live"), "requests:live", "rotate", may_look),
    (_("Requests"), "requests:index", "table", may_look),
    (_("Pages"), "request_log_pages", "doc-empty", may_look),
    (pgettext_lazy("in the menu", "Not found"), "request_log_not_found", "circle-xmark", may_look),
    (_("Sources"), "request_log_sources", "link", may_look),
    (_("Countries"), "request_log_countries", "site", may_see_countries),
    (_("Slow pages"), "request_log_slow", "time", may_look),
    (_("Bandwidth"), "request_log_bandwidth", "download", may_look),
    (_("Bots"), "request_log_bots", "code", may_look),
    (_("Browsers and devices"), "request_log_browsers", "desktop", may_look),
    (_("Probes and sign-ins"), "request_log_probes", "crosshairs", may_look),
    (_("Addresses"), "request_log_addresses", "globe", may_look),
    (_("Errors"), "request_log_errors", "warning", may_look),
    (_("Log files"), "request-log_files_modeladmin_index", "doc-full", may_see_files),
    (_("Unparsable lines"), "unparsable:index", "no-view", may_look),
    (_("Rules"), "request_log_rules", "cogs", may_set_rules),
    (_("A person's data"), "request_log_person", "user", may_find_persons),
)


class LogMenuItem(MenuItem):
    def __init__(self, *args: Any, seen_by: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen_by = seen_by

    def is_shown(self, request: Any) -> bool:
        return self.seen_by(request.user)


def request_log_menu() -> SubmenuMenuItem:
    items = [
        LogMenuItem(
            label,
            reverse_lazy(name),
            name=name.replace(":", "-").replace("_", "-"),
            icon_name=icon,
            order=order,
            seen_by=seen_by,
        )
        for order, (label, name, icon, seen_by) in enumerate(_ITEMS, 1)
    ]
    label = pgettext_lazy("in the menu", "Request log")
    return SubmenuMenuItem(label, Menu(items=items), name="request-log", icon_name="list-ul", order=700)
