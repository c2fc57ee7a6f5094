"""The days a screen is about, and those before them that it compares with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.functional import Promise, cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from logging_app.models import Day
from logging_app.rollup import bounds

CHOICES: dict[int, Promise] = {
    1: gettext_lazy("Today"),
    7: gettext_lazy("7 days"),
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    365: gettext_lazy("a year"),
}


@dataclass(frozen=True)
class Days:
    """Days of the site's zone; both ends are included."""

    first: date
    last: date

    @classmethod
    def of(cls, query: Mapping[str, Any], default: int = 30) -> "Days":
        said = str(query.get("days", ""))
        count = int(said) if said.isdecimal() and len(said) < 5 and int(said) in CHOICES else default
        today = localdate()
        return cls(today - timedelta(days=count - 1), today)

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Days":
        return Days(self.first - timedelta(days=self.count), self.first - timedelta(days=1))

    @cached_property
    def compared(self) -> bool:
        """Whether the log reaches back over the days before: growth from days that nobody recorded is none."""
        return Day.objects.filter(day__lte=self.before.first).exists()

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return bounds(self.first)[0], bounds(self.last)[1]

    @property
    def range(self) -> tuple[date, date]:
        return self.first, self.last

    def links(self, query: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Every choice with its address, which keeps what else the query says."""
        kept = {name: value for name, value in query.items() if name != "days"}
        return [
            {"label": label, "url": "?" + urlencode(kept | {"days": count}), "current": count == self.count}
            for count, label in CHOICES.items()
        ]

    def __str__(self) -> str:
        if self.count == 1:
            return _("today")
        return ngettext("the last %(count)s day", "the last %(count)s days", self.count) % {"count": self.count}


@dataclass(frozen=True)
class Change:
    """A figure beside what it was before."""

    now: int
    before: int | None  # None where the days before were not recorded

    @property
    def tone(self) -> str:
        if self.before is None:
            return "same"
        return "more" if self.now > self.before else "less" if self.now < self.before else "same"

    @property
    def words(self) -> str:
        if self.before is None:
            return "–"
        if not self.before:
            return _("new") if self.now else "–"
        percent = round((self.now - self.before) * 100 / self.before)
        if not percent:
            return "="
        sign = "+" if percent > 0 else "−"
        return f"{sign}{number_format(abs(percent), force_grouping=True)}\N{NO-BREAK SPACE}%"
