"""What people call the holidays, and what rules choose them by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .italian_holidays import PATRON
from .schedule import Holiday


class HolidayName(TextChoices):
    """In the order of the year; the keys are those of italian_holidays."""

    NEW_YEAR = "new_year", _("New Year's Day")
    EPIPHANY = "epiphany", _("Epiphany")
    EASTER = "easter", _("Easter")
    EASTER_MONDAY = "easter_monday", _("Easter Monday")
    LIBERATION = "liberation", _("Liberation Day")
    LABOUR = "labour", _("Labour Day")
    WHIT_MONDAY = "whit_monday", _("Whit Monday")
    REPUBLIC = "republic", _("Republic Day")
    ASSUMPTION = "assumption", _("Assumption Day")
    SAINT_FRANCIS = "saint_francis", _("Saint Francis")
    ALL_SAINTS = "all_saints", _("All Saints' Day")
    IMMACULATE = "immaculate", _("Immaculate Conception")
    CHRISTMAS = "christmas", _("Christmas Day")
    SAINT_STEPHEN = "saint_stephen", _("Saint Stephen's Day")
    PATRON = PATRON, _("Patron saint's day")


def name_of(holiday: Holiday, patron_name: str) -> str:
    """In the active language; the patron saint as the editor calls it, else as the library does."""
    if holiday.key == PATRON:
        return patron_name or holiday.name or str(HolidayName.PATRON.label)
    return str(HolidayName(holiday.key).label) if holiday.key in HolidayName.values else holiday.name
