"""From what an editor filled in to the rules of `schedule`. Pure Python: a value is any mapping with these names."""

from collections.abc import Iterable, Mapping
from typing import Any

from .schedule import Period, Span, Week

Value = Mapping[str, Any]


def period_of(value: Value) -> Period:
    """Without a last day, of one day."""
    return Period(value["first"], value["last"] or value["first"], bool(value["every_year"]))


def span_of(value: Value) -> Span:
    return Span(value["opens"], value["closes"], bool(value["past_midnight"]))


def spans_of(values: Iterable[Value]) -> tuple[Span, ...]:
    return tuple(span_of(value) for value in values)


def week_spans_of(values: Iterable[Value]) -> list[tuple[int, Span]]:
    """(weekday, span), one for each day a line names."""
    return [(int(day), span_of(value)) for value in values for day in value["days"]]


def week_of(spans: Iterable[tuple[int, Span]]) -> Week:
    days: list[list[Span]] = [[] for _ in range(7)]
    for weekday, span in spans:
        days[weekday].append(span)
    return tuple(tuple(day) for day in days)
