"""Registers the request log in the Wagtail admin."""

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .screens import source_screens
from .screens.log_files import LogFileAdmin
from .screens.requests import RequestViewSet, request_viewset

log_files = LogFileAdmin()
log_files.register_with_wagtail()


@hooks.register("register_admin_viewset")
def register_requests() -> RequestViewSet:
    return request_viewset


@hooks.register("register_admin_urls")
def register_source_screens() -> list[URLPattern]:
    return source_screens.urlpatterns


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    items = [request_viewset.get_menu_item(order=3), *source_screens.menu_items(), log_files.get_menu_item(order=13)]
    return SubmenuMenuItem(_("Request log"), Menu(items=items), name="request-log", icon_name="list-ul", order=700)
