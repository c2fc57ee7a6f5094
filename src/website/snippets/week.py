"""A week of opening hours as a reader sees it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from .opening_hours import OpeningHours, OpeningSpan


@dataclass(frozen=True)
class Day:
    name: str
    spans: list[OpeningSpan]
    today: bool


def week(hours: OpeningHours) -> list[Day]:
    """Monday to Sunday; today is today in the site's time zone."""
    spans = sorted(hours.spans.all(), key=lambda span: (span.weekday, span.opens))
    today = timezone.localdate().weekday()
    return [
        Day(str(name), [span for span in spans if span.weekday == number], number == today)
        for number, name in sorted(WEEKDAYS.items())
    ]
