"""Dates as people write them in the active language."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language

DAY, DAY_OF_YEAR, WEEKDAY, WEEKDAY_AND_DAY = "j F", "j F Y", "l", "l j F"


def written(day: date | datetime, pattern: str) -> str:
    """In one of the patterns above; a `datetime` keeps its own zone.

    Django writes Italian months and weekdays with a capital letter, which Italian does not.
    """
    text = date_format(day, pattern, use_l10n=False)
    return text.lower() if get_language() == "it" else text
