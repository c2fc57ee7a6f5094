"""One line of the combined format, as nginx and Apache write it by default: old logs, from before our own format.

It names no host, no duration and no request id; these stay empty.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache

from .parser import LONGEST_LINE, AccessLogRecord, InvalidLine, Reason, address, clean

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_LINE = re.compile(rf"(\S+) \S+ .*? \[([^\]]+)\] {_QUOTED} (\d{{3}}) (\d+|-) {_QUOTED} {_QUOTED}")
_REQUEST = re.compile(r"([A-Za-z-]{1,32}) (\S.*?)(?: (HTTP/[\d.]+))?")
_ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"v": b"\v", b"f": b"\f"}
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = dict(zip(_NAMES, range(1, 13), strict=True))


def parse_combined(line: bytes) -> AccessLogRecord | InvalidLine:
    """The request that `line` tells of; never raises."""
    line = line.rstrip(b"\r\n")
    if len(line) > LONGEST_LINE:
        return InvalidLine(Reason.TOO_LONG, line[:LONGEST_LINE])
    match = _LINE.match(line.decode("latin-1"))
    if not match:
        return InvalidLine(Reason.NOT_COMBINED, line)
    ip, when, request, status, size, referrer, agent = match.groups()
    time = _time(when)
    if time is None:
        return InvalidLine(Reason.NO_TIME, line)
    said = _text(request)
    parts = _REQUEST.fullmatch(said)
    method, uri, protocol = (parts[1], parts[2], parts[3] or "HTTP/0.9") if parts else ("", "", "")
    path, _, query = uri.partition("?")
    return AccessLogRecord(
        time, "", address(ip), method, path, query, int(status), 0 if size == "-" else min(int(size[:15]), 2**48 - 1),
        0.0, None, _text(referrer), "" if agent == "-" else _text(agent), "", protocol, "", "" if parts else said, None,
    )  # fmt: skip


def _text(latin: str) -> str:
    raw = latin.encode("latin-1")
    if b"\\" in raw:
        raw = _ESCAPE.sub(_unescaped, raw)
    return str(clean(raw.decode("utf-8", "replace")))


def _unescaped(match: "re.Match[bytes]") -> bytes:
    said = match[1]
    return bytes([int(said[1:], 16)]) if len(said) == 3 else _ESCAPED.get(said, said)


@lru_cache(maxsize=4_096)
def _time(text: str) -> datetime | None:
    """`22/Nov/2026:17:31:07 +0100`, without asking the locale for the month's name."""
    try:
        month = _MONTHS[text[3:6]]
        moment = datetime.fromisoformat(f"{text[7:11]}-{month:02}-{text[:2]}T{text[12:20]}{text[21:24]}:{text[24:26]}")
    except (KeyError, ValueError):
        return None
    return moment.astimezone(UTC) if 1970 <= moment.year < 2200 else None
