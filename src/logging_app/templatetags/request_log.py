from typing import Any

from django import template

from logging_app.completeness import completeness
from logging_app.screens.files.badge import badge_context
from logging_app.visible import visible

register = template.Library()


@register.inclusion_tag("logging_app/files/badge.html")
def completeness_badge() -> dict[str, Any]:
    """Needs logging_app/badge.css."""
    return badge_context(completeness())


@register.filter(name="visible")
def visible_filter(value: Any) -> str:
    """Control characters and marks that turn the text's direction, as signs. Escaped by the template as any text is."""
    return visible(str(value))


@register.filter
def visible_lines(value: Any) -> str:
    """The same for text of several lines, which stay lines."""
    return "\n".join(visible(line) for line in str(value).split("\n"))
