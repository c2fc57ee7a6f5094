"""What one address asked for: shown to its owner, or erased (Regulation (EU) 2016/679, articles 15 and 17).

Both reach as far back as whole addresses are kept; of older requests nobody can tell any more whose they were.
"""

import logging

from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from . import rollup
from .models import LATENCY_BUCKETS, AccessLogEntry, Erasure, ErrorLogEntry
from .writing import writing

_BUCKETS = ["e.request_ms < 1"] + [
    f"e.request_ms >= {2 ** (n - 1)}" + (f" AND e.request_ms < {2**n}" if n < LATENCY_BUCKETS - 1 else "")
    for n in range(1, LATENCY_BUCKETS)
]
# As `rollup` adds: what the hours count of the address is taken back, so that they go on agreeing with the entries.
_SUBTRACT = f"""
    INSERT INTO logging_app_traffic_hour AS known
        (hour, host, status, is_bot, requests, bytes_sent, request_ms, latency, revision)
    SELECT date_trunc('hour', e.time, 'UTC'), n.host, e.status, e.is_bot,
        -count(*), -sum(e.bytes_sent), -sum(e.request_ms),
        ARRAY[{", ".join(f"-count(*) FILTER (WHERE {each})" for each in _BUCKETS)}],
        nextval('logging_app_rollup_revision')
    FROM logging_app_accesslogentry e JOIN logging_app_endpoint n ON n.id = e.endpoint_id
    WHERE e.ip = %s GROUP BY 1, 2, 3, 4
    ON CONFLICT (hour, host, status, is_bot) DO UPDATE SET
        requests = known.requests + excluded.requests,
        bytes_sent = known.bytes_sent + excluded.bytes_sent,
        request_ms = known.request_ms + excluded.request_ms,
        latency = logging_app_sum(known.latency, excluded.latency),
        revision = excluded.revision
"""  # noqa: S608 -- nothing in it comes from outside

logger = logging.getLogger(__name__)


def carry_out_orders() -> int:
    """Erase what was ordered; returns how many orders were carried out."""
    orders = list(Erasure.objects.filter(done_at=None).order_by("ordered_at"))
    for order in orders:
        _erase(order)
    return len(orders)


def _erase(order: Erasure) -> None:
    """Rows, rollups and record in one transaction: a request is either wholly there or wholly gone."""
    with writing(), connection.cursor() as cursor:
        entries = AccessLogEntry.objects.filter(ip=order.ip)
        days = {localdate(moment) for moment in entries.values_list("time", flat=True)}
        cursor.execute(_SUBTRACT, [order.ip])
        order.requests = entries.delete()[0]
        order.errors = ErrorLogEntry.objects.filter(ip=order.ip).delete()[0]
        if days:
            rollup.mark_dirty(cursor, days)
            for day in sorted(days):
                rollup.compute(day)
        order.done_at = timezone.now()
        order.save()
        cursor.execute(
            "UPDATE logging_app_erasure SET ip = network(set_masklen(ip, CASE family(ip) WHEN 4 THEN 24 ELSE 48 END))"
            " WHERE id = %s",
            [order.pk],
        )
    logger.info("Erased %s requests and %s errors of one address", order.requests, order.errors)
