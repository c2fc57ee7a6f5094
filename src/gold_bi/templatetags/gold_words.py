"""Numbers, days and moments in the templates of the figures."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gold_bi import words

register = template.Library()
register.filter("number", words.number)
register.filter("moment", words.moment)


@register.filter
def day(text: str) -> str:
    """“3 November 2026”, of a day as JSON keeps it."""
    return words.spoken(date_format(date.fromisoformat(text), _("j F Y"))) if text else ""
