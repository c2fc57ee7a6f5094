"""Opening hours as a person writes them: a week, seasons, special days, closures, and what happens on holidays."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError

from website.hours.blocks import AS_USUAL, CLOSED, OWN_HOURS
from website.hours.holiday_names import HolidayName
from website.hours.schedule import Span
from website.hours.validation import overlap_error
from website.snippets.opening_hours import OpeningHours, OpeningSpan

from .fields import check, fill
from .scope import Scope
from .source import Mistakes, Table

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")
DATE = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
A_LEAP_YEAR = 2028  # stands for every year
LISTS = ["seasons", "special_days", "closures"]
PERIOD = ["day", "from", "to"]

Raw = dict[str, Any]


def fill_hours(record: OpeningHours, table: Table, scope: Scope) -> set[str]:
    """Set what `table` says of a place's hours; returns the names of the fields. Raises BrandError."""
    mistakes, names = Mistakes(), set()
    week = [key for key in table.data if _days(key)]
    with mistakes.gather():
        besides = [*DAYS, "monday-friday", *week, *LISTS, "holidays", "holiday_rules", "patron_day"]
        names = fill(record, table, scope, besides) | {"spans"}
    with mistakes.gather():
        if "patron_day" in table:
            record.patron_day = _date(table, "patron_day")[0]
            names.add("patron_day")
        check(record, table)
    with mistakes.gather():
        record.spans = [
            OpeningSpan(weekday=day, opens=span.opens, closes=span.closes, past_midnight=span.past_midnight)
            for day, span in sorted(_week(table))
        ]
    for name, read in (("seasons", _season), ("special_days", _special_day), ("closures", _closure)):
        if name in table:
            names.add(name)
            with mistakes.gather():
                _set_stream(record, name, _entries(table, name, read, scope), table)
    if "holidays" in table:
        names.add("holiday_rules")
        with mistakes.gather():
            _set_stream(record, "holiday_rules", _rules(table.child("holidays"), scope), table, "holidays")
    mistakes.raise_any()
    return names


def _days(key: str) -> list[int]:
    """“monday” or “tuesday-friday”: the weekdays from 0; none for another key."""
    first, _, last = key.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        return []
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def _week(table: Table) -> list[tuple[int, Span]]:
    """(weekday, span). Raises BrandError for days named twice or spans that overlap."""
    spans: list[tuple[int, Span]] = []
    named: set[int] = set()
    for key in table.data:
        days = _days(key)
        if named & set(days):
            raise table.error(key, f"names {DAYS[min(named & set(days))]} again: say each day once")
        named |= set(days)
        found = _spans(table, key) if days else []
        spans += [(day, span) for day in days for span in found]
    problem = overlap_error(spans)
    if problem:
        raise table.error("", f"is wrong: {problem}")
    return spans


def _spans(table: Table, key: str) -> list[Span]:
    """The spans of “9:00-12:30, 18:00-2:00”; one that closes before it opens closes the day after. “closed”: none."""
    text = table.get(key, str, "")
    if text.strip().lower() in ("", "closed"):
        return []
    spans = []
    for part in text.split(","):
        try:
            opens, closes = (time(int(hour), int(minute)) for hour, minute in _hours_and_minutes(part))
        except ValueError as error:
            problem = f'holds {part.strip()!r}. Allowed: "closed", or hours like 9:00-12:30, 14:30-18:30'
            raise table.error(key, problem) from error
        spans.append(Span(opens, closes, closes <= opens))
    return spans


def _hours_and_minutes(span: str) -> list[tuple[str, str]]:
    found = SPAN.fullmatch(span)
    return [(found[1], found[2]), (found[3], found[4])] if found else []


def _date(table: Table, key: str) -> tuple[date, bool]:
    """The day, and whether it comes every year: “24/12” does, “24/12/2026” and 2026-12-24 do not."""
    value = table.data.get(key)
    try:
        if isinstance(value, date):
            return date(value.year, value.month, value.day), False
        if found := DATE.fullmatch(str(value).strip()):
            return date(int(found[3] or A_LEAP_YEAR), int(found[2]), int(found[1])), not found[3]
        return date.fromisoformat(str(value).strip()), False
    except ValueError as error:
        problem = 'Allowed: day/month like "24/12" for every year, "24/12/2026" for one'
        raise table.error(key, f"is {value!r}. {problem}" if key in table else f"is missing. {problem}") from error


def _period(table: Table) -> Raw:
    if "day" in table and not ("from" in table or "to" in table):
        first, every_year = _date(table, "day")
        return {"first": first.isoformat(), "last": None, "every_year": every_year}
    if "day" in table:
        raise table.error("day", "stands beside from or to: write either a day, or from and to")
    first, every_year = _date(table, "from")
    last, also = _date(table, "to")
    if every_year != also:
        raise table.error("to", "has a year and from has none, or the other way round: write it in both or in neither")
    return {"first": first.isoformat(), "last": last.isoformat(), "every_year": every_year}


def _season(table: Table, identity: UUID, scope: Scope) -> Raw:
    week = [key for key in table.data if _days(key)]
    table.only(["name", "from", "to", *DAYS, *week])
    _week(table)
    lines: list[Raw] = []
    for key in week:
        for span in _spans(table, key):
            value = {"days": [str(day) for day in _days(key)], **_times(span)}
            lines.append(_item(value, identity, len(lines)))
    return {"name": scope.text(table, "name"), **_period(table), "week": lines}


def _special_day(table: Table, identity: UUID, scope: Scope) -> Raw:
    table.only([*PERIOD, "hours", "message"])
    spans = [_item(_times(span), identity, number) for number, span in enumerate(_spans(table, "hours"))]
    return {**_period(table), "spans": spans, "message": _message(table, scope)}


def _closure(table: Table, identity: UUID, scope: Scope) -> Raw:
    table.only([*PERIOD, "message"])
    return {**_period(table), "message": _message(table, scope)}


def _message(table: Table, scope: Scope) -> str:
    return scope.text(table, "message") if "message" in table else ""


def _rules(table: Table, scope: Scope) -> Iterator[tuple[Table, str, Raw]]:
    """`christmas = "closed"`, or for one year only `2027.christmas = "10:00-13:00"`."""
    mistakes = Mistakes()
    found = []
    for key, value in table.data.items():
        within, names = (table.child(key), list(value)) if isinstance(value, dict) else (table, [key])
        year = int(key) if isinstance(value, dict) and key.isdigit() else None
        for name in names:
            with mistakes.gather():
                if (isinstance(value, dict) and not year) or name not in HolidayName.values:
                    raise within.error(name, f"is no holiday. Allowed: {', '.join(HolidayName.values)}")
                said = within.get(name, str).strip().lower()
                spans = [] if said == "open" else _spans(within, name)
                decision = AS_USUAL if said == "open" else OWN_HOURS if spans else CLOSED
                identity = scope.identity(scope.record, "holidays", str(year), name)
                hours = [_item(_times(span), identity, number) for number, span in enumerate(spans)]
                rule = {"holiday": name, "year": year, "decision": decision, "spans": hours}
                found.append((within, name, {"type": "rule", "value": rule, "id": str(identity)}))
    mistakes.raise_any()
    yield from found


def _entries(
    table: Table, name: str, read: Callable[[Table, UUID, Scope], Raw], scope: Scope
) -> Iterator[tuple[Table, str, Raw]]:
    kind = {"seasons": "season", "special_days": "special_day", "closures": "closure"}[name]
    mistakes = Mistakes()
    found = []
    for entry, identity in zip(table.children(name), scope.ids(table, name), strict=True):
        with mistakes.gather():
            if isinstance(entry, str):
                raise table.error(name, f"holds the text {entry!r}; it must be a list of tables")
            found.append((entry, "", {"type": kind, "value": read(entry, UUID(identity), scope), "id": identity}))
    mistakes.raise_any()
    yield from found


def _set_stream(
    record: OpeningHours, name: str, entries: Iterator[tuple[Table, str, Raw]], table: Table, key: str = ""
) -> None:
    """Set the StreamField, once its own blocks have found nothing to complain of."""
    block = record._meta.get_field(name).stream_block
    raws = []
    for entry, of, raw in entries:
        child = block.child_blocks[raw["type"]]
        try:
            child.clean(child.to_python(raw["value"]))
        except ValidationError as error:
            raise entry.error(of, f"is wrong: {' '.join(_complaints(error))}") from error
        raws.append(raw)
    try:
        block.clean(block.to_python(raws))
    except ValidationError as error:
        raise table.error(key or name, f"is wrong: {' '.join(_complaints(error))}") from error
    setattr(record, name, json.dumps(raws))


def _complaints(error: ValidationError | str) -> Iterator[str]:
    """The sentences in the errors of nested blocks."""
    if isinstance(error, str):
        yield error
        return
    within = getattr(error, "block_errors", None)
    if within is None:
        yield from error.messages
        return
    for each in within.values() if isinstance(within, dict) else within:
        if each:
            yield from _complaints(each)
    for each in getattr(error, "non_block_errors", []) or []:
        yield from _complaints(each)


def _times(span: Span) -> Raw:
    return {"opens": f"{span.opens:%H:%M}", "closes": f"{span.closes:%H:%M}", "past_midnight": span.past_midnight}


def _item(value: Raw, identity: UUID, number: int) -> Raw:
    return {"type": "item", "value": value, "id": str(uuid5(identity, str(number)))}
