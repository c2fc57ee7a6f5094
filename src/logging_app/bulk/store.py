"""Columns into PostgreSQL, through the store's own transaction: whatever it keeps true, holds here too."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from django.db import connection
from django.utils.timezone import localdate

from logging_app.batch import Batch
from logging_app.enrichment.campaigns import campaign_of
from logging_app.models import AccessLogEntry, Path, Referrer
from logging_app.models.access import entry_id
from logging_app.parser import AccessLogRecord
from logging_app.store import Rows, Store, milliseconds

from . import binary, hours
from .batch import ColumnBatch, days_of
from .facts import FACTS, DayFacts
from .known import Known
from .parse import Columns
from .words import Array

_COPY_BYTES = 1 << 20
COLUMNS = (
    "id", "time", "request_id", "ip", "visitor", "is_bot", "country", "endpoint_id", "path_id", "status", "bytes_sent",
    "request_ms", "upstream_ms", "referrer_id", "campaign_id", "agent_id", "connection", "request_line", "query",
)  # fmt: skip
COPY = f"COPY {AccessLogEntry._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT binary)"


@dataclass
class ColumnRows(Rows):
    """`copy` is the ordinary lines, `more_hours` their share: ready for COPY. `facts` are of all lines."""

    copy: bytes = b""
    more_hours: bytes = b""
    facts: list[DayFacts] = field(default_factory=list)
    addresses: dict[str, Array] = field(default_factory=dict)
    generation: int = 0


class ColumnStore(Store):
    """`prepare` may run in another thread than `write`, one batch ahead: texts are then committed before their rows."""

    catching_up = True

    def __init__(self) -> None:
        super().__init__()
        self.known = Known(self, self._salts)

    def become_reader(self) -> bool:
        reads = super().become_reader()
        hours.make_room()
        self.known.addresses.office = self._office
        return reads

    def forget(self) -> None:
        super().forget()
        self.known.clear()

    def prepare(self, file_id: int, batch: Batch) -> ColumnRows:
        if self.known.is_full:
            self.known.clear()
        if isinstance(batch, ColumnBatch):
            ips = self._kept(batch)
        rows = super().prepare(file_id, batch)
        ready = ColumnRows(rows.lines, rows.hours)
        if batch.records:
            ready.facts.append(self._odd_facts([record for _, record in batch.records]))
        if isinstance(batch, ColumnBatch) and batch.columns:
            self._add(ready, entry_id(file_id, 0), batch.columns, ips)
        ready.addresses, ready.generation = self.known.addresses.facts, self.known.generation
        return ready

    def _copy(self, cursor: Any, batch: Batch, rows: Rows) -> None:
        super()._copy(cursor, batch, rows)
        if isinstance(rows, ColumnRows) and rows.copy:
            with connection.wrap_database_errors:  # which Django does not do for COPY
                cursor.copy_expert(COPY, BytesIO(rows.copy), _COPY_BYTES)
            hours.add(cursor, rows.more_hours)

    def _kept(self, batch: ColumnBatch) -> Array:
        """The lines' addresses by number, those of the office's lines and these left out."""
        if not batch.columns:
            return np.zeros(0, np.int64)
        ips = self.known.address.facts_of("id", batch.columns.words, *batch.columns.texts["remote_addr"])
        held = self.known.addresses.facts["held"]
        if held.any():
            kept = ~held[ips]
            batch.ignored += int(len(kept) - kept.sum())
            batch.columns = batch.columns.filtered(kept) if kept.any() else None
            ips = ips[kept]
        return ips

    def _add(self, ready: ColumnRows, first_id: int, columns: Columns, ips: Array) -> None:
        """The rows, their hours and facts."""
        known, words, texts = self.known, columns.words, columns.texts
        path, query, referrer, agent = (
            column.codes(words, *texts[name])
            for name, column in (
                ("path", known.path), ("query", known.query), ("http_referer", known.referrer),
                ("http_user_agent", known.agent),
            )
        )  # fmt: skip
        endpoint = known.endpoints(columns)
        days, day = days_of(columns.time)
        facts = np.empty(len(columns), FACTS)
        facts["path"], facts["agent"] = known.path.facts["id"][path], known.agent.facts["id"][agent]
        facts["referrer"] = np.where(known.referrer.facts["counts"], known.referrer.facts["id"], -1)[referrer]
        facts["campaign"] = known.query.facts["id"][query]
        facts["visitor"] = known.visitors(day, days, ips, agent)
        facts["bytes_sent"], facts["request_ms"], facts["status"] = (
            columns.bytes_sent, columns.request_ms, columns.status,
        )  # fmt: skip
        facts["ip"], facts["is_bot"] = ips, known.agent.facts["is_bot"][agent]
        get, post = (known.endpoint_facts[name][endpoint].astype(bool) for name in ("get", "post"))
        answered = (columns.status == 200) | (columns.status == 304)
        facts["view"] = ~facts["is_bot"] & get & answered & known.path.facts["page"][path]
        facts["probe"], facts["sign_in"] = (
            known.path.facts["probe"][path], known.path.facts["sign_in"][path] & post,
        )  # fmt: skip
        ready.facts.append(DayFacts(days, day, facts))
        ready.more_hours = hours.of(columns, known.endpoint_facts["host"][endpoint], known.hosts, facts["is_bot"])
        ready.copy = self._rows_of(
            first_id, columns, facts, known.endpoint_facts["id"][endpoint], known.referrer.facts["id"][referrer]
        )

    def _rows_of(self, first_id: int, columns: Columns, facts: Array, endpoint: Array, referrer: Array) -> bytes:
        """In COPY's binary format, in their order: the index of the key then need not be sorted."""
        start, length = columns.texts["query"]
        said = np.flatnonzero(length)
        where = zip(said.tolist(), start[said].tolist(), length[said].tolist(), strict=True)
        queries = {row: columns.words.said(at, size) for row, at, size in where}
        fields = self._fields(first_id, columns, facts, endpoint, referrer)
        return binary.HEADER + binary.rows(*fields, tails=queries) + binary.TRAILER

    def _fields(
        self, first_id: int, columns: Columns, facts: Array, endpoint: Array, referrer: Array
    ) -> Iterable[binary.Field]:
        ip, ips, number = facts["ip"], self.known.addresses.facts, binary.number
        nowhere, none = ip < 0, np.zeros((len(ip), 0), np.uint8)
        yield number(columns.offset + first_id, 8)
        yield binary.moments(columns.time)
        if columns.request_id is None:
            yield binary.texts(none, np.full(len(ip), -1))
        else:
            yield binary.texts(columns.request_id)
        yield binary.texts(ips["wire"][ip], np.where(nowhere, -1, ips["length"][ip]))
        yield number(facts["visitor"], 8, nowhere)
        yield number(facts["is_bot"], 1)
        country = ips["country"][ip]
        yield binary.texts(country, np.where((country == b"") | nowhere, 0, 2))
        yield number(endpoint, 8)
        yield number(facts["path"], 8)
        yield number(columns.status, 2)
        yield number(columns.bytes_sent, 8)
        yield number(columns.request_ms, 4)
        yield number(columns.upstream_ms, 4, columns.upstream_ms < 0)
        yield number(referrer, 8, referrer < 0)
        yield number(facts["campaign"], 8, facts["campaign"] < 0)
        yield number(facts["agent"], 8)
        yield number(columns.connection, 8, columns.connection < 0)
        yield binary.texts(none)

    def _odd_facts(self, records: list[AccessLogRecord]) -> DayFacts:
        """The store has just found the numbers of their texts."""
        paths = self._paths.of(r.path for r in records)
        kinds = dict(Path.objects.filter(pk__in=set(paths.values())).values_list("pk", "kind"))
        agents = self._agents.of(r.user_agent for r in records)
        bots = self._bots(set(agents.values()))
        referrers = self._referrers.of(r.referrer for r in records if r.referrer not in ("", "-"))
        counting = self._counting(set(referrers.values()))
        campaigns = [campaign_of(r.query) if r.query else None for r in records]
        numbers = self._campaigns.of(campaign for campaign in campaigns if campaign)
        ips = self.known.addresses.numbers([r.remote_addr for r in records])
        days = sorted({localdate(r.time) for r in records})
        facts = np.empty(len(records), FACTS)
        for place, (r, campaign, ip) in enumerate(zip(records, campaigns, ips, strict=True)):
            path, agent = paths[r.path], agents[r.user_agent]
            referrer = referrers.get(r.referrer, -1)
            page = kinds[path] == Path.Kind.PAGE and r.method == "GET" and r.status in (200, 304)
            facts[place] = (
                path, agent, referrer if referrer in counting else -1, numbers[campaign] if campaign else -1,
                self._visitor(r) or 0, r.bytes_sent, milliseconds(r.request_time), ip, r.status, agent in bots,
                page and agent not in bots, kinds[path] == Path.Kind.PROBE,
                kinds[path] == Path.Kind.SIGN_IN and r.method == "POST",
            )  # fmt: skip
        return DayFacts(days, np.array([days.index(localdate(r.time)) for r in records]), facts)

    def _counting(self, referrers: set[int]) -> set[int]:
        """Those of other sites."""
        others = Referrer.objects.filter(pk__in=referrers).exclude(group=Referrer.Group.OWN)
        return set(others.values_list("pk", flat=True))

    # What `Known` asks, of texts it has not met before.

    def learn_paths(self, said: list[str]) -> dict[str, Any]:
        numbers = self._paths.of(said)
        kinds = dict(Path.objects.filter(pk__in=numbers.values()).values_list("pk", "kind"))
        ids = [numbers[text] for text in said]
        flags = {"page": Path.Kind.PAGE, "probe": Path.Kind.PROBE, "sign_in": Path.Kind.SIGN_IN}
        return {"id": ids} | {name: [kinds[path] == kind for path in ids] for name, kind in flags.items()}

    def learn_agents(self, said: list[str]) -> dict[str, Any]:
        numbers = self._agents.of(said)
        bots = self._bots(set(numbers.values()))
        ids = [numbers[text] for text in said]
        return {"id": ids, "is_bot": [agent in bots for agent in ids]}

    def learn_referrers(self, said: list[str]) -> dict[str, Any]:
        numbers = self._referrers.of(text for text in said if text not in ("", "-"))
        counting = self._counting(set(numbers.values()))
        ids = [numbers.get(text, -1) for text in said]
        return {"id": ids, "counts": [referrer in counting for referrer in ids]}

    def learn_queries(self, said: list[str]) -> dict[str, Any]:
        campaigns = [campaign_of(text) if text else None for text in said]
        numbers = self._campaigns.of(campaign for campaign in campaigns if campaign)
        return {"id": [numbers[campaign] if campaign else -1 for campaign in campaigns]}

    def learn_endpoints(self, said: list[tuple[str, str, str, str]]) -> dict[str, Any]:
        numbers = self._endpoints.of(said)
        hosts = self.known.hosts
        new = dict.fromkeys(host for _, host, _, _ in said if host not in hosts)
        hosts += new
        return {
            "id": [numbers[endpoint] for endpoint in said],
            "host": [hosts.index(host) for _, host, _, _ in said],
            "get": [method == "GET" for *_, method in said],
            "post": [method == "POST" for *_, method in said],
        }
