"""Registers the request log in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .legal_facts import legal_fact
from .screens.badge import add_completeness
from .screens.log_files import LogFileAdmin
from .screens.requests import RequestViewSet, request_viewset
from .screens.source_screens import source_items
from .screens.urls import urlpatterns

log_files = LogFileAdmin()
log_files.register_with_wagtail()
hooks.register("construct_homepage_panels", add_completeness)
hooks.register("legal_fact", legal_fact)


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    return [path("request-log/", include(urlpatterns))]


@hooks.register("register_admin_viewset")
def register_requests() -> RequestViewSet:
    return request_viewset


class RulesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("logging_app.change_logpolicy"))


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    rules: Any = RulesItem(
        _("Rules"), reverse("request_log_rules"), name="request-log-rules", icon_name="cogs", order=14
    )
    items = [request_viewset.get_menu_item(order=3), *source_items(), log_files.get_menu_item(order=13), rules]
    return SubmenuMenuItem(_("Request log"), Menu(items=items), name="request-log", icon_name="list-ul", order=700)
