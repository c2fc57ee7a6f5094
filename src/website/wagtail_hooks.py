"""Registers what the website adds to the Wagtail admin."""

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from .branding.preview import addresses
from .hours.undecided import add_undecided_holidays
from .inbox.permissions import without_contact_pages
from .inbox.viewset import MessageViewSet, message_viewset
from .snippets.viewsets import CompanyViewSetGroup

register_snippet(CompanyViewSetGroup)
hooks.register("register_admin_urls", addresses)
hooks.register("construct_homepage_panels", add_undecided_holidays)
hooks.register("filter_form_submissions_for_user", without_contact_pages)


@hooks.register("register_admin_viewset")
def register_inbox() -> MessageViewSet:
    return message_viewset


@hooks.register("register_admin_menu_item")
def register_inbox_menu_item() -> MenuItem:
    return message_viewset.get_menu_item()
