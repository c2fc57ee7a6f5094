"""Records of an interface that answers in JSON (REST), page by page."""

import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from . import Rows, SourceAway, watermarks, web
from .paging import OnePage, Page, Paging, asking, at, same_host
from .secret import FromEnvironment, value_of

if TYPE_CHECKING:
    from pandas import DataFrame

LIMITS = web.Limits(size=20_000_000)  # of one page
HEAVIEST = 500_000_000  # bytes of JSON in all
MOST_PAGES = 10_000
ATTEMPTS = 4
LONGEST_WAIT = 60.0  # seconds; an interface that wants more is asked again by the next run


@dataclass(frozen=True)
class Since:
    """How new records are asked for: by a parameter that holds the highest value of `column` so far.

    Moments are written as ISO 8601 in UTC and go back by `overlap`, for records that were being written meanwhile;
    what comes twice changes nothing. Whole numbers are written as they are.
    """

    column: str
    parameter: str
    moments: bool = True
    overlap: timedelta = timedelta(minutes=5)

    def written(self, watermark: int) -> str:
        if not self.moments:
            return str(watermark)
        return (watermarks.moment(watermark) - self.overlap).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Interface:
    """`columns` takes each column of the contract from a dotted path in a record; without it the names are the same.

    `key` is sent in the header `key_header`, after `key_prefix`. `days` names the parameters of a first and a last day.
    """

    address: str | FromEnvironment
    records: str = ""  # a dotted path to the list of them; empty where the body is that list
    columns: Mapping[str, str] = field(default_factory=dict)
    paging: Paging = field(default_factory=OnePage)
    since: Since | None = None
    days: tuple[str, str] | None = None
    key: FromEnvironment | None = None
    key_header: str = "Authorization"
    key_prefix: str = "Bearer "
    limits: web.Limits = LIMITS
    most: int = 1_000_000  # records


def rest(interface: Interface) -> Rows:
    """The source of a flow that reads `interface`."""

    def read(after: int) -> "DataFrame":
        since = interface.since
        question = {since.parameter: since.written(after)} if since and after else {}
        rows = _read(interface, question)
        return watermarks.with_watermark(rows, since.column) if since else rows

    def read_days(first: date, last: date) -> "DataFrame":
        names = interface.days or ("", "")
        return _read(interface, {names[0]: first.isoformat(), names[1]: last.isoformat()})

    return Rows(
        read, watermark=watermarks.COLUMN if interface.since else "", read_days=read_days if interface.days else None
    )


def _read(interface: Interface, question: dict[str, str]) -> "DataFrame":
    import pandas as pd

    records: list[dict[str, Any]] = []
    seen: set[bytes] = set()
    weight = 0
    start = value_of(interface.address)
    address: str | None = interface.paging.first(asking(start, question) if question else start)
    for pages in range(MOST_PAGES):
        if address is None:
            return pd.DataFrame.from_records(records) if records else pd.DataFrame(columns=list(interface.columns))
        page, found, size = _page(interface, address, len(records), pages)
        weight += size
        if len(records) + len(found) > interface.most or weight > HEAVIEST:
            raise SourceAway(
                _("“%(host)s” gives more than %(rows)s records or %(weight)s MB. Ask for fewer days at once.")
                % {"host": _host(start), "rows": interface.most, "weight": HEAVIEST // 1_000_000}
            )
        _refuse_repeated(seen, address.encode(), page.address)
        if found:
            _refuse_repeated(seen, json.dumps(found, sort_keys=True).encode(), page.address)
        records += [_picked(record, interface.columns) for record in found]
        address = interface.paging.next(page)
        # The host that the flow names, not one that it redirects to: the key goes along.
        if address is not None and not same_host(start, address):
            raise SourceAway(_("The next page of “%s” is said to be at another host. Nothing was read.") % _host(start))
    raise SourceAway(
        _("“%(host)s” gave %(pages)s pages and did not end. Ask for more records a page, or for fewer days.")
        % {"host": _host(start), "pages": MOST_PAGES}
    )


def _page(interface: Interface, address: str, records_before: int, pages_before: int) -> tuple[Page, list[Any], int]:
    answer, raw = _answered(interface, address)
    if answer.status != 200:
        raise SourceAway(_status_in_words(interface, answer))
    try:
        body = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        if raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
            raise SourceAway(
                _("“%s” answers with a web page instead of data. Check the address, and whether it asks to sign in.")
                % answer.host
            ) from None
        raise SourceAway(_("What “%s” answers is no JSON.") % answer.host) from None
    found = at(body, interface.records)
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise SourceAway(
            _("The answer of “%(host)s” has no list of records at “%(path)s”.")
            % {"host": answer.host, "path": interface.records or "."}
        )
    page = Page(address, answer.address, answer.headers, body, len(found), records_before, pages_before)
    return page, found, len(raw)


def _answered(interface: Interface, address: str) -> tuple[web.Answer, bytes]:
    """The answer, after waits where the interface is busy or does not answer."""
    private = {interface.key_header: interface.key_prefix + interface.key.value()} if interface.key else {}
    for attempt in range(1, ATTEMPTS + 1):
        body, wait = io.BytesIO(), float(2**attempt - 1)
        try:
            answer = web.get(address, body, {"Accept": "application/json"}, private, interface.limits)
        except web.NoAnswer:
            if attempt == ATTEMPTS:
                raise
        else:
            if attempt == ATTEMPTS or not (answer.status == 429 or answer.status >= 500):
                break
            wait = _wished(answer.headers, wait)
            if wait > LONGEST_WAIT:
                break
        time.sleep(wait)
    return answer, body.getvalue()


def _wished(headers: Message, otherwise: float) -> float:
    """Seconds that the header Retry-After asks to wait for, in either of its forms."""
    text = str(headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at_time = parsedate_to_datetime(text)
    except ValueError:
        return otherwise
    at_time = at_time if at_time.tzinfo else at_time.replace(tzinfo=UTC)
    return max(0.0, (at_time - datetime.now(UTC)).total_seconds())


def _refuse_repeated(seen: set[bytes], what: bytes, address: str) -> None:
    digest = sha256(what).digest()
    if digest in seen:
        raise SourceAway(
            _("“%s” gave the same page twice, so its pages would never end. Check how the flow asks for the next one.")
            % _host(address)
        )
    seen.add(digest)


def _picked(record: dict[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    return {name: at(record, path) for name, path in columns.items()} if columns else record


def _status_in_words(interface: Interface, answer: web.Answer) -> str:
    told = {"host": answer.host, "status": answer.status}
    if answer.status in (401, 403) and interface.key:
        told["variable"] = interface.key.variable
        return _("“%(host)s” does not accept the key in %(variable)s (%(status)s). Write a valid one there.") % told
    if answer.status in (401, 403):
        return _("“%(host)s” asks for a key (%(status)s). Name the variable that holds it in the flow.") % told
    if answer.status in (404, 410):
        return _("“%(host)s” knows nothing at that address (%(status)s). Check the address in the flow.") % told
    if answer.status == 429:
        return _("“%(host)s” was asked too often (%(status)s). The next run tries again.") % told
    if answer.status >= 500:
        return _("“%(host)s” has a fault of its own (%(status)s). The next run tries again.") % told
    return _("“%(host)s” answered with the status %(status)s instead of data.") % told


def _host(address: str) -> str:
    return web.place_of(address).host


def _no_number(_text: str) -> None:
    raise ValueError
