"""One run of one flow, from source to GOLD: all of it, or nothing but a record of why not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gold_bi import loaders
from gold_bi.contracts import ContractBroken, checked
from gold_bi.flows import registry
from gold_bi.flows.registry import Flow
from gold_bi.gold import GoldAway
from gold_bi.models import FlowRun, FlowState
from gold_bi.signals import flow_loaded

logger = logging.getLogger(__name__)

# The first half of PostgreSQL's advisory locks for flows; the second is a hash of the flow's name.
FLOW_LOCKS = 7_224_002
KEEP_RUNS = timedelta(days=90)


class AlreadyRunning(Exception):
    """Another run of the same flow holds the lock."""


class FlowFailed(Exception):
    """The run ended without loading anything; says why, as its record in GOLD does."""


def run(name: str, started_by: str, from_start: bool = False) -> FlowRun:
    """Load what is new at the source, or everything again with `from_start`; returns the finished run.

    Rows, rollups, watermark and the run's record commit in one GOLD transaction.
    Raises UnknownFlow, AlreadyRunning, GoldAway (nothing could be recorded) or FlowFailed (recorded).
    """
    flow = registry.find(name)
    with _gold_or_away(), _alone(flow):
        # Whoever held the lock before is gone, so a run still marked as running was killed.
        FlowRun.objects.of(name).running().fail(_("The run was interrupted before its end. Nothing of it was kept."))
        record = FlowRun.objects.create(flow=name, started_by=started_by)
        try:
            with transaction.atomic(using="gold"):
                _load(flow, record, from_start)
        except Exception as error:
            reason = _in_words(error)
            FlowRun.objects.filter(pk=record.pk).fail(reason)
            raise FlowFailed(reason) from error
    for _receiver, answer in flow_loaded.send_robust(sender=Flow, flow=name):
        if isinstance(answer, Exception):
            logger.error("%s was loaded, but a listener failed: %s", name, answer)
    return record


def _load(flow: Flow, record: FlowRun, from_start: bool) -> None:
    state = FlowState.objects.get_or_create(name=flow.name)[0]
    record.watermark_before = record.watermark_after = 0 if from_start else state.watermark
    rows = checked(flow.name, flow.contract, flow.source(record.watermark_before))
    record.rows_read = len(rows)
    if record.rows_read:
        facts = flow.transform(rows)
        record.rows_changed = loaders.upsert(flow.target, flow.contract.key, facts)
        for rollup in flow.rollups:
            loaders.add_up(rollup, flow.target, sorted(set(facts["day"])))
        record.watermark_after = int(rows[flow.watermark].max())
    record.state, record.finished_at = FlowRun.State.SUCCEEDED, timezone.now()
    record.save()
    state.watermark, state.loaded_at = record.watermark_after, record.finished_at
    state.save()
    FlowRun.objects.of(flow.name).filter(started_at__lt=record.started_at - KEEP_RUNS).delete()


@contextmanager
def _alone(flow: Flow) -> Iterator[None]:
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
def _gold_or_away() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        connections["gold"].close()
        raise GoldAway(_("GOLD, the database of the figures, does not answer: %s") % _first_line(error)) from error


def _in_words(error: Exception) -> str:
    if isinstance(error, ContractBroken):
        return str(error)
    if isinstance(error, DatabaseError | InterfaceError):
        return _("A database refused or did not answer: %s") % _first_line(error)
    return _("An unexpected fault (%(kind)s): %(text)s") % {"kind": type(error).__name__, "text": _first_line(error)}


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
