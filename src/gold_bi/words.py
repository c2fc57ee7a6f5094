"""Numbers, days and moments as they stand within a sentence of the reader's language."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def number(value: int) -> str:
    return number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)


def spelt(day: date) -> str:
    """“Tuesday 3 November”."""
    return spoken(date_format(day, _("l j F")))


def moment(when: datetime) -> str:
    """“3 November 2026, 17:05”, in the site's time."""
    return spoken(date_format(timezone.localtime(when), _("j F Y, H:i")))


def spoken(name: str) -> str:
    """Django capitalises the names of days and months in every language; only English does."""
    return name if (get_language() or "").startswith("en") else name.lower()


def capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def lasting(duration: timedelta) -> str:
    """“0.4 seconds”, “12 seconds”, “3 minutes 5 seconds”."""
    seconds = duration.total_seconds()
    if seconds < 10:
        return _("%s seconds") % number_format(seconds, decimal_pos=1, use_l10n=True)
    minutes, rest = divmod(round(seconds), 60)
    said = ngettext("%(count)s second", "%(count)s seconds", rest) % {"count": rest}
    if minutes:
        said = f"{ngettext('%(count)s minute', '%(count)s minutes', minutes) % {'count': minutes}} {said}"
    return said
