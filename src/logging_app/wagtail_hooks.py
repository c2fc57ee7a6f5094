"""Registers the request log in the Wagtail admin."""

from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .legal_facts import legal_fact
from .screens.files.badge import add_completeness
from .screens.files.log_files import LogFileAdmin
from .screens.files.unparsable import unparsable_viewset
from .screens.menu import request_log_menu
from .screens.requests.viewset import request_viewset
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


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    return request_log_menu()
