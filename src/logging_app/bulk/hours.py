"""What a batch adds to the hours: summed up by columns, and added by COPY and one statement."""

from io import BytesIO
from typing import Any

import numpy as np
from django.db import connection

from logging_app.models import LATENCY_BUCKETS
from logging_app.rollup import ADD_TO_HOURS

from . import binary
from .facts import totals
from .parse import Columns
from .words import Array

_HOUR = 3_600_000
_TABLE = "logging_app_hours_of_batch"
_COLUMNS = "hour, host, status, is_bot, requests, bytes_sent, request_ms, latency"
_COPY = f"COPY {_TABLE} ({_COLUMNS}) FROM STDIN (FORMAT binary)"
_MAKE = f"""
    CREATE TEMPORARY TABLE IF NOT EXISTS {_TABLE} (
        hour timestamptz, host text, status smallint, is_bot boolean,
        requests bigint, bytes_sent bigint, request_ms bigint, latency integer[]
    ) ON COMMIT DELETE ROWS
"""
_ADD = ADD_TO_HOURS.format(
    rows=f"SELECT {_COLUMNS}, nextval('logging_app_rollup_revision') FROM {_TABLE}"  # noqa: S608 -- names of our own
)


def make_room() -> None:
    """For the batches of this connection."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)


def of(columns: Columns, host: Array, hosts: list[str], is_bot: Array) -> bytes:
    """The sums by (UTC hour, host, status, is a bot's) as COPY takes them; `host` is each line's place in `hosts`."""
    key = ((columns.time // _HOUR << 20 | host) * 1000 + columns.status) << 1 | is_bot
    groups, of = np.unique(key, return_inverse=True)
    count = len(groups)
    place, status = np.divmod(groups >> 1, 1000)
    bucket = np.minimum(np.frexp(columns.request_ms.astype(float))[1], LATENCY_BUCKETS - 1)
    latency = np.bincount(of * LATENCY_BUCKETS + bucket, minlength=count * LATENCY_BUCKETS)
    said = [hosts[at].encode() for at in (place & 0xFFFFF).tolist()]
    return binary.rows(
        binary.moments((place >> 20) * _HOUR),
        binary.texts(np.array(said), np.array([len(text) for text in said])),
        binary.number(status, 2),
        binary.number(groups & 1, 1),
        binary.number(np.bincount(of), 8),
        binary.number(totals(of, columns.bytes_sent, count), 8),
        binary.number(totals(of, columns.request_ms, count), 8),
        binary.histograms(latency.reshape(-1, LATENCY_BUCKETS)),
    )


def add(cursor: Any, rows: bytes) -> None:
    """In the transaction that stores the lines. One writer at a time, or `revision` is no watermark."""
    with connection.wrap_database_errors:  # which Django does not do for COPY
        cursor.copy_expert(_COPY, BytesIO(b"".join((binary.HEADER, rows, binary.TRAILER))))
    cursor.execute(_ADD)
