from typing import Any

from django import template

from logging_app.completeness import completeness
from logging_app.screens.badge import badge_context

register = template.Library()


@register.inclusion_tag("logging_app/badge.html")
def completeness_badge() -> dict[str, Any]:
    """Needs logging_app/badge.css."""
    return badge_context(completeness())
