"""Entries that match, from one place of the log on: a page of them, or as far as the time given allows.

The matches are never counted, nor skipped over. Where no index leads to them, the log is read backwards in windows of
time that grow as long as they are read quickly; when time is up, the search says how far it came.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from logging_app.models import AccessLogEntry

from .criteria import Criteria
from .patience import OutOfTime, at_most
from .places import Place

PAGE = 50
SECONDS = 0.06
# The first window holds so many entries, and is read to its end: every search comes further than the one before it.
FIRST_ENTRIES = 20_000
_FIRST_SECONDS = 3.0
_INSTANT = timedelta(microseconds=1)
_clock = time.monotonic


@dataclass
class Found:
    """`entries` come newest first. `more` is whether others follow in the direction of the search, where that is known.

    `reached` is the moment up to which the log was searched when time was up; None when nothing was left to search.
    """

    entries: list[AccessLogEntry]
    more: bool
    reached: datetime | None = None


def older(criteria: Criteria, place: Place | None = None, limit: int = PAGE, seconds: float = SECONDS) -> Found:
    """The newest matches before `place`."""
    return _Search(criteria, place, limit, seconds, backwards=True).run()


def newer(criteria: Criteria, place: Place, limit: int = PAGE, seconds: float = SECONDS) -> Found:
    """The oldest matches after `place`, newest first as ever."""
    return _Search(criteria, place, limit, seconds, backwards=False).run()


def extent() -> tuple[datetime, datetime] | None:
    """The moments of the oldest and the newest entry."""
    times = AccessLogEntry.objects.values_list("time", flat=True)
    first, last = times.order_by("time").first(), times.order_by("-time").first()
    return (first, last) if first and last else None


class _Search:
    def __init__(self, criteria: Criteria, place: Place | None, limit: int, seconds: float, *, backwards: bool) -> None:
        self.criteria, self.place, self.limit, self.backwards = criteria, place, limit, backwards
        self.deadline = _clock() + seconds
        self.width = timedelta()
        self.bottom: datetime | None = None
        self.top: datetime | None = None

    def run(self) -> Found:
        entries: list[AccessLogEntry] = []
        reached = None
        for low, high in self._windows():
            began = _clock()
            try:
                with at_most(max(self.deadline - began, 0.01) if self.width else _FIRST_SECONDS):
                    entries += self._window(low, high)[: self.limit + 1 - len(entries)]
            except OutOfTime:
                reached = high if self.backwards else low
                break
            if len(entries) > self.limit:
                break
            edge, end = (low, self.bottom) if self.backwards else (high, self.top)
            if edge != end and not self._goes_on(_clock() - began):
                reached = edge
                break
        more = len(entries) > self.limit
        entries = entries[: self.limit]
        return Found(entries if self.backwards else entries[::-1], more, None if more else reached)

    def _windows(self) -> Iterator[tuple[datetime, datetime]]:
        """From where the search begins to where it can end; each window without its upper end."""
        held = extent()
        if held is None:
            return
        bottom, top = held[0], held[1] + _INSTANT
        if self.criteria.since:
            bottom = max(bottom, self.criteria.since)
        if self.criteria.until:
            top = min(top, self.criteria.until)
        if self.place and self.backwards:
            top = min(top, self.place.time + _INSTANT)
        elif self.place:
            bottom = max(bottom, self.place.time)
        self.bottom, self.top = bottom, top
        while bottom < top:
            width = self.width or self._first_width(bottom, top)
            if self.backwards:
                low = max(bottom, top - width)
                yield low, top
                top = low
            else:
                high = min(top, bottom + width)
                yield bottom, high
                bottom = high
            self.width = self.width or width

    def _first_width(self, bottom: datetime, top: datetime) -> timedelta:
        """Without a condition, the first entries read are the wanted ones: no need to look piece by piece."""
        if not self.criteria.where:
            return top - bottom
        times = AccessLogEntry.objects.filter(time__gte=bottom, time__lt=top).values_list("time", flat=True)
        last = times.order_by("-time" if self.backwards else "time")[FIRST_ENTRIES : FIRST_ENTRIES + 1].first()
        if last is None:
            return top - bottom
        return max(top - last if self.backwards else last - bottom, _INSTANT)

    def _window(self, low: datetime, high: datetime) -> "QuerySet[AccessLogEntry]":
        entries = AccessLogEntry.objects.filter(self.criteria.where, time__gte=low, time__lt=high)
        if self.place and low <= self.place.time < high:
            beyond = {"time__lt" if self.backwards else "time__gt": self.place.time}
            beside = {"id__lt" if self.backwards else "id__gt": self.place.id}
            entries = entries.filter(Q(**beyond) | Q(time=self.place.time, **beside))
        return entries.order_by(*(("-time", "-id") if self.backwards else ("time", "id")))

    def _goes_on(self, took: float) -> bool:
        """Whether there is time for another window; it is made as wide as what is left of the time may allow."""
        left = self.deadline - _clock()
        if left <= 0:
            return False
        self.width *= min(8.0, max(0.5, left / 2 / max(took, 0.0005)))
        return True
