"""One run of one flow, from source to GOLD: all of it, or nothing but a record of why not."""

from datetime import date
from typing import NoReturn

from django.db import transaction

from gold_bi.flows import registry
from gold_bi.loaders import checksum as checksums
from gold_bi.loaders.difference import Difference
from gold_bi.models import FlowRun, SourceFile

from . import aside, loading
from .aside import check_corrections
from .recorded import FLOW_LOCKS, AlreadyRunning, FlowFailed, alone, gold_or_away, recorded, under_way

__all__ = [
    "FLOW_LOCKS", "AlreadyRunning", "FlowFailed", "alone", "check_corrections", "checksum", "fail", "gold_or_away",
    "load_file", "rehearse", "run", "under_way", "undo",
]  # fmt: skip


def run(
    name: str, started_by: str, from_start: bool = False, days: tuple[date, date] | None = None, attempt: int = 1
) -> FlowRun:
    """Load what is new at the source, everything again with `from_start`, or `days` again; returns the finished run.

    Rows, rollups, watermark and the run's record commit in one GOLD transaction.
    Raises UnknownFlow, AlreadyRunning, GoldAway (nothing could be recorded) or FlowFailed (recorded).
    """
    flow = registry.find(name)
    with recorded(flow, started_by, attempt=attempt, days=days) as record:
        loading.load_rows(flow, record, from_start, days)
    return record


def load_file(pk: int, started_by: str, attempt: int = 1) -> FlowRun:
    """Load one file, in place of the version before it. Raises what `run` raises, and SourceFile.DoesNotExist."""
    with gold_or_away():
        file = SourceFile.objects.get(pk=pk)
    flow = registry.find(file.flow)
    try:
        with recorded(flow, started_by, attempt=attempt, file=file) as record:
            loading.load_file(flow, record, file)
    except FlowFailed as failed:
        too_many = failed.__cause__
        if isinstance(too_many, loading.TooManyRejected):
            _keep(flow, file, too_many)
        raise
    return record


def _keep(flow: registry.Flow, file: SourceFile, too_many: loading.TooManyRejected) -> None:
    """Nothing of the file was loaded; what is wrong with it can be mended all the same."""
    with gold_or_away(), transaction.atomic(using="gold"):
        aside.keep(flow, file, too_many.set_aside, file.rejected.all(), too_many.fixes)
    aside.tell(flow)


def rehearse(pk: int) -> Difference:
    """What loading the file would change. Nothing is kept. Raises what `load_file` raises but FlowFailed.

    Raises ContractBroken or FileRefused as they are.
    """
    with gold_or_away():
        file = SourceFile.objects.get(pk=pk)
        flow = registry.find(file.flow)
        try:
            with alone(flow), transaction.atomic(using="gold"):
                difference = loading.compare(flow, file)
                transaction.set_rollback(True, using="gold")
        except loading.TooManyRejected as too_many:
            _keep(flow, file, too_many)
            raise
    return difference


def fail(flow: registry.Flow, started_by: str, error: Exception) -> NoReturn:
    """Record a run that could not begin. Raises FlowFailed, or AlreadyRunning and GoldAway."""
    with recorded(flow, started_by):
        raise error
    raise AssertionError  # for type checkers: what is raised above leaves as FlowFailed


def undo(pk: int, started_by: str) -> FlowRun:
    """Take a loaded file's rows back; the version it replaced stands again. Raises what `load_file` raises."""
    with gold_or_away():
        file = SourceFile.objects.get(pk=pk, state=SourceFile.State.LOADED)
    flow = registry.find(file.flow)
    with recorded(flow, started_by, file=file) as record:
        loading.take_back(flow, record, file)
    return record


def checksum(name: str) -> str:
    """Of all that the flow has in GOLD. Raises UnknownFlow and GoldAway."""
    flow = registry.find(name)
    with gold_or_away(), transaction.atomic(using="gold"):
        return checksums.checksum(flow.name, flow.target, [rollup.model for rollup in flow.rollups])
