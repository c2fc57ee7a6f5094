"""The days a dashboard is asked about, and those it is compared with."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.words import spoken

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
LONGEST = 5 * 366  # days
OWN, DEFAULT = "own", "30-days"
PRESETS = {
    "today": gettext_lazy("Today"),
    "yesterday": gettext_lazy("Yesterday"),
    "7-days": gettext_lazy("7 days"),
    "30-days": gettext_lazy("30 days"),
    "month": gettext_lazy("This month"),
    "last-month": gettext_lazy("Last month"),
    "year": gettext_lazy("This year"),
    "12-months": gettext_lazy("Last 12 months"),
}


class WrongPeriod(ValueError):
    """What was asked for is no period; says which field, what stands in it, and what may."""


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included. `name` is a preset's, or "own"."""

    first: date
    last: date
    name: str = OWN

    @property
    def days(self) -> list[date]:
        return [self.first + n * A_DAY for n in range((self.last - self.first).days + 1)]

    @property
    def months(self) -> list[date]:
        """The first day of each month it touches."""
        count = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
        return [_moved(self.first.replace(day=1), n) for n in range(count)]

    @property
    def whole_months(self) -> list[date]:
        """Those of them that lie in it from their first day to their last."""
        return [month for month in self.months if month >= self.first and end_of(month) <= self.last]

    @property
    def edges(self) -> list[tuple[date, date]]:
        """(first, last) of the stretches of days outside its whole months."""
        whole = self.whole_months
        if not whole:
            return [(self.first, self.last)]
        around = [(self.first, whole[0] - A_DAY), (end_of(whole[-1]) + A_DAY, self.last)]
        return [(first, last) for first, last in around if first <= last]

    @property
    def before(self) -> "Period":
        """The same weekday a week before a day; as many months before one that begins with a month; else days.

        Of one that begins with a year, a year before.
        """
        if self.first == self.last:
            return Period(self.first - A_WEEK, self.last - A_WEEK)
        if self.first.day != 1:
            length = self.last - self.first + A_DAY
            return Period(self.first - length, self.last - length)
        return self._earlier(12 if self.first.month == 1 and len(self.months) <= 12 else len(self.months))

    @property
    def year_before(self) -> "Period":
        return self._earlier(12)

    def _earlier(self, months: int) -> "Period":
        last = _moved(self.last, -months)
        return Period(_moved(self.first, -months), end_of(last) if self.last == end_of(self.last) else last)

    def __str__(self) -> str:
        if self.first == self.last:
            return spoken(date_format(self.first, _("l j F Y")))
        words = {"first": spoken(date_format(self.first, "j F Y")), "last": spoken(date_format(self.last, "j F Y"))}
        return _("%(first)s to %(last)s") % words


def _moved(day: date, months: int) -> date:
    """The same day of another month, or that month's last."""
    month = 12 * day.year + day.month - 1 + months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def preset(name: str, today: date) -> Period:
    """Raises KeyError for a name that is none."""
    month = today.replace(day=1)
    first, last = {
        "today": (today, today),
        "yesterday": (today - A_DAY, today - A_DAY),
        "7-days": (today - 6 * A_DAY, today),
        "30-days": (today - 29 * A_DAY, today),
        "month": (month, today),
        "last-month": (_moved(month, -1), month - A_DAY),
        "year": (today.replace(month=1, day=1), today),
        "12-months": (_moved(month, -11), today),
    }[name]
    return Period(first, last, name)


def asked_for(asked: Mapping[str, str], today: date, usual: str = DEFAULT) -> Period:
    """`period`, or `from` and `to` (ISO 8601); the `usual` one where nothing is asked. Raises WrongPeriod."""
    name = asked.get("period", "")
    if name == OWN or (not name and (asked.get("from") or asked.get("to"))):
        return _own(asked)
    try:
        return preset(name or usual, today)
    except KeyError:
        names = ", ".join(PRESETS)
        raise WrongPeriod(
            _("The period “%(name)s” does not exist. There are %(names)s.") % {"name": name, "names": names}
        ) from None


def _own(asked: Mapping[str, str]) -> Period:
    first, last = _day(asked, "from", _("first day")), _day(asked, "to", _("last day"))
    if first > last:
        raise WrongPeriod(
            _("The first day, %(first)s, comes after the last, %(last)s.") % {"first": first, "last": last}
        )
    if (last - first).days > LONGEST:
        raise WrongPeriod(_("A period has five years at most."))
    return Period(first, last)


def _day(asked: Mapping[str, str], field: str, words: str) -> date:
    value = asked.get(field, "")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or not 1990 <= day.year <= 2200:
        raise WrongPeriod(
            _("The %(field)s is “%(value)s”. A day is written as in 2026-03-31.") % {"field": words, "value": value}
        )
    return day
