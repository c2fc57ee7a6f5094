"""Holidays that are near and that nobody has decided about, on the back office's home."""

from collections.abc import Iterable, Mapping, MutableSequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Locale
from wagtail.permission_policies import ModelPermissionPolicy

from website.snippets.opening_hours import OpeningHours, with_spans

from .calculation import days_from
from .dates import WEEKDAY_AND_DAY, written
from .holiday_names import HolidayName
from .place import Place

DAYS_AHEAD = 21
ADDRESS = "wagtailsnippets_website_openinghours:edit"
SECTION = "#panel-holiday_rules-section"


@dataclass(frozen=True)
class Asked:
    """A place that would usually be open; `url` is where its hours are edited."""

    pk: int
    name: str
    url: str


@dataclass
class Question:
    """Open or closed on `day`? `key` is what rules know the holiday by."""

    day: date
    key: str
    holiday: str
    places: list[Asked] = field(default_factory=list)

    @property
    def has_buttons(self) -> bool:
        """A holiday that our rules have no name for can only be answered with a special day."""
        return self.key in HolidayName.values

    @property
    def when(self) -> str:
        return written(self.day, WEEKDAY_AND_DAY)


def questions(today: date, records: Iterable[OpeningHours]) -> list[Question]:
    """In the order of the days. A holiday on which a place is closed anyway asks nothing."""
    found: dict[date, Question] = {}
    for record in records:
        schedule = Place(record, record).schedule
        for day in days_from(today, DAYS_AHEAD + 1):
            holiday = schedule.holidays(day.year).get(day)
            if holiday and schedule.usual(day).spans and not schedule.is_decided(day, holiday):
                question = found.setdefault(day, Question(day, holiday.key, holiday.name))
                url = f"{reverse(ADDRESS, args=[record.pk])}{SECTION}"
                question.places.append(Asked(record.pk, record.name, url))
    return [found[day] for day in sorted(found)]


class UndecidedHolidaysPanel(Component):
    """Shown to those who may answer, while there is something to answer."""

    name = "undecided_holidays"
    template_name = "website/admin/undecided_holidays.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request: HttpRequest = (parent_context or {})["request"]
        if not ModelPermissionPolicy(OpeningHours).user_has_permission(request.user, "change"):
            return {"questions": []}
        records = with_spans().filter(locale=Locale.get_default()).order_by("name")
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        return {"questions": questions(today, records), "csrf_token": get_token(request)}


def add_undecided_holidays(request: HttpRequest, panels: MutableSequence[Component]) -> None:
    """For Wagtail's hook construct_homepage_panels."""
    panels.append(UndecidedHolidaysPanel())
