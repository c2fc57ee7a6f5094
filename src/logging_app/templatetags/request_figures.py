"""Figures as the reader's language writes them."""

from typing import Any

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def grouped(value: Any) -> str:
    """1.234.567"""
    return str(number_format(value, force_grouping=True))


@register.filter
def percent(value: float) -> str:
    """Of a hundred: whole ones, and tenths below ten."""
    return f"{number_format(value, 0 if value >= 10 or value == 0 else 1)}\N{NO-BREAK SPACE}%"
