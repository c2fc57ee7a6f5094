"""How often in a row a flow failed, and when it is tried again."""

from datetime import datetime
from random import uniform

from django.utils import timezone

from base.lib.schedule import planning
from gold_bi.flows.registry import Flow
from gold_bi.last_known.models import Trouble

JITTER = 0.2  # a wait is up to this share longer, so that flows that failed together do not return together
MOST = 32_767


def number(flow: Flow) -> int:
    """Of the attempt to come: 1 where the last one succeeded."""
    trouble = Trouble.objects.under_way().filter(flow=flow.name, kind=Trouble.Kind.FAILED).first()
    return min(trouble.attempts + 1, MOST) if trouble else 1


def failed(flow: Flow, reason: str, may_pass: bool, attempt: int | None = None) -> datetime | None:
    """Remember the failure; returns when the caller shall see to it that the flow is tried again, if at all.

    Where the schedule tries sooner, that is the next attempt. `attempt` is given for what counts its own.
    """
    now = timezone.now()
    trouble, _made = Trouble.objects.get_or_create(flow=flow.name, kind=Trouble.Kind.FAILED)
    if trouble.over_at:
        trouble.since, trouble.over_at, trouble.attempts, trouble.certain = now, None, 0, False
    trouble.attempts, trouble.reason = attempt or min(trouble.attempts + 1, MOST), reason
    again: datetime | None = None
    if not may_pass or trouble.attempts > len(flow.retries):
        trouble.certain, trouble.next_attempt_at = True, None
    else:
        again = trouble.next_attempt_at = now + flow.retries[trouble.attempts - 1] * uniform(1, 1 + JITTER)
        plan = planning.plan(flow.plan)
        if attempt is None and plan.enabled and plan.next_due_at and now < plan.next_due_at <= again:
            again, trouble.next_attempt_at = None, plan.next_due_at
    trouble.save()
    return again


def succeeded(flow: Flow) -> None:
    Trouble.objects.under_way().filter(flow=flow.name, kind=Trouble.Kind.FAILED).update(
        over_at=timezone.now(), next_attempt_at=None
    )
