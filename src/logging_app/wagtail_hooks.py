"""Registers the request log in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSet

from .legal_facts import legal_fact
from .screens.figures_menu import figures_items
from .screens.files.badge import add_completeness
from .screens.files.log_files import LogFileAdmin
from .screens.files.unparsable import unparsable_viewset
from .screens.menu import LookingMenuItem
from .screens.requests.viewset import request_viewset
from .screens.source_screens import source_items
from .screens.urls import urlpatterns

log_files = LogFileAdmin()
log_files.register_with_wagtail()
hooks.register("construct_homepage_panels", add_completeness)
hooks.register("legal_fact", legal_fact)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [path("request-log/", include(urlpatterns))]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [request_viewset, unparsable_viewset]


class RulesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("logging_app.change_logpolicy"))


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    live = pgettext_lazy("requests as they come", "Live")
    rules: Any = RulesItem(
        _("Rules"), reverse("request_log_rules"), name="request-log-rules", icon_name="cogs", order=14
    )
    items = [
        *figures_items(),
        *source_items(),
        LookingMenuItem(live, reverse("requests:live"), name="live-requests", icon_name="rotate", order=2),
        LookingMenuItem(_("Requests"), reverse("requests:index"), name="requests", icon_name="list-ul", order=3),
        LookingMenuItem(_("Errors"), reverse("request_log_errors"), name="errors", icon_name="warning", order=12),
        log_files.get_menu_item(order=13),
        rules,
    ]
    return SubmenuMenuItem(_("Request log"), Menu(items=items), name="request-log", icon_name="list-ul", order=700)
