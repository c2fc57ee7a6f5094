"""Registers what the website adds to the Wagtail admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .hours.undecided import add_undecided_holidays
from .snippets.viewsets import CompanyViewSetGroup

register_snippet(CompanyViewSetGroup)
hooks.register("construct_homepage_panels", add_undecided_holidays)
