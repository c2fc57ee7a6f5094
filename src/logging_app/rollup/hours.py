"""The hourly rollup, kept in the transaction that stores the requests it counts."""

from datetime import datetime
from typing import Any

from psycopg2.extras import execute_values

from logging_app.models import LATENCY_BUCKETS, TrafficHour, latency_bucket

# Each of `rows` is added to what its hour has already.
ADD_TO_HOURS = f"""
    INSERT INTO {TrafficHour._meta.db_table} AS known
        (hour, host, status, is_bot, requests, bytes_sent, request_ms, latency, revision)
    {{rows}}
    ON CONFLICT (hour, host, status, is_bot) DO UPDATE SET
        requests = known.requests + excluded.requests,
        bytes_sent = known.bytes_sent + excluded.bytes_sent,
        request_ms = known.request_ms + excluded.request_ms,
        latency = logging_app_sum(known.latency, excluded.latency),
        revision = excluded.revision
"""
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s::integer[], nextval('logging_app_rollup_revision'))"
Key = tuple[datetime, str, int, bool]


class Hours:
    """What one batch adds, by (UTC hour, host, status, is a bot's)."""

    def __init__(self) -> None:
        self._sums: dict[Key, tuple[list[int], list[int]]] = {}

    def count(self, key: Key, bytes_sent: int, took: int) -> None:
        """One request that took so many milliseconds."""
        self.add(key, latency_bucket(took), 1, bytes_sent, took)

    def add(self, key: Key, bucket: int, requests: int, bytes_sent: int, took: int) -> None:
        sums, latency = self._sums.setdefault(key, ([0, 0, 0], [0] * LATENCY_BUCKETS))
        sums[0] += requests
        sums[1] += bytes_sent
        sums[2] += took
        latency[bucket] += requests

    def write(self, cursor: Any) -> None:
        """One writer at a time, or `revision` is no watermark."""
        if self._sums:
            rows = [
                (*key, *sums, f"{{{','.join(map(str, latency))}}}")
                for key, (sums, latency) in sorted(self._sums.items())
            ]
            execute_values(cursor, ADD_TO_HOURS.format(rows="VALUES %s"), rows, _ROW, page_size=1000)
