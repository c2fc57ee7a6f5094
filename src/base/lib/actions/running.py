"""Asking for an action, and doing it in the worker."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import KEEP, ActionRun
from .registry import Action, ActionFailed, Asked, find

logger = logging.getLogger(__name__)

# The first half of PostgreSQL's advisory locks for runs of actions; the second is the run's key.
ACTION_LOCKS = 7_224_006
SAY_EVERY = 0.5  # seconds


class AlreadyAsked(Exception):
    """It is under way, or waits for the worker."""


def ask(action: Action, choice: str, words: str, user: Any) -> ActionRun:
    """Raises AlreadyAsked."""
    from .tasks import carry_out

    end_interrupted()
    try:
        with transaction.atomic():
            run = ActionRun.objects.create(action=action.name, choice=choice, choice_words=words[:255], asked_by=user)
            carry_out.enqueue(pk=run.pk)
    except IntegrityError as taken:
        raise AlreadyAsked from taken
    ActionRun.objects.filter(asked_at__lt=timezone.now() - KEEP).delete()
    return run


def do(pk: int) -> str:
    """Do what the run asks for; returns its outcome. Nothing where it is being done, or was."""
    with _alone(pk) as mine:
        run = ActionRun.objects.filter(pk=pk, state=ActionRun.State.WAITING).select_related("asked_by").first()
        if run is None or not mine:
            return ""
        run.state = ActionRun.State.RUNNING
        run.save(update_fields=["state"])
        try:
            run.outcome, run.state = _do(run), ActionRun.State.DONE
        except ActionFailed as failed:
            run.outcome, run.state = str(failed), ActionRun.State.FAILED
        except Exception as error:  # whatever it was, who asked is told and the log has the rest
            logger.exception("The action %s failed.", run)
            run.outcome, run.state = _("It failed: %s") % (error or type(error).__name__), ActionRun.State.FAILED
        run.ended_at = timezone.now()
        run.save(update_fields=["state", "outcome", "ended_at"])
        return run.outcome


def _do(run: ActionRun) -> str:
    action = find(run.action)
    if action is None:
        raise ActionFailed(_("There is no such action any more."))
    user = run.asked_by
    if user is None or not user.has_perm(action.permission):
        raise ActionFailed(_("Who asked for it may no longer do so."))
    said = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said >= SAY_EVERY:
            ActionRun.objects.filter(pk=run.pk).update(done=done, total=total)
            said = time.monotonic()

    return action.do(Asked(run.choice, user.get_username(), getattr(user, "email", "")), progress)


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """Hold the lock that says somebody is at it; PostgreSQL lets go of it when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [ACTION_LOCKS, pk])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ACTION_LOCKS, pk])


def end_interrupted() -> None:
    """Say of runs whose worker died that they will not end by themselves."""
    running = set(ActionRun.objects.filter(state=ActionRun.State.RUNNING).values_list("pk", flat=True))
    if not running:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2"
            " AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [ACTION_LOCKS],
        )
        dead = running - {pk for (pk,) in cursor.fetchall()}
    ActionRun.objects.filter(pk__in=dead, state=ActionRun.State.RUNNING).update(
        state=ActionRun.State.FAILED,
        ended_at=timezone.now(),
        outcome=_("The worker was stopped before the end. It can be asked for again."),
    )
