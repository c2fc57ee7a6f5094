"""Columns into PostgreSQL, through the store's own transaction: whatever it keeps true, holds here too."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import numpy as np
import polars as pl
from django.db import connection
from django.utils.timezone import localdate

from logging_app import rollup
from logging_app.batch import Batch
from logging_app.enrichment.campaigns import campaign_of
from logging_app.enrichment.countries import country_of
from logging_app.enrichment.office import Office
from logging_app.enrichment.visitors import digest_of, salted
from logging_app.models import LATENCY_BUCKETS
from logging_app.models.access import entry_id
from logging_app.parser import address
from logging_app.store import COLUMNS, COPY, Rows, Store

from .parse import Codes, Columns, parse

_QUARTER = 900_000  # milliseconds; the days of every zone begin at a quarter of an hour
_HOUR = 3_600_000
_COPY_BYTES = 1 << 20


@dataclass
class ColumnBatch(Batch):
    """A batch whose `records` are only the lines that are not ordinary; the ordinary ones stand in `columns`."""

    columns: Columns | None = None
    addresses: list[str | None] | None = None

    @classmethod
    def of_columns(cls, start: int, data: bytes) -> "ColumnBatch":
        columns, odd = parse(start, data)
        addresses = [address(text) for text in columns.codes["address"].texts] if columns else None
        return cls(start, data, odd.records, odd.invalid, 0, columns, addresses)

    @property
    def stored(self) -> int:
        return len(self.records) + (len(self.columns) if self.columns else 0)

    def moments(self) -> set[datetime]:
        if not self.columns:
            return super().moments()
        quarters = np.unique(self.columns.frame["time"].to_numpy() // _QUARTER).tolist()
        return super().moments() | {_moment(quarter * _QUARTER) for quarter in quarters}

    def last_time(self) -> datetime | None:
        odd = self.records[-1] if self.records else None
        if self.columns and (not odd or self.columns.frame["offset"][-1] > odd[0]):
            return _moment(self.columns.frame["time"][-1])
        return odd[1].time if odd else None

    def ignore(self, office: Office) -> None:
        super().ignore(office)
        if self.columns and self.addresses:
            held = np.array([office.holds(ip) for ip in self.addresses], bool)
            if held.any():
                kept = self.columns.filtered(~held[self.columns.codes["address"].of])
                self.ignored += len(self.columns) - len(kept)
                self.columns = kept if len(kept) else None


@dataclass
class ColumnRows(Rows):
    """`text` is the ordinary lines, ready for COPY; they are counted in `hours` already."""

    text: bytes = b""


class ColumnStore(Store):
    """`prepare` may run in another thread than `write`, one batch ahead: texts are then committed before their rows."""

    catching_up = True

    def prepare(self, file_id: int, batch: Batch) -> Rows:
        rows = super().prepare(file_id, batch)
        if not isinstance(batch, ColumnBatch) or not batch.columns:
            return rows
        columns = self._columns(file_id, batch.columns, batch.addresses or [])
        ready = ColumnRows(rows.lines, rows.hours, _text(columns))
        _count(ready.hours, columns, batch.columns.codes["endpoint"])
        return ready

    def _copy(self, cursor: Any, batch: Batch, rows: Rows) -> None:
        super()._copy(cursor, batch, rows)
        if isinstance(rows, ColumnRows):
            with connection.wrap_database_errors:  # which Django does not do for COPY
                cursor.copy_expert(COPY, BytesIO(rows.text), _COPY_BYTES)

    def _columns(self, file_id: int, columns: Columns, addresses: list[str | None]) -> pl.DataFrame:
        """The columns of the table by name, and what the hourly rollup needs."""
        frame, codes = columns.frame, columns.codes
        agents = _ids(self._agents, codes["agent"])
        bots = self._bots(set(agents))
        return frame.select(
            id=entry_id(file_id, 0) + pl.col("offset"),
            time="time",
            request_id="request_id",
            ip=_taken(addresses, codes["address"], pl.String),
            visitor=self._visitors(frame["time"].to_numpy(), codes, addresses),
            is_bot=_taken([agent in bots for agent in agents], codes["agent"], pl.Boolean),
            country=_taken([country_of(ip) if ip else "" for ip in addresses], codes["address"], pl.String),
            endpoint_id=_taken(
                _ids(self._endpoints, codes["endpoint"], lambda text: tuple(text.split("\n"))), codes["endpoint"]
            ),
            path_id=_taken(_ids(self._paths, codes["path"]), codes["path"]),
            status="status",
            bytes_sent="bytes_sent",
            request_ms="request_ms",
            upstream_ms="upstream_ms",
            referrer_id=_taken(
                _ids(self._referrers, codes["referrer"], lambda text: None if text in ("", "-") else text),
                codes["referrer"],
            ),
            campaign_id=_taken(
                _ids(self._campaigns, codes["query"], lambda text: campaign_of(text) if text else None), codes["query"]
            ),
            agent_id=_taken(agents, codes["agent"]),
            connection="connection",
            query="query",
            request_line="request_line",
            endpoint=pl.Series(codes["endpoint"].of),
        )

    def _visitors(self, times: Any, codes: dict[str, Codes], addresses: list[str | None]) -> pl.Series:
        """The store's visitor of each request, hashed once for each day, address and user agent."""
        quarters, of_quarter = np.unique(times // _QUARTER, return_inverse=True)
        days = [localdate(_moment(int(quarter) * _QUARTER)) for quarter in quarters]
        salts: dict[date, int] = {day: place for place, day in enumerate(dict.fromkeys(days))}
        day = np.array([salts[each] for each in days], np.int64)[of_quarter]
        agents = codes["agent"]
        key = (day * len(addresses) + codes["address"].of) * len(agents.texts) + agents.of
        distinct, of = np.unique(key, return_inverse=True)
        beginnings = [salted(self._salts.of(each)) for each in salts]
        ips = [ip.encode() if ip else b"" for ip in addresses]
        said = [text.encode() for text in agents.texts]
        place, agent = np.divmod(distinct, len(said))
        at, place = np.divmod(place, len(ips))
        digests = [
            digest_of(beginnings[a], ips[p], said[n])
            for a, p, n in zip(at.tolist(), place.tolist(), agent.tolist(), strict=True)
        ]
        hashes = np.frombuffer(b"".join(digests), ">i8").astype(np.int64)[of]
        known = np.array([ip is not None for ip in addresses], bool)[codes["address"].of]
        return pl.select(pl.when(pl.Series(known)).then(pl.Series(hashes))).to_series()


def _ids(numbers: Any, codes: Codes, said: Any = lambda text: text) -> list[Any]:
    """The number of each distinct text of a column; None where it says nothing."""
    keys = [said(text) for text in codes.texts]
    known = numbers.of(key for key in keys if key is not None)
    return [None if key is None else known[key] for key in keys]


def _taken(values: list[Any], codes: Codes, dtype: Any = pl.Int64) -> pl.Series:
    return pl.Series(values, dtype=dtype).gather(codes.of)


def _text(rows: pl.DataFrame) -> bytes:
    """COPY's text format. Ordinary lines hold nothing that it would have to escape."""
    ready = rows.select(COLUMNS).with_columns(pl.col("time").cast(pl.Datetime("ms")))
    return ready.write_csv(
        None, include_header=False, separator="\t", quote_style="never", null_value="\\N",
        datetime_format="%Y-%m-%d %H:%M:%S%.3f+00",
    ).encode()  # fmt: skip


def _count(hours: rollup.Hours, rows: pl.DataFrame, endpoints: Codes) -> None:
    bucket = np.minimum(np.frexp(rows["request_ms"].to_numpy().astype(float))[1], LATENCY_BUCKETS - 1)
    sums = rows.group_by(pl.col("time") // _HOUR, "endpoint", "status", "is_bot", pl.Series("bucket", bucket)).agg(
        pl.len(), pl.sum("bytes_sent"), pl.sum("request_ms")
    )
    for hour, endpoint, status, is_bot, at, requests, bytes_sent, took in sums.iter_rows():
        host = endpoints.texts[endpoint].split("\n")[1]
        hours.add((_moment(hour * _HOUR), host, status, is_bot), at, requests, bytes_sent, took)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
