"""Both kinds of errors as one list, and many of the same as one line of it."""

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from logging_app.joins import errors_of, requests_of, requests_of_exceptions
from logging_app.models import AccessLogEntry, ErrorLogEntry, ExceptionReport
from logging_app.screens.requests.places import Place
from logging_app.screens.requests.rows import exactly, relative
from logging_app.visible import visible

from .words import EXCEPTION, LEVELS, meaning_of

SERVER, EXCEPTIONS = "server", "exception"
PAGE = 200  # errors on one page, which are far fewer lines when many are the same
LINES = 50
SEARCHED = 20_000  # errors of each kind that one page looks for a text in
_SHOWN = 240  # characters of a message
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NUMBERS = re.compile(r"\d+")


# Of either model; mypy knows no queryset of two.
Querysets = dict[str, "QuerySet[Any]"]


@dataclass(frozen=True)
class Cursor:
    """A place in the list: what comes after it is older. Without a kind, nothing of its own moment does."""

    time: datetime
    kind: str = ""
    pk: int = 0

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        found = re.fullmatch(r"(\d{1,17})-(server|exception|)-(\d{1,19})", text)
        if not found or int(found[3]) >= 2**63:
            return None
        return cls(_EPOCH + int(found[1]) * _MICROSECOND, found[2], int(found[3]))

    def __str__(self) -> str:
        return f"{(self.time - _EPOCH) // _MICROSECOND}-{self.kind}-{self.pk}"

    def older(self, kind: str) -> Q:
        older = Q(time__lt=self.time)
        if self.kind == kind:
            older |= Q(time=self.time, pk__lt=self.pk)
        elif kind < self.kind:
            older |= Q(time=self.time)
        return older


@dataclass
class Event:
    """One error, whichever its kind."""

    error: ErrorLogEntry | ExceptionReport
    request: Place | None = None

    @cached_property
    def kind(self) -> str:
        return SERVER if isinstance(self.error, ErrorLogEntry) else EXCEPTIONS

    @property
    def order(self) -> tuple[datetime, str, int]:
        return self.error.time, self.kind, self.error.pk

    @property
    def word(self) -> tuple[Promise | str, str]:
        """(word, tone)"""
        return (
            LEVELS.get(self.error.level, (self.error.level, "bad"))
            if isinstance(self.error, ErrorLogEntry)
            else EXCEPTION
        )

    @property
    def whole_text(self) -> str:
        if isinstance(self.error, ErrorLogEntry):
            return self.error.message
        name = self.error.exception.rpartition(".")[2]
        return f"{name}: {self.error.message}" if self.error.message else name

    @property
    def text(self) -> str:
        text = self.whole_text
        return visible(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")

    @property
    def left_out(self) -> int:
        return 0 if isinstance(self.error, ErrorLogEntry) else self.error.left_out

    @property
    def where(self) -> str:
        return visible(f"{self.error.method} {self.error.path}".strip()[:_SHOWN])

    @property
    def sameness(self) -> tuple[str, ...]:
        """Equal for errors that are the same but for their numbers."""
        if isinstance(self.error, ErrorLogEntry):
            return SERVER, self.error.level, _NUMBERS.sub("0", self.error.message)
        return EXCEPTIONS, self.error.exception, _NUMBERS.sub("0", self.error.message)

    @property
    def url(self) -> str:
        name = "request_log_server_error" if self.kind == SERVER else "request_log_exception"
        return reverse(name, args=[self.error.pk])

    @property
    def request_url(self) -> str:
        return reverse("requests:inspect", args=[self.request]) if self.request else ""

    @property
    def meaning(self) -> Promise | None:
        return meaning_of(self.error.message) if isinstance(self.error, ErrorLogEntry) else None

    @property
    def when(self) -> str:
        return relative(self.error.time)

    @property
    def exactly(self) -> str:
        return exactly(self.error.time)


@dataclass
class Burst:
    """The same error once or many times; `newest` stands for all."""

    newest: Event
    others: list[Event] = field(default_factory=list)

    @property
    def count(self) -> int:
        left_out = [event.left_out for event in (self.newest, *self.others)]
        return 1 + len(self.others) + sum(left_out)

    @property
    def oldest(self) -> Event:
        return self.others[-1] if self.others else self.newest


@dataclass
class Wanted:
    """What the list is narrowed down to."""

    kind: str = ""
    levels: tuple[str, ...] = ()
    since: datetime | None = None
    text: str = ""

    def querysets(self, cursor: Cursor | None) -> Querysets:
        """By kind, newest first, without the text, which is looked for in a bounded number of them."""
        found: Querysets = {}
        if self.kind != EXCEPTIONS:
            errors = ErrorLogEntry.objects.all()
            found[SERVER] = errors.filter(level__in=self.levels) if self.levels else errors
        if self.kind != SERVER and (not self.levels or "error" in self.levels):
            found[EXCEPTIONS] = ExceptionReport.objects.defer("trace")
        for kind, rows in found.items():
            if self.since:
                rows = rows.filter(time__gte=self.since)
            if cursor:
                rows = rows.filter(cursor.older(kind))
            found[kind] = rows.order_by("-time", "-pk")
        return found

    def matching(self, kind: str) -> Q:
        fields = ("message", "path", "upstream") if kind == SERVER else ("message", "path", "exception")
        return Q(*((f"{name}__icontains", self.text) for name in fields), _connector=Q.OR)


@dataclass
class ErrorPage:
    bursts: list[Burst]
    older: Cursor | None = None
    further: datetime | None = None  # the text was looked for back to here, and there is more before


def page_of(wanted: Wanted, cursor: Cursor | None) -> ErrorPage:
    querysets = wanted.querysets(cursor)
    edge = None
    if wanted.text:
        edges = [rows.values_list("time", flat=True)[SEARCHED - 1 : SEARCHED].first() for rows in querysets.values()]
        edge = max((time for time in edges if time is not None), default=None)
        for kind, rows in querysets.items():
            querysets[kind] = (rows.filter(time__gte=edge) if edge else rows).filter(wanted.matching(kind))
    found: list[ErrorLogEntry | ExceptionReport] = [error for rows in querysets.values() for error in rows[: PAGE + 1]]
    events = [Event(error) for error in found]
    events.sort(key=lambda event: event.order, reverse=True)
    bursts, shown = bursts_of(events[:PAGE])
    find_requests([burst.newest for burst in bursts])
    if len(events) > shown:
        return ErrorPage(bursts, older=Cursor(*events[shown - 1].order))
    return ErrorPage(bursts, further=edge)


def whole(wanted: Wanted) -> Iterator[Event]:
    """All of them, newest first, fetched piece by piece; the text is looked for in every one."""
    found = []
    for kind, rows in wanted.querysets(None).items():
        matching = rows.filter(wanted.matching(kind)) if wanted.text else rows
        found.append(Event(error) for error in matching.iterator(chunk_size=500))
    return heapq.merge(*found, key=lambda event: event.order, reverse=True)


def bursts_of(events: Sequence[Event]) -> tuple[list[Burst], int]:
    """Newest first, as the events are, at most `LINES` of them; and how many events they take in."""
    bursts: dict[tuple[str, ...], Burst] = {}
    for number, event in enumerate(events):
        if known := bursts.get(event.sameness):
            known.others.append(event)
        elif len(bursts) == LINES:
            return list(bursts.values()), number
        else:
            bursts[event.sameness] = Burst(event)
    return list(bursts.values()), len(events)


def find_requests(events: list[Event]) -> None:
    """Two questions to the database, however many events."""
    server = requests_of([event.error for event in events if isinstance(event.error, ErrorLogEntry)])
    by_id = requests_of_exceptions(event.error for event in events if isinstance(event.error, ExceptionReport))
    for event in events:
        if isinstance(event.error, ErrorLogEntry):
            found = server.get(event.error.pk)
        else:
            found = by_id.get(event.error.request_id) if event.error.request_id else None
        event.request = Place(*found) if found else None


def events_of(entry: AccessLogEntry) -> list[Event]:
    """What went wrong with one request, for logging_app/parts/errors_of_request.html."""
    errors = errors_of(entry)
    return [*map(Event, errors.exceptions), *map(Event, errors.server)]
