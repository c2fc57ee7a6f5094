"""A status in words, in the active language: “Open now, closes at 19:00”."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from .calculation import Status
from .dates import WEEKDAY, WEEKDAY_AND_DAY, written
from .schedule import Day, Reason, Schedule

A_DAY, MIDNIGHT = timedelta(days=1), time(0)


def sentence(schedule: Schedule, now: datetime, status: Status) -> str:
    """What holds at `now`; times and days are the place's own."""
    here = now.astimezone(schedule.zone)
    if status.open:
        if status.changes is None:
            return _("Open now, day and night")
        closes = status.changes.astimezone(schedule.zone)
        if closes - here <= A_DAY and closes.time() == MIDNIGHT:
            return _("Open now, closes at midnight")
        if closes - here <= A_DAY:
            return _("Open now, closes at %(time)s") % {"time": _clock(closes)}
        return _("Open now, closes %(day)s at %(time)s") % {"day": written(closes, WEEKDAY), "time": _clock(closes)}
    why = _why(schedule.day(here.date()))
    if status.changes is None:
        return why
    return _("%(why)s, %(when)s") % {"why": why, "when": _when(here, status.changes.astimezone(schedule.zone))}


def _why(day: Day) -> str:
    """Why it is closed, where the whole day is for a reason of its own."""
    if day.spans or not day.is_exception:
        return _("Closed now")
    if day.reason is Reason.HOLIDAY:
        return _("Closed for the holiday (%(holiday)s)") % {"holiday": day.words}
    return day.words or _("Closed")


def _when(here: datetime, opens: datetime) -> str:
    days = (opens.date() - here.date()).days
    words = {"time": _clock(opens)}
    if days == 0:
        return _("opens at %(time)s") % words
    if days == 1:
        return _("opens tomorrow at %(time)s") % words
    day = written(opens, WEEKDAY) if days < 7 else written(opens, WEEKDAY_AND_DAY)
    return _("opens %(day)s at %(time)s") % {"day": day, **words}


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}".removeprefix("0")
