"""What one address asked for: shown to its owner, or erased (Regulation (EU) 2016/679, articles 15 and 17).

Both reach as far back as whole addresses are kept; of older requests nobody can tell any more whose they were.
"""

import logging

from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from . import error_addresses, rollup
from .models import LATENCY_BUCKET_SQL, LATENCY_BUCKETS, AccessLogEntry, Erasure
from .networks import KEPT
from .writing import writing

_HISTOGRAM = ", ".join(f"-count(*) FILTER (WHERE {LATENCY_BUCKET_SQL} = {bucket})" for bucket in range(LATENCY_BUCKETS))
# What the hours count of the address, to be taken back, so that they go on agreeing with the entries.
_COUNTED = f"""
    SELECT date_trunc('hour', e.time, 'UTC'), n.host, e.status, e.is_bot,
        -count(*), -sum(e.bytes_sent), -sum(e.request_ms),
        ARRAY[{_HISTOGRAM}],
        nextval('logging_app_rollup_revision')
    FROM logging_app_accesslogentry e JOIN logging_app_endpoint n ON n.id = e.endpoint_id
    WHERE e.ip = %s GROUP BY 1, 2, 3, 4
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
        cursor.execute(rollup.ADD_TO_HOURS.format(rows=_COUNTED), [order.ip])
        order.requests = entries.delete()[0]
        order.errors = error_addresses.erase(cursor, order.ip)
        if days:
            rollup.mark_dirty(cursor, days)
            for day in sorted(days):
                rollup.compute(day)
        order.done_at = timezone.now()
        order.save()
        cursor.execute(f"UPDATE logging_app_erasure SET ip = {KEPT} WHERE id = %s", [order.pk])  # noqa: S608 -- ours
    logger.info("Erased %s requests and %s errors of one address", order.requests, order.errors)
