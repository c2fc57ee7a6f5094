"""Days as running text writes them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def written(day: date, style: str = "j F Y") -> str:
    """`day` in Django's letters. Italian writes months and weekdays small, Django does not."""
    text = date_format(day, style)
    return text.lower() if get_language() == "it" else text
