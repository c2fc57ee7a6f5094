"""The hourly rollup, kept in the transaction that stores the requests it counts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from psycopg2.extras import execute_values

from .models import TrafficHour
from .parser import AccessLogRecord

_ADD = f"""
    INSERT INTO {TrafficHour._meta.db_table} AS known
        (hour, host, status_class, requests, bytes_sent, request_seconds, revision)
    VALUES %s
    ON CONFLICT (hour, host, status_class) DO UPDATE SET
        requests = known.requests + excluded.requests,
        bytes_sent = known.bytes_sent + excluded.bytes_sent,
        request_seconds = known.request_seconds + excluded.request_seconds,
        revision = excluded.revision
"""  # noqa: S608 -- the table's own name
_ROW = "(%s, %s, %s, %s, %s, %s, nextval('logging_app_rollup_revision'))"


def status_class(status: int) -> int:
    """2 to 5; 0 for what no server should answer."""
    return status // 100 if 200 <= status < 600 else 0


def add(cursor: Any, records: Iterable[AccessLogRecord]) -> None:
    """Count `records` into their hours. One writer at a time, or `revision` is no watermark."""
    hours: dict[tuple[datetime, str, int], list[float]] = {}
    for record in records:
        hour = record.time.replace(minute=0, second=0, microsecond=0)
        counts = hours.setdefault((hour, record.host, status_class(record.status)), [0, 0, 0.0])
        counts[0] += 1
        counts[1] += record.bytes_sent
        counts[2] += record.request_time
    if hours:
        execute_values(cursor, _ADD, [(*key, *counts) for key, counts in sorted(hours.items())], _ROW)
