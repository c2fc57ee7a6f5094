"""Enqueues what is due, once, however many workers run."""

import logging
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from .cron import next_due
from .models import Schedule
from .registry import ScheduledTask, registered

logger = logging.getLogger(__name__)

# Any number, the same in every worker: PostgreSQL's advisory lock that one scheduler holds at a time.
SCHEDULER_LOCK = 7_224_001


def tick(now: datetime | None = None) -> list[str]:
    """Enqueue every task that is due and return their names.

    The task and its next due time are written in one transaction, so a worker killed in between
    neither loses nor doubles a run. Runs missed while no worker ran are made up for by one run.
    """
    now = now or timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SCHEDULER_LOCK])
            if not cursor.fetchone()[0]:
                return []
        rows = {row.name: row for row in Schedule.objects.all()}
        return [entry.name for entry in registered() if _enqueue_if_due(entry, rows.get(entry.name), now)]


def _enqueue_if_due(entry: ScheduledTask, row: Schedule | None, now: datetime) -> bool:
    if row is None:
        # A task the schedule has never seen runs once at the next tick, so a new site has data at once.
        Schedule.objects.create(name=entry.name, cron=entry.cron, next_due_at=now)
        return False
    if not row.enabled or row.next_due_at > now:
        return False
    entry.task.enqueue(**entry.kwargs)
    row.last_enqueued_at = now
    row.next_due_at = next_due(row.cron, now)
    row.save(update_fields=["last_enqueued_at", "next_due_at"])
    return True
