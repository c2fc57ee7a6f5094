"""A run and its record: everything it does commits together, or nothing but why not."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gold_bi.contracts import ContractBroken
from gold_bi.flows.registry import Flow, registered
from gold_bi.gold import GoldAway
from gold_bi.models import FlowRun, SourceFile
from gold_bi.reading import FileRefused
from gold_bi.signals import flow_loaded
from gold_bi.sources import SourceAway
from gold_bi.words import number

from .overseeing import OverTime, gold_says, over_time, overseen

logger = logging.getLogger(__name__)

# The first half of PostgreSQL's advisory locks for flows; the second is a hash of the flow's name.
FLOW_LOCKS = 7_224_002
KEEP_RUNS = timedelta(days=90)
RECORD_TIMEOUT = 5_000  # milliseconds


class AlreadyRunning(Exception):
    """Another run of the same flow holds the lock."""


class FlowFailed(Exception):
    """The run ended without loading anything; says why, as its record in GOLD does.

    `may_pass` where the same run may succeed later with nothing changed: a source or GOLD was away, or full.
    """

    def __init__(self, reason: str, may_pass: bool = False) -> None:
        super().__init__(reason)
        self.may_pass = may_pass


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
        record.note(
            _("Started by %(who)s, attempt %(attempt)s") % {"who": record.started_by_in_words, "attempt": attempt}
        )
        try:
            with transaction.atomic(using="gold"), overseen(flow, record):
                yield record
                record.state, record.finished_at = FlowRun.State.SUCCEEDED, record.finished_at or timezone.now()
                record.note(_("%s rows changed; all of it is kept") % number(record.rows_changed))
                record.save()
                FlowRun.objects.of(flow.name).filter(started_at__lt=record.started_at - KEEP_RUNS).delete()
        except Exception as error:
            _fail(flow, record, error)
    tell(flow)


def _fail(flow: Flow, record: FlowRun, error: Exception) -> None:
    """Record why, on a new connection if that of the run broke. Raises FlowFailed, unless all was committed after all.

    A connection that breaks over COMMIT leaves that open: then the record in GOLD knows.
    """
    late = isinstance(error, OverTime) or (isinstance(error, DatabaseError) and time.monotonic() >= record.ends)
    reason = over_time(flow) if late else in_words(error)
    gold = connections["gold"]
    if gold.connection is None or gold.connection.closed:
        gold.close()
        with gold.cursor() as cursor:
            # What was left behind at the other end may still hold the record.
            cursor.execute("SET statement_timeout = %s", [RECORD_TIMEOUT])
    record.note(reason)
    if not FlowRun.objects.filter(pk=record.pk).running().fail(reason, log=record.log):
        record.refresh_from_db()
        if record.state == FlowRun.State.SUCCEEDED:
            return
    raise FlowFailed(reason, not late and may_pass(error)) from error


def may_pass(error: Exception) -> bool:
    return isinstance(error, SourceAway | GoldAway | OperationalError | InterfaceError)


def under_way() -> set[str]:
    """The flows whose lock somebody holds."""
    names = [flow.name for flow in registered()]
    with connections["gold"].cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s) AS name JOIN pg_locks ON locktype = 'advisory' AND classid = %s"
            " AND objid::bigint = hashtext(name)::bigint & 4294967295 AND objsubid = 2 AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [names, FLOW_LOCKS],
        )
        return {name for (name,) in cursor.fetchall()}


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
        raise GoldAway(_("GOLD, the database of the figures, does not answer: %s") % gold_says(error)) from error


def in_words(error: Exception) -> str:
    if isinstance(error, ContractBroken | FileRefused | SourceAway):
        return str(error)
    if isinstance(error, DatabaseError | InterfaceError):
        return _("A database refused or did not answer: %s") % gold_says(error)
    return _("An unexpected fault (%(kind)s): %(text)s") % {"kind": type(error).__name__, "text": gold_says(error)}
