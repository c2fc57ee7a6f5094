"""Reading and changing when a registered task runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection, transaction
from django.utils import timezone

from . import cron as crons
from .models import Schedule
from .registry import registered
from .scheduler import SCHEDULER_LOCK


@dataclass(frozen=True)
class Plan:
    """When a task runs. `declared` is what its code says, `cron` what stands; `next_due_at` None until it was seen."""

    name: str
    declared: str
    cron: str
    enabled: bool = True
    next_due_at: datetime | None = None

    @property
    def changed(self) -> bool:
        return self.cron != self.declared

    def longest_wait(self, now: datetime) -> timedelta:
        """Between two runs, over the next ones: for a task of weekdays, the weekend."""
        moments = crons.upcoming(self.cron, now, 10)
        return max((two - one for one, two in pairwise(moments)), default=timedelta.max)


def plan(name: str) -> Plan:
    """Raises LookupError for a task that is not registered."""
    return plans([name])[name]


def plans(names: list[str]) -> dict[str, Plan]:
    declared = {entry.name: entry.cron for entry in registered()}
    rows = {row.name: row for row in Schedule.objects.filter(name__in=names)}
    return {
        name: Plan(name, declared[name], rows[name].cron, rows[name].enabled, rows[name].next_due_at)
        if name in rows
        else Plan(name, declared[name], declared[name])
        for name in names
    }


def change(name: str, cron: str, enabled: bool) -> Plan:
    """Let the task run by `cron` from now on, or not at all. Raises WrongCron and LookupError."""
    crons.check(cron)
    plan(name)
    with transaction.atomic():
        with connection.cursor() as cursor:  # a scheduler at work would write its own next moment over ours
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SCHEDULER_LOCK])
        due = crons.next_due(cron, timezone.now())
        Schedule.objects.update_or_create(
            name=name, defaults={"cron": " ".join(cron.split()), "enabled": enabled, "next_due_at": due}
        )
    return plan(name)
