"""Registers the page of special actions in the Wagtail admin."""

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .views import ActionsMenuItem


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [path("actions/", include("base.lib.actions.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> ActionsMenuItem:
    return ActionsMenuItem(
        _("Special actions"), reverse_lazy("actions:actions"), name="actions", icon_name="tasks", order=9500
    )
