"""The daily rollups, computed from a day's entries."""

import time
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg2.extras import execute_values

from logging_app.models import Day

from . import day_sql

EVERY_SECONDS = 60.0
_DIRTY = f"""
    INSERT INTO {Day._meta.db_table} AS known (day, dirty) VALUES %s
    ON CONFLICT (day) DO UPDATE SET dirty = true, shortened = false WHERE NOT known.dirty OR known.shortened
"""  # noqa: S608 -- the table's own name


def mark_dirty(cursor: Any, days: set[date]) -> None:
    """Their entries have changed: in the transaction that changes them."""
    if days:
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


class Computing:
    """Keeps the days' rollups up while the log is read, for a fiftieth of the time at most."""

    def __init__(self) -> None:
        self._due = 0.0

    def compute_when_due(self) -> None:
        started = time.monotonic()
        if started >= self._due:
            compute_dirty_days()
            ended = time.monotonic()
            self._due = ended + max(EVERY_SECONDS, 50 * (ended - started))


def compute(day: date) -> None:
    """The rollups of one day, anew from its entries: all of them in one transaction, or none."""
    start, end = bounds(day)
    with transaction.atomic(), connection.cursor() as cursor:
        # First of all: entries stored meanwhile set it again and wait for this row.
        Day.objects.filter(pk=day).update(dirty=False, computed_at=timezone.now())
        for statement in day_sql.STATEMENTS:
            cursor.execute(statement, {"day": day, "start": start, "end": end})
