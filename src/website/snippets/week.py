"""A week of opening hours as a reader sees it."""

from dataclasses import dataclass
from datetime import time

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from .opening_hours import OpeningHours


@dataclass(frozen=True, order=True)
class Span:
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Day:
    name: str
    spans: list[Span]
    today: bool


def week(hours: OpeningHours) -> list[Day]:
    """Monday to Sunday; today is today in the site's time zone."""
    spans = _spans(hours)
    today = timezone.localdate().weekday()
    return [
        Day(str(name), [span for span in spans if span.weekday == number], number == today)
        for number, name in sorted(WEEKDAYS.items())
    ]


def _spans(hours: OpeningHours) -> list[Span]:
    """From `rows` where `with_spans` has fetched them, else from the database."""
    rows = getattr(hours, "rows", None)
    if rows is None:
        return sorted(Span(span.weekday, span.opens, span.closes) for span in hours.spans.all())
    return sorted(
        Span(row["weekday"], time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"])) for row in rows
    )
