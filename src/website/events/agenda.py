"""Event pages as the lines of an agenda."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from .schedule import Occurrence

PAST_SHOWN = 50


@dataclass(frozen=True)
class Line:
    """An event, and the one of its dates that the agenda shows."""

    title: str
    intro: str
    place: str
    url: str
    repeats: str
    when: Occurrence


# An event is a page with `schedule`, `place` and `repeats`; this package knows none of the page types.
def agenda(events: Iterable[Any], now: datetime, request: HttpRequest) -> list[Line]:
    """Each event that is not over once, by its next date, the nearest first. `now` is in the site's zone."""
    lines = [_line(event, coming[0], request) for event in events if (coming := event.schedule.coming(now))]
    return sorted(lines, key=lambda line: (line.when.starts_at, line.title))


def over(events: Iterable[Any], now: datetime, request: HttpRequest) -> list[Line]:
    """Each event that is over, by its last date, the latest first."""
    schedules = [(event, event.schedule) for event in events]
    past = [(event, schedule.last()) for event, schedule in schedules if not schedule.coming(now)]
    lines = [_line(event, last, request) for event, last in past if last]
    return sorted(lines, key=lambda line: line.when.starts_at, reverse=True)[:PAST_SHOWN]


def _line(event: Any, when: Occurrence, request: HttpRequest) -> Line:
    return Line(event.title, event.intro, event.place, event.get_url(request) or "", event.repeats, when)
