"""The rollups of a day from what the child has just stored of it, which need not be read again.

The same figures as rollup/day_sql.py computes from the entries, for days of which this process stored every entry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
from django.db import connection, models, transaction
from django.utils import timezone

from logging_app.models import LATENCY_BUCKETS, AddressDay, AgentDay, CampaignDay, Day, PathDay, ReferrerDay

from . import binary
from .facts import DayFacts, groups, totals
from .words import Array

# Of one day: about 35 MB. A busier day is computed from its entries.
MOST = 400_000
_ROLLUPS: tuple[type[models.Model], ...] = (PathDay, AgentDay, ReferrerDay, CampaignDay, AddressDay)
Table = tuple[type[models.Model], dict[str, binary.Field]]
_BUCKETS = ", ".join(f"sum(d.latency[{bucket}])" for bucket in range(1, LATENCY_BUCKETS + 1))
# What a path is (a page, a file) PostgreSQL knows already, so these two come from the rows of its paths.
_OF_PATHS = f"""
    UPDATE logging_app_day SET (page_latency, kind_bytes) = (
        SELECT coalesce(
                (SELECT ARRAY[{_BUCKETS}]::bigint[] FROM logging_app_pathday d
                    JOIN logging_app_path p ON p.id = d.path_id WHERE d.day = %(day)s AND p.kind = 'page'
                    HAVING count(*) > 0),
                array_fill(0::bigint, ARRAY[{LATENCY_BUCKETS}])
            ),
            (SELECT jsonb_object_agg(kind, sent) FROM (
                SELECT p.kind, sum(d.bytes_sent) AS sent FROM logging_app_pathday d
                    JOIN logging_app_path p ON p.id = d.path_id WHERE d.day = %(day)s GROUP BY p.kind) AS kinds)
    ) WHERE day = %(day)s
"""  # noqa: S608 -- a number of our own


@dataclass
class WholeDay:
    """What is held of a day; `addresses` are those that its facts number."""

    addresses: dict[str, Array]
    parts: list[Array] = field(default_factory=list)

    def count(self) -> int:
        return sum(map(len, self.parts))


class WholeDays:
    """Days whose every entry was stored by this process."""

    def __init__(self) -> None:
        self._begun = set(Day.objects.values_list("day", flat=True))
        self._held: dict[date, WholeDay] = {}
        self._generation = 0

    def add(self, stored: list[DayFacts], addresses: dict[str, Array], generation: int) -> None:
        """`generation` changes when the addresses get other numbers."""
        if generation != self._generation:
            self._held.clear()
            self._generation = generation
        for day, facts in (each for some in stored for each in some.by_day().items()):
            if day not in self._begun:
                self._begun.add(day)
                self._held[day] = WholeDay(addresses)
            if (held := self._held.get(day)) is not None:
                held.addresses = addresses
                held.parts.append(facts)
                if held.count() > MOST:
                    del self._held[day]

    def give_up(self, days: Iterable[date]) -> None:
        """Entries of these were stored that are not held."""
        for day in days:
            self._begun.add(day)
            self._held.pop(day, None)

    def take(self, day: date) -> WholeDay | None:
        return self._held.pop(day, None)


def compute(day: date, whole: WholeDay) -> None:
    """All of the day's rollups in one transaction, or none, as rollup.compute does."""
    facts = np.concatenate(whole.parts)
    with transaction.atomic(), connection.cursor() as cursor:
        Day.objects.filter(pk=day).update(dirty=False, computed_at=timezone.now(), **_of_day(facts))
        for rollup in _ROLLUPS:
            rollup._default_manager.filter(day=day).delete()
        for model, columns in _tables(facts, whole.addresses):
            count = len(next(iter(columns.values())).values)
            rows = binary.rows(binary.day(day, count), *columns.values())
            with connection.wrap_database_errors:  # which Django does not do for COPY
                cursor.copy_expert(
                    f"COPY {model._meta.db_table} (day, {', '.join(columns)}) FROM STDIN (FORMAT binary)",
                    BytesIO(binary.HEADER + rows + binary.TRAILER),
                )
        cursor.execute(_OF_PATHS, {"day": day})


def _of_day(facts: Array) -> dict[str, int]:
    status, is_bot = facts["status"], facts["is_bot"]
    known = facts["ip"] >= 0
    return {
        "requests": len(facts),
        "people_requests": int((~is_bot).sum()),
        "views": int(facts["view"].sum()),
        "visitors": len(np.unique(facts["visitor"][facts["view"] & known])),
        "bots": len(np.unique(facts["visitor"][is_bot & known])),
        "client_errors": int(_between(status, 400, 499).sum()),
        "server_errors": int(_between(status, 500, 599).sum()),
        "bytes_sent": int(facts["bytes_sent"].sum()),
    }


def _tables(facts: Array, addresses: dict[str, Array]) -> Iterator[Table]:
    visitors = np.unique(facts["visitor"], return_inverse=True)[1]
    known = facts["ip"] >= 0
    view, status = facts["view"], facts["status"]
    by = _By(facts, "path", visitors)
    bucket = np.minimum(np.frexp(facts["request_ms"].astype(float))[1], LATENCY_BUCKETS - 1)
    histogram = np.bincount(by.of * LATENCY_BUCKETS + bucket, minlength=by.count * LATENCY_BUCKETS)
    yield (
        PathDay,
        {
            "path_id": by.keys(),
            "requests": by.lines(),
            "views": by.lines(view),
            "visitors": by.visitors(view & known),
            "not_found": by.lines((status == 404) | (status == 410)),
            "client_errors": by.lines(_between(status, 400, 499)),
            "server_errors": by.lines(_between(status, 500, 599)),
            "bytes_sent": by.sum("bytes_sent"),
            "request_ms": by.sum("request_ms"),
            "latency": binary.histograms(histogram.reshape(-1, LATENCY_BUCKETS)),
        },
    )
    by = _By(facts, "agent", visitors)
    yield (
        AgentDay,
        {
            "agent_id": by.keys(),
            "requests": by.lines(),
            "views": by.lines(view),
            "visitors": by.visitors(known),
            "errors": by.lines(status >= 400),
            "bytes_sent": by.sum("bytes_sent"),
        },
    )
    for model, name in ((ReferrerDay, "referrer"), (CampaignDay, "campaign")):
        came = view & (facts[name] >= 0)
        by = _By(facts[came], name, visitors[came])
        yield model, {f"{name}_id": by.keys(), "views": by.lines(), "visitors": by.visitors(known[came])}
    by = _By(facts[known], "ip", visitors[known])
    by.sort(addresses["wire"][by.values].view(f"S{binary.LONGEST_ADDRESS}").ravel())
    ips = by.values
    nowhere = addresses["country"][ips] == b""
    yield (
        AddressDay,
        {
            "ip": binary.texts(addresses["wire"][ips], addresses["length"][ips]),
            "country": binary.texts(addresses["country"][ips], np.where(nowhere, 0, 2)),
            "requests": by.lines(),
            "bot_requests": by.lines(facts["is_bot"][known]),
            "views": by.lines(view[known]),
            "errors": by.lines(status[known] >= 400),
            "probes": by.lines(facts["probe"][known]),
            "sign_ins": by.lines(facts["sign_in"][known]),
            "bytes_sent": by.sum("bytes_sent"),
        },
    )


class _By:
    """Figures of the groups of lines with the same value of one column."""

    def __init__(self, facts: Array, name: str, visitors: Array) -> None:
        self.values, self.of = groups(facts[name])
        self.count = len(self.values)
        self._facts, self._visitors = facts, visitors

    def sort(self, order: Array) -> None:
        """As the index is: a row then goes to its end."""
        places = np.argsort(order)
        rank = np.empty_like(places)
        rank[places] = np.arange(self.count)
        self.values, self.of = self.values[places], rank[self.of]

    def keys(self) -> binary.Field:
        return binary.number(self.values, 8)

    def lines(self, which: Any = slice(None)) -> binary.Field:
        return binary.number(np.bincount(self.of[which], minlength=self.count), 8)

    def sum(self, name: str) -> binary.Field:
        return binary.number(totals(self.of, self._facts[name].astype(np.int64), self.count), 8)

    def visitors(self, which: Array) -> binary.Field:
        """Distinct ones."""
        pairs = np.unique(self.of[which] << 32 | self._visitors[which])
        return binary.number(np.bincount(pairs >> 32, minlength=self.count), 8)


def _between(status: Array, first: int, last: int) -> Array:
    between: Array = (status >= first) & (status <= last)
    return between
