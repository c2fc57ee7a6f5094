"""The rollups: an hour's is kept with every batch, a day's is computed from its entries once there is time for it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate
from psycopg2.extras import execute_values

from .models import LATENCY_BUCKETS, Day, TrafficHour, latency_bucket
from .parser import AccessLogRecord

_ADD = f"""
    INSERT INTO {TrafficHour._meta.db_table} AS known
        (hour, host, status, is_bot, requests, bytes_sent, request_ms, latency, revision)
    VALUES %s
    ON CONFLICT (hour, host, status, is_bot) DO UPDATE SET
        requests = known.requests + excluded.requests,
        bytes_sent = known.bytes_sent + excluded.bytes_sent,
        request_ms = known.request_ms + excluded.request_ms,
        latency = logging_app_sum(known.latency, excluded.latency),
        revision = excluded.revision
"""  # noqa: S608 -- the table's own name
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, nextval('logging_app_rollup_revision'))"
_DIRTY = f"""
    INSERT INTO {Day._meta.db_table} AS known (day, dirty) VALUES %s
    ON CONFLICT (day) DO UPDATE SET dirty = true, shortened = false WHERE NOT known.dirty OR known.shortened
"""  # noqa: S608 -- the table's own name


def add(cursor: Any, records: Iterable[tuple[AccessLogRecord, bool]]) -> None:
    """Count the (record, is a bot's) into their hours. One writer at a time, or `revision` is no watermark."""
    hours: dict[tuple[datetime, str, int, bool], tuple[list[int], list[int]]] = {}
    for record, is_bot in records:
        hour = record.time.replace(minute=0, second=0, microsecond=0)
        key = (hour, record.host, record.status, is_bot)
        sums, latency = hours.setdefault(key, ([0, 0, 0], [0] * LATENCY_BUCKETS))
        took = round(record.request_time * 1000)
        sums[0] += 1
        sums[1] += record.bytes_sent
        sums[2] += took
        latency[latency_bucket(took)] += 1
    if hours:
        rows = [(*key, *sums, latency) for key, (sums, latency) in sorted(hours.items())]
        execute_values(cursor, _ADD, rows, _ROW)
        mark_dirty(cursor, {localdate(hour) for hour, *_ in hours})


def mark_dirty(cursor: Any, days: set[date]) -> None:
    """Their entries have changed: in the transaction that changes them."""
    execute_values(cursor, _DIRTY, [(day, True) for day in sorted(days)])


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day of the site's zone and that of the next: 23, 24 or 25 hours apart."""
    zone = timezone.get_default_timezone()
    start, end = (datetime(d.year, d.month, d.day, tzinfo=zone) for d in (day, day + timedelta(days=1)))
    return start, end


def compute_dirty_days(limit: int | None = None) -> int:
    """Compute the rollups of the days that have changed, oldest first; returns how many there were."""
    days = list(Day.objects.filter(dirty=True, sealed=False).order_by("day").values_list("day", flat=True)[:limit])
    for day in days:
        compute(day)
    return len(days)


def compute(day: date) -> None:
    """The rollups of one day, anew from its entries: all of them in one transaction, or none."""
    start, end = bounds(day)
    with transaction.atomic(), connection.cursor() as cursor:
        # First of all: entries stored meanwhile set it again and wait for this row.
        Day.objects.filter(pk=day).update(dirty=False, computed_at=timezone.now())
        for statement in _DAY:
            cursor.execute(statement, {"day": day, "start": start, "end": end})


# What a page view is, as models/days.py says.
_VIEW = "(NOT e.is_bot AND n.method = 'GET' AND e.status IN (200, 304) AND p.kind = 'page')"
_ENTRIES = """
    FROM logging_app_accesslogentry e
    JOIN logging_app_path p ON p.id = e.path_id
    JOIN logging_app_endpoint n ON n.id = e.endpoint_id
    WHERE e.time >= %(start)s AND e.time < %(end)s
"""
_DAY = [
    f"DELETE FROM logging_app_{table} WHERE day = %(day)s"
    for table in ("pathday", "agentday", "referrerday", "campaignday", "addressday")
] + [
    f"""
    INSERT INTO logging_app_pathday
        (day, path_id, requests, views, visitors, not_found, client_errors, server_errors, bytes_sent, request_ms, latency)
    SELECT %(day)s, e.path_id, count(*), count(*) FILTER (WHERE {_VIEW}),
        count(DISTINCT e.visitor) FILTER (WHERE {_VIEW}),
        count(*) FILTER (WHERE e.status IN (404, 410)),
        count(*) FILTER (WHERE e.status BETWEEN 400 AND 499),
        count(*) FILTER (WHERE e.status BETWEEN 500 AND 599),
        sum(e.bytes_sent), sum(e.request_ms),
        ARRAY[{", ".join(
            f"count(*) FILTER (WHERE e.request_ms >= {0 if n == 0 else 2 ** (n - 1)}"
            + (f" AND e.request_ms < {2 ** n})" if n < LATENCY_BUCKETS - 1 else ")")
            for n in range(LATENCY_BUCKETS)
        )}]
    {_ENTRIES} GROUP BY e.path_id
    """,
    f"""
    INSERT INTO logging_app_agentday (day, agent_id, requests, views, visitors, errors, bytes_sent)
    SELECT %(day)s, e.agent_id, count(*), count(*) FILTER (WHERE {_VIEW}), count(DISTINCT e.visitor),
        count(*) FILTER (WHERE e.status >= 400), sum(e.bytes_sent)
    {_ENTRIES} GROUP BY e.agent_id
    """,
    f"""
    INSERT INTO logging_app_referrerday (day, referrer_id, views, visitors)
    SELECT %(day)s, e.referrer_id, count(*), count(DISTINCT e.visitor)
    {_ENTRIES} AND e.referrer_id IN (SELECT id FROM logging_app_referrer WHERE "group" <> 'own') AND {_VIEW}
    GROUP BY e.referrer_id
    """,
    f"""
    INSERT INTO logging_app_campaignday (day, campaign_id, views, visitors)
    SELECT %(day)s, e.campaign_id, count(*), count(DISTINCT e.visitor)
    {_ENTRIES} AND e.campaign_id IS NOT NULL AND {_VIEW} GROUP BY e.campaign_id
    """,
    f"""
    INSERT INTO logging_app_addressday
        (day, ip, country, requests, bot_requests, views, errors, probes, sign_ins, bytes_sent)
    SELECT %(day)s, e.ip, max(e.country), count(*), count(*) FILTER (WHERE e.is_bot), count(*) FILTER (WHERE {_VIEW}),
        count(*) FILTER (WHERE e.status >= 400), count(*) FILTER (WHERE p.kind = 'probe'),
        count(*) FILTER (WHERE p.kind = 'sign_in' AND n.method = 'POST'), sum(e.bytes_sent)
    {_ENTRIES} AND e.ip IS NOT NULL GROUP BY e.ip
    """,
    f"""
    UPDATE logging_app_day SET (requests, people_requests, views, visitors, bots, client_errors, server_errors, bytes_sent) = (
        SELECT count(*), count(*) FILTER (WHERE NOT e.is_bot), count(*) FILTER (WHERE {_VIEW}),
            count(DISTINCT e.visitor) FILTER (WHERE {_VIEW}), count(DISTINCT e.visitor) FILTER (WHERE e.is_bot),
            count(*) FILTER (WHERE e.status BETWEEN 400 AND 499), count(*) FILTER (WHERE e.status BETWEEN 500 AND 599),
            coalesce(sum(e.bytes_sent), 0)
        {_ENTRIES}
    ) WHERE day = %(day)s
    """,
]  # fmt: skip
