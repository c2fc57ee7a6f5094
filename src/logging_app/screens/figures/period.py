"""The days a screen is about: chosen in its address, checked, and always with the days to compare them with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from logging_app.rollup import bounds

# "recent" is for screens on which somebody acts: what came this morning stands there too.
CUSTOM, DEFAULT, RECENT = "custom", "30", "recent"
CHOICES = [
    ("today", gettext_lazy("Today")),
    ("yesterday", gettext_lazy("Yesterday")),
    (RECENT, gettext_lazy("7 days, today included")),
    ("7", gettext_lazy("Last 7 days")),
    ("30", gettext_lazy("Last 30 days")),
    ("90", gettext_lazy("Last 90 days")),
    ("365", gettext_lazy("Last 365 days")),
    ("month", gettext_lazy("This month")),
    ("last-month", gettext_lazy("Last month")),
    (CUSTOM, gettext_lazy("From … to …")),
]
# Longer ones would draw more bars than a screen has pixels.
LONGEST = timedelta(days=366)
MOST_HOURS = 7  # days that a chart may show hour by hour


@dataclass(frozen=True)
class Period:
    """Whole days of the site's zone, both ends included."""

    first: date
    last: date

    @classmethod
    def of(cls, choice: str, today: date | None = None) -> "Period":
        today = today or timezone.localdate()
        yesterday, month = today - timedelta(days=1), today.replace(day=1)
        if choice == "today":
            return cls(today, today)
        if choice == "yesterday":
            return cls(yesterday, yesterday)
        if choice == RECENT:
            return cls(today - timedelta(days=6), today)
        if choice == "month":
            return cls(month, today)
        if choice == "last-month":
            end = month - timedelta(days=1)
            return cls(end.replace(day=1), end)
        # Whole days, so that comparing them is fair.
        return cls(today - timedelta(days=int(choice)), yesterday)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.days)]

    @property
    def range(self) -> tuple[date, date]:
        return self.first, self.last

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first after it."""
        return bounds(self.first)[0], bounds(self.last)[1]

    @property
    def over(self) -> bool:
        """A period that still grows is not compared with one that is over."""
        return self.last < timezone.localdate()

    @property
    def before(self) -> "Period":
        return self._ago(self.days)

    @property
    def like(self) -> "Period":
        """The same weekdays a week before a single day, and a year (52 weeks) before a longer period."""
        return self._ago(7 if self.days == 1 else 364)

    def _ago(self, days: int) -> "Period":
        return Period(self.first - timedelta(days=days), self.last - timedelta(days=days))

    def __str__(self) -> str:
        if self.days == 1:
            return spoken(date_format(self.first, _("l j F Y")))
        first = spoken(date_format(self.first, _("j F Y")))
        return _("%(first)s to %(last)s") % {"first": first, "last": spoken(date_format(self.last, _("j F Y")))}


def spoken(name: str) -> str:
    """Django capitalises the names of days and months in every language; only English does."""
    return name if (get_language() or "").startswith("en") else name.lower()


class PeriodForm(forms.Form):
    """`period`, `from`, `to` and `by` of the address. Without any of them it is `default`, by day."""

    period = forms.ChoiceField(
        label=gettext_lazy("Period"),
        choices=CHOICES,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There is no period “%(value)s”.")},
    )
    first = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    last = forms.DateField(
        label=pgettext_lazy("period", "To"), required=False, widget=forms.DateInput({"type": "date"})
    )
    by = forms.ChoiceField(
        label=pgettext_lazy("chart", "By"),
        choices=[("day", pgettext_lazy("chart", "day")), ("hour", pgettext_lazy("chart", "hour"))],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("A chart is by day or by hour.")},
    )

    def __init__(self, data: Mapping[str, Any], default: str = DEFAULT) -> None:
        said = {"from": data.get("from"), "to": data.get("to"), "by": data.get("by") or "day"}
        period = data.get("period") or (CUSTOM if said["from"] or said["to"] else default)
        super().__init__({"period": period, **said})

    def add_prefix(self, field_name: str) -> str:
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("period") != CUSTOM or self.errors:
            return said
        first, last = said.get("first"), said.get("last")
        if not first or not last:
            raise ValidationError(_("Say both days: from which and to which."))
        if last < first:
            raise ValidationError(_("The last day is before the first."))
        if last - first >= LONGEST:
            raise ValidationError(_("More than a year does not fit: choose fewer days."))
        return said

    @property
    def chosen(self) -> Period:
        """The period asked for, or the last 30 days where the address asks for nonsense."""
        if not self.is_valid():
            return Period.of(DEFAULT)
        if self.cleaned_data["period"] == CUSTOM:
            return Period(self.cleaned_data["first"], self.cleaned_data["last"])
        return Period.of(self.cleaned_data["period"])

    @property
    def may_be_hourly(self) -> bool:
        return self.chosen.days <= MOST_HOURS

    @property
    def hourly(self) -> bool:
        return self.is_valid() and self.cleaned_data["by"] == "hour" and self.may_be_hourly

    @property
    def shows_dates(self) -> bool:
        return bool(self.data["period"] == CUSTOM)
