"""Registers what the website adds to the Wagtail admin."""

from wagtail.snippets.models import register_snippet

from .snippets.viewsets import CompanyViewSetGroup

register_snippet(CompanyViewSetGroup)
