"""Holidays that are near and that nobody has decided about, on the back office's home."""

from collections.abc import Iterable, Mapping, MutableSequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Locale
from wagtail.permission_policies import ModelPermissionPolicy

from website.snippets.opening_hours import OpeningHours, with_spans

from .calculation import days_from
from .dates import WEEKDAY_AND_DAY, written
from .place import Place

DAYS_AHEAD = 21
ADDRESS = "wagtailsnippets_website_openinghours:edit"
SECTION = "#panel-holiday_rules-section"


@dataclass
class Question:
    """Open or closed on `day`? `places` are (name, address to edit it) of those that would usually be open."""

    day: date
    holiday: str
    places: list[tuple[str, str]] = field(default_factory=list)

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
                question = found.setdefault(day, Question(day, holiday.name))
                question.places.append((record.name, f"{reverse(ADDRESS, args=[record.pk])}{SECTION}"))
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
        return {"questions": questions(timezone.localdate(timezone=timezone.get_default_timezone()), records)}


def add_undecided_holidays(request: HttpRequest, panels: MutableSequence[Component]) -> None:
    """For Wagtail's hook construct_homepage_panels."""
    panels.append(UndecidedHolidaysPanel())
