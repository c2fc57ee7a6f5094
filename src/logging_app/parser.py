"""One line of nginx's JSON access log, read without Django: whatever a visitor sent, it never raises."""

import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from socket import AF_INET, inet_pton
from typing import Any

# Longer than any line nginx writes: four headers of 8 KB, each byte escaped to six.
LONGEST_LINE = 256 * 1024

# Beyond these a number is no count of bytes or seconds, and sums of it would not fit PostgreSQL's types.
_MOST = 2**48
_LONGEST_SECONDS = 1e9
_YEARS = range(1970, 2200)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# nginx pads a status below 100 ("000", "009" for HTTP/0.9) to three digits, which JSON does not allow.
_PADDED_STATUS = re.compile(r'("status":)0+(?=\d)')


class Reason(StrEnum):
    """Why a line is no request. Stored: never rename a value."""

    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    NO_TIME = "no_time"
    NO_STATUS = "no_status"
    NOT_COMBINED = "not_combined"
    TOO_LONG = "too_long"
    NO_MESSAGE = "no_message"  # in the error log
    REFUSED = "refused"  # by the database; said by store.py


@dataclass(slots=True)
class AccessLogRecord:
    """One request. Text holds no NUL and no lone surrogate, so PostgreSQL takes it; times are in seconds."""

    time: datetime
    request_id: str
    remote_addr: str | None
    method: str
    path: str
    query: str
    status: int
    bytes_sent: int
    request_time: float
    upstream_time: float | None
    referrer: str
    user_agent: str
    host: str
    protocol: str
    scheme: str
    request_line: str
    connection: int | None


@dataclass(slots=True)
class InvalidLine:
    """A line that is no request, and why; `raw` is what was there, without its line end."""

    reason: Reason
    raw: bytes


def parse_line(line: bytes) -> AccessLogRecord | InvalidLine:
    """The request that `line` tells of. Absent or unreadable fields other than time and status are empty."""
    line = line.rstrip(b"\r\n")
    if len(line) > LONGEST_LINE:
        return InvalidLine(Reason.TOO_LONG, line[:LONGEST_LINE])
    try:
        fields = _load(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return InvalidLine(Reason.NOT_JSON, line)
    if not isinstance(fields, dict):
        return InvalidLine(Reason.NOT_AN_OBJECT, line)
    # Only an escape or a raw NUL can bring a character that PostgreSQL refuses.
    if b"\\u" in line or b"\0" in line:
        fields = {name: clean(value) for name, value in fields.items()}
    time = _time(fields.get("msec"), fields.get("time"))
    if time is None:
        return InvalidLine(Reason.NO_TIME, line)
    status = _whole(fields.get("status"))
    if status is None or status > 999:
        return InvalidLine(Reason.NO_STATUS, line)
    method, uri = _text(fields.get("request_method"), 32), _text(fields.get("request_uri"))
    path, _, query = uri.partition("?")
    return AccessLogRecord(
        time,
        _text(fields.get("request_id"), 64),
        address(_text(fields.get("remote_addr"), 64)),
        method,
        path,
        query,
        status,
        _whole(fields.get("body_bytes_sent")) or 0,
        _seconds(fields.get("request_time")) or 0.0,
        _upstream_seconds(fields.get("upstream_response_time")),
        _text(fields.get("http_referer")),
        _text(fields.get("http_user_agent")),
        _text(fields.get("host"), 255),
        _text(fields.get("server_protocol"), 32),
        _text(fields.get("scheme"), 16),
        "" if method and uri else _text(fields.get("request")),
        _whole(fields.get("connection")),
    )


def _load(text: str) -> Any:
    try:
        return json.loads(text, strict=False)  # control characters may stand raw in a string
    except ValueError:
        repaired, count = _PADDED_STATUS.subn(r"\1", text, count=1)
        if not count:
            raise
        return json.loads(repaired, strict=False)


def clean(value: Any) -> Any:
    """Text as PostgreSQL takes it: NUL and lone surrogates become U+FFFD."""
    if not isinstance(value, str):
        return value
    return value.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(value: Any, longest: int = LONGEST_LINE) -> str:
    if isinstance(value, str):
        return value[:longest]
    return str(value)[:longest] if isinstance(value, int | float) else ""


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _whole(value: Any) -> int | None:
    number = value if type(value) is int else _number(value)
    return int(number) if number is not None and 0 <= number < _MOST else None


def _seconds(value: Any) -> float | None:
    number = _number(value)
    return number if number is not None and 0 <= number < _LONGEST_SECONDS else None


def _upstream_seconds(value: Any) -> float | None:
    """The sum over every upstream nginx asked ("0.000, 0.012 : 0.003"); None where it asked none ("" or "-")."""
    if not value or value == "-":
        return None
    if not isinstance(value, str):
        return _seconds(value)
    if "," not in value and ":" not in value:
        return _seconds(value)
    times = [_seconds(part) for part in re.split("[,:]", value)]
    known = [time for time in times if time is not None]
    return min(sum(known), _LONGEST_SECONDS) if known else None


def _time(msec: Any, iso: Any) -> datetime | None:
    """UTC, to the millisecond where the line has `msec` (seconds since 1970), else to the second."""
    seconds = _number(msec)
    try:
        if seconds is not None:
            moment = _EPOCH + timedelta(milliseconds=round(seconds * 1000))
        else:
            moment = datetime.fromisoformat(iso)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None


@lru_cache(maxsize=65_536)
def address(text: str) -> str | None:
    """An address that PostgreSQL's inet takes; None for anything else, such as "unix:"."""
    try:
        inet_pton(AF_INET, text)
        return text  # there is one way to write it, and most are of this kind
    except (OSError, ValueError):
        pass
    try:
        return str(ip_address(text.partition("%")[0]))
    except ValueError:
        return None
