"""A run and its record: everything it does commits together, or nothing but why not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gold_bi.contracts import ContractBroken
from gold_bi.flows.registry import Flow
from gold_bi.gold import GoldAway
from gold_bi.models import FlowRun, SourceFile
from gold_bi.reading import FileRefused
from gold_bi.signals import flow_loaded
from gold_bi.sources import SourceAway

logger = logging.getLogger(__name__)

# The first half of PostgreSQL's advisory locks for flows; the second is a hash of the flow's name.
FLOW_LOCKS = 7_224_002
KEEP_RUNS = timedelta(days=90)


class AlreadyRunning(Exception):
    """Another run of the same flow holds the lock."""


class FlowFailed(Exception):
    """The run ended without loading anything; says why, as its record in GOLD does."""


@contextmanager
def recorded(
    flow: Flow,
    started_by: str,
    *,
    attempt: int = 1,
    file: SourceFile | None = None,
    days: tuple[date, date] | None = None,
) -> Iterator[FlowRun]:
    """A transaction on GOLD in which one run of `flow` does its work, and its record, which commits with it.

    Raises AlreadyRunning, GoldAway (nothing could be recorded) or FlowFailed (recorded).
    """
    with gold_or_away(), alone(flow):
        # Whoever held the lock before is gone, so a run still marked as running was killed.
        FlowRun.objects.of(flow.name).running().fail(
            _("The run was interrupted before its end. Nothing of it was kept.")
        )
        record = FlowRun.objects.create(
            flow=flow.name, started_by=started_by, attempt=attempt, code_version=settings.CODE_VERSION, file=file,
            first_day=days[0] if days else None, last_day=days[1] if days else None,
        )  # fmt: skip
        try:
            with transaction.atomic(using="gold"):
                yield record
                record.state, record.finished_at = FlowRun.State.SUCCEEDED, record.finished_at or timezone.now()
                record.save()
                FlowRun.objects.of(flow.name).filter(started_at__lt=record.started_at - KEEP_RUNS).delete()
        except Exception as error:
            reason = in_words(error)
            FlowRun.objects.filter(pk=record.pk).fail(reason)
            raise FlowFailed(reason) from error
    tell(flow)


def tell(flow: Flow) -> None:
    for _receiver, answer in flow_loaded.send_robust(sender=Flow, flow=flow.name):
        if isinstance(answer, Exception):
            logger.error("%s was loaded, but a listener failed: %s", flow.name, answer)


@contextmanager
def alone(flow: Flow) -> Iterator[None]:
    """No second run of the flow meanwhile, in any process. The lock ends with the connection, so a kill frees it."""
    key: list[int | str] = [FLOW_LOCKS, flow.name]
    with connections["gold"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", key)
        if not cursor.fetchone()[0]:
            raise AlreadyRunning(_("The flow “%s” is running already.") % flow.title)
    try:
        yield
    finally:
        with connections["gold"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", key)


@contextmanager
def gold_or_away() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        connections["gold"].close()
        raise GoldAway(_("GOLD, the database of the figures, does not answer: %s") % _first_line(error)) from error


def in_words(error: Exception) -> str:
    if isinstance(error, ContractBroken | FileRefused | SourceAway):
        return str(error)
    if isinstance(error, DatabaseError | InterfaceError):
        return _("A database refused or did not answer: %s") % _first_line(error)
    return _("An unexpected fault (%(kind)s): %(text)s") % {"kind": type(error).__name__, "text": _first_line(error)}


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
