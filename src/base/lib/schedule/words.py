"""A cron expression as people say it: “every day at 05:00”, “Monday to Friday at 08:30 and 17:30”."""

from collections.abc import Sequence

from cronsim.cronsim import Field
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

MANY = 6  # clock times beyond which they are not listed


def in_words(expression: str) -> str:
    """Of an expression that is right (`cron.check`)."""
    minute, hour, day, month, weekday = expression.upper().split()
    days = _days(day, weekday)
    if days is None:
        return _("by the cron expression %s") % expression
    minutes, hours = _values(Field.MINUTE, minute), _values(Field.HOUR, hour)
    months = _months(_values(Field.MONTH, month))
    if len(hours) < 24 and len(minutes) * len(hours) <= MANY:
        clock = _listed([_clock(one, two) for one in hours for two in minutes])
        sentence = _("%(days)s at %(times)s") % {"days": days or _("every day"), "times": clock}
    else:
        sentence = ", ".join(filter(None, [_often(minutes, hours), days]))
    return ", ".join(filter(None, [sentence, months]))


def _values(field: Field, text: str) -> list[int]:
    return sorted(value for value in field.parse(text) if isinstance(value, int))


def _often(minutes: list[int], hours: list[int]) -> str:
    step, hour_step = _step(minutes, 60), _step(hours, 24)
    first, last = _clock(hours[0], minutes[0]), _clock(hours[-1], minutes[-1])
    if len(minutes) == 1 and hour_step:
        often = ngettext("every hour", "every %(count)s hours", hour_step) % {"count": hour_step}
        return often if minutes == [0] else _("%(often)s at minute %(minute)s") % {"often": often, "minute": minutes[0]}
    if step and len(hours) == 24:
        return ngettext("every minute", "every %(count)s minutes", step) % {"count": step}
    if len(minutes) == 1 and _is_range(hours):
        return _("every hour from %(first)s to %(last)s") % {"first": first, "last": last}
    if step and _is_range(hours):
        often = ngettext("every minute", "every %(count)s minutes", step) % {"count": step}
        return _("%(often)s from %(first)s to %(last)s") % {"often": often, "first": first, "last": last}
    said = _listed([str(one) for one in minutes])
    if len(hours) == 24:
        return _("at the minutes %s of every hour") % said
    return _("at the minutes %(minutes)s of the hours %(hours)s") % {
        "minutes": said,
        "hours": _listed([str(one) for one in hours]),
    }


def _days(day: str, weekday: str) -> str | None:
    """Nothing for every day; None for what cannot be said shortly."""
    of_month = _days_of_month(day)
    of_week = _weekdays(weekday)
    if of_month is None or of_week is None:
        return None
    if of_month and of_week:  # cron runs on either, unless one of them begins with a star
        if day.startswith("*") or weekday.startswith("*"):
            return None
        return _("%(of_month)s or %(of_week)s") % {"of_month": of_month, "of_week": of_week}
    return of_month or of_week


def _days_of_month(text: str) -> str | None:
    if text == "L":
        return _("on the last day of the month")
    if "L" in text:
        return None
    days = _values(Field.DAY, text)
    if len(days) == 31:
        return ""
    if len(days) > 2 and _is_range(days):
        return _("from the %(first)s to the %(last)s of the month") % {
            "first": _ordinal(days[0]),
            "last": _ordinal(days[-1]),
        }
    return _("on the %s of the month") % _listed([_ordinal(one) for one in days])


def _weekdays(text: str) -> str | None:
    if "#" in text or "L" in text:
        return None
    days = sorted({(one - 1) % 7 for one in _values(Field.DOW, text)})  # Monday first
    names = [_lower(str(WEEKDAYS[one])) for one in days]
    if len(days) == 7:
        return ""
    if len(days) > 2 and _is_range(days):
        return pgettext("weekdays", "%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return _("every %s") % _listed(names)


def _months(months: list[int]) -> str:
    names = [_lower(str(MONTHS[one])) for one in months]
    if len(months) == 12:
        return ""
    if len(months) > 2 and _is_range(months):
        return pgettext("months", "from %(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return _("in %s") % _listed(names)


def _ordinal(day: int) -> str:
    if day in (1, 21, 31):
        return _("%(day)sst") % {"day": day}
    if day in (2, 22):
        return _("%(day)snd") % {"day": day}
    if day in (3, 23):
        return _("%(day)srd") % {"day": day}
    return _("%(day)sth") % {"day": day}


def _step(values: list[int], whole: int) -> int:
    """Every how many, from 0 and without a rest; 0 where it is none of the kind."""
    step = whole // len(values)
    return step if step < whole and values == list(range(0, whole, step)) else 0


def _is_range(values: Sequence[int]) -> bool:
    return list(values) == list(range(values[0], values[-1] + 1))


def _clock(hour: int, minute: int) -> str:
    return f"{hour:02}:{minute:02}"


def _listed(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _lower(name: str) -> str:
    """Django capitalises the names of days and months in every language; only English does."""
    return name if (get_language() or "").startswith("en") else name.lower()
