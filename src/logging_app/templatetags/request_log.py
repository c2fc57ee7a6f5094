"""Filters for what stands in the log."""

from typing import Any

from django import template

from logging_app.visible import visible

register = template.Library()


@register.filter(name="visible")
def visible_filter(value: Any) -> str:
    """Control characters and marks that turn the text's direction, as signs. Escaped by the template as any text is."""
    return visible(str(value))
