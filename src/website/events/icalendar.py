"""Events for calendar programs (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .clock_changes import Change, clock_changes
from .schedule import ONE_DAY, Schedule

CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE_LENGTH = 75  # bytes, 3.1
# How far the changes of the clocks are written for a rule without end.
YEARS_AHEAD = 10


@dataclass(frozen=True)
class Entry:
    """One event as a calendar shows it; `stamp` is when it last changed, with its zone."""

    uid: str
    stamp: datetime
    summary: str
    description: str
    location: str
    url: str
    schedule: Schedule


def calendar(name: str, entries: Iterable[Entry], zone: ZoneInfo) -> str:
    """The whole file. Times are wall-clock times of `zone`, whose rules stand in the file."""
    entries = list(entries)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//DjangoForge//Events//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    timed = [entry.schedule for entry in entries if entry.schedule.first.starts]
    if timed:
        lines += _zone(zone, timed)
    for entry in entries:
        lines += _event(entry, zone)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(entry: Entry, zone: ZoneInfo) -> Iterator[str]:
    first = entry.schedule.first
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(entry.stamp)}"
    yield f"DTSTART{_moment(first.first_day, first.starts, zone)}"
    if first.starts is None:
        yield f"DTEND{_moment(first.last_day + ONE_DAY, None, zone)}"  # the day after the last
    elif first.ends:
        yield f"DTEND{_moment(first.last_day, first.ends, zone)}"
    if rule := entry.schedule.rule():
        if entry.schedule.until:
            rule["UNTIL"] = _until(entry.schedule.until, first.starts, zone)
        yield "RRULE:" + ";".join(f"{name}={value}" for name, value in rule.items())
        for day in sorted(entry.schedule.skipped):
            yield f"EXDATE{_moment(day, first.starts, zone)}"
    yield f"SUMMARY:{_text(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{_text(entry.description)}"
    if entry.location:
        yield f"LOCATION:{_text(entry.location)}"
    yield f"URL:{entry.url}"
    yield "END:VEVENT"


def _zone(zone: ZoneInfo, schedules: list[Schedule]) -> Iterator[str]:
    """VTIMEZONE with every change of the clocks that matters to these events (3.6.5)."""
    this_year = datetime.now(zone).year
    first = min(schedule.first.first_day.year for schedule in schedules)
    last = max(schedule.until.year if schedule.until else this_year + YEARS_AHEAD for schedule in schedules)
    groups: dict[tuple[bool, timedelta, timedelta, str], list[Change]] = {}
    for change in clock_changes(zone, first - 1, max(last, first) + 1):
        groups.setdefault((change.summer, change.before, change.after, change.name), []).append(change)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{zone.key}"
    for (summer, before, after, name), changes in groups.items():
        kind = "DAYLIGHT" if summer else "STANDARD"
        yield f"BEGIN:{kind}"
        yield f"DTSTART:{changes[0].wall:%Y%m%dT%H%M%S}"
        if changes[1:]:
            yield "RDATE:" + ",".join(f"{change.wall:%Y%m%dT%H%M%S}" for change in changes[1:])
        yield f"TZOFFSETFROM:{_offset(before)}"
        yield f"TZOFFSETTO:{_offset(after)}"
        yield f"TZNAME:{name}"
        yield f"END:{kind}"
    yield "END:VTIMEZONE"


def _moment(day: date, at: time | None, zone: ZoneInfo) -> str:
    if at is None:
        return f";VALUE=DATE:{day:%Y%m%d}"
    return f";TZID={zone.key}:{datetime.combine(day, at):%Y%m%dT%H%M%S}"


def _until(day: date, starts: time | None, zone: ZoneInfo) -> str:
    """A day for whole days, else UTC: 3.3.10 asks for it where the start has a zone."""
    return f"{day:%Y%m%d}" if starts is None else _utc(datetime.combine(day, starts, tzinfo=zone))


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _text(words: str) -> str:
    """Escaped as 3.3.11 asks."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> str:
    """Lines of 75 bytes at most, no character cut in two (3.1)."""
    parts: list[str] = []
    current = ""
    for character in line:
        if len((current + character).encode()) > LINE_LENGTH - (1 if parts else 0):
            parts.append(current)
            current = ""
        current += character
    return "\r\n ".join([*parts, current])
