"""One line of nginx's error log, read without Django: whatever a visitor sent, it never raises.

nginx escapes nothing here: a path may bring quotes, commas and line ends, and so look like the fields that follow it.
The first place where the rest of the line reads as those fields, outside an open quote, is taken.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from ipaddress import ip_address
from typing import NamedTuple

from .parser import InvalidLine, Reason

# nginx itself cuts a message at 2,048 bytes.
LONGEST_LINE = 16 * 1024
LEVELS = ("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg")

_HEAD = re.compile(
    r"(\d{4})/(\d\d)/(\d\d) (\d\d):(\d\d):(\d\d)"
    rf" \[({'|'.join(LEVELS)})\] (\d{{1,9}})#\d{{1,18}}: (?:\*(\d{{1,18}}) )?",
    re.ASCII,
)
_CLIENT = re.compile(r", client: ([0-9a-fA-F.:]{2,45}|unix:)(?=, |$)")
_SERVER = re.compile(r", server: ([^,\"]{0,255})(?=, |$)")
_QUOTED = re.compile(r', (request|subrequest|upstream|host|referrer): "')
_QUOTED_END = re.compile(r'"(?=$|, (?:request|subrequest|upstream|host|referrer): ")')
_CANDIDATES = 20  # places that look like the beginning of the fields, each of which costs a look at the rest
# Workers write side by side, so a line may be this much older than the one before it.
_DISORDER = timedelta(minutes=5)


@dataclass(slots=True)
class ErrorLogRecord:
    """One message. Text holds no NUL, so PostgreSQL takes it; `time` is in UTC, to the second."""

    time: datetime
    level: str
    process: int
    connection: int | None
    message: str
    remote_addr: str | None
    server: str
    host: str
    method: str
    path: str
    query: str
    upstream: str
    referrer: str


class Clock:
    """nginx writes local time without its offset. Of an hour that comes twice, a line belongs to the first,
    unless the log was already past it."""

    def __init__(self, zone: tzinfo = UTC, last: datetime | None = None) -> None:
        self.zone = zone
        self.last = last

    def moment(self, year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime:
        """In UTC. Raises ValueError, and OverflowError at the ends of the calendar."""
        local = datetime(year, month, day, hour, minute, second, tzinfo=self.zone)
        moment, again = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
        # Where an hour is left out instead, `again` is the earlier moment, and no line should be in it.
        if again > moment and self.last is not None and moment < self.last - _DISORDER:
            moment = again
        self.last = moment
        return moment


class _Fields(NamedTuple):
    start: int  # where in the line the fields begin
    end: int
    values: dict[str, str]


def parse_error_line(line: bytes, clock: Clock) -> ErrorLogRecord | InvalidLine:
    """The message that `line` tells of. A line without nginx's beginning is a foreign one, or another's rest."""
    line = line.rstrip(b"\r\n")
    if len(line) > LONGEST_LINE:
        return InvalidLine(Reason.TOO_LONG, line[:LONGEST_LINE])
    text = line.decode("utf-8", "replace").replace("\0", "\ufffd")
    head = _HEAD.match(text)
    if head is None:
        return InvalidLine(Reason.NO_MESSAGE, line)
    try:
        time = clock.moment(*(int(part) for part in head.groups()[:6]))
    except (ValueError, OverflowError):
        return InvalidLine(Reason.NO_TIME, line)
    rest = text[head.end() :]
    fields = _fields(rest)
    values = fields.values
    method, path, query = _request(values.get("request", ""))
    return ErrorLogRecord(
        time,
        head[7],
        int(head[8]),
        int(head[9]) if head[9] else None,
        rest[: fields.start] + rest[fields.end :],
        _address(values.get("client", "")),
        values.get("server", "")[:255],
        values.get("host", "")[:255],
        method,
        path,
        query,
        values.get("upstream", ""),
        values.get("referrer", ""),
    )


def _fields(text: str) -> _Fields:
    """The fields at the end of `text`. Where none reads to its end, the first that begin, so that an address
    stands in its own column and never in a message."""
    best: _Fields | None = None
    for number, client in enumerate(_CLIENT.finditer(text)):
        if number == _CANDIDATES:
            break
        found = _fields_from(text, client)
        whole = found.end == len(text)
        if whole and text.count('"', 0, found.start) % 2 == 0:
            return found
        if best is None or (whole and best.end < len(text)):
            best = found
    return best or _Fields(len(text), len(text), {})


def _fields_from(text: str, client: re.Match[str]) -> _Fields:
    values, at = {"client": client[1]}, client.end()
    if server := _SERVER.match(text, at):
        values["server"], at = server[1], server.end()
    while label := _QUOTED.match(text, at):
        end = _QUOTED_END.search(text, label.end())
        # The referrer is the last field, and a visitor's to fill: only the last quote ends it.
        stop = max(text.rfind('"'), label.end()) if label[1] == "referrer" else end.start() if end else len(text)
        if label[1] == "referrer" and stop != len(text) - 1:
            stop = len(text)  # cut by nginx
        values.setdefault(label[1], text[label.end() : stop])
        at = min(stop + 1, len(text))
    return _Fields(client.start(), at, values)


def _request(request: str) -> tuple[str, str, str]:
    """(method, path, query); all empty where the visitor spoke no HTTP."""
    words = request.split(" ")
    if len(words) < 2 or not words[0].isascii() or not words[0].replace("-", "").replace("_", "").isalnum():
        return "", "", ""
    target = " ".join(words[1:-1]) if words[-1].startswith("HTTP/") else " ".join(words[1:])
    path, _, query = target.partition("?")
    return words[0][:32], path, query


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None
