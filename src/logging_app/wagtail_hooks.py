"""Registers the request log in the Wagtail admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSet

from .screens.log_files import LogFileAdmin
from .screens.menu import LookingMenuItem
from .screens.requests import request_viewset
from .screens.unparsable import unparsable_viewset

log_files = LogFileAdmin()
log_files.register_with_wagtail()


@hooks.register("register_admin_viewset")
def register_screens() -> list[ViewSet]:
    return [request_viewset, unparsable_viewset]


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    live = pgettext_lazy("requests as they come", "Live")
    items = [
        LookingMenuItem(live, reverse("requests:live"), name="live-requests", icon_name="rotate", order=2),
        LookingMenuItem(_("Requests"), reverse("requests:index"), name="requests", icon_name="list-ul", order=3),
        log_files.get_menu_item(order=13),
    ]
    return SubmenuMenuItem(_("Request log"), Menu(items=items), name="request-log", icon_name="list-ul", order=700)
