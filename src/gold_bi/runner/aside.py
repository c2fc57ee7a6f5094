"""Rows set aside: kept from load to load, with what somebody decided about them; corrections, looked at."""

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from gold_bi.flows.registry import Flow
from gold_bi.models import RejectedRow, SourceFile
from gold_bi.preparing import Corrections, SetAside, faults_of
from gold_bi.reading import Reading
from gold_bi.signals import rows_decided

if TYPE_CHECKING:
    from pandas import DataFrame

logger = logging.getLogger(__name__)

LISTED = 10_000  # rows set aside of one load that are kept for mending; a file with more is another file
State = RejectedRow.State


def corrections(flow: Flow) -> Corrections:
    rows = RejectedRow.objects.filter(flow=flow.name).mended().order_by("decided_at", "pk")
    return Corrections.of((row.fingerprint, row.row, row.column, row.mended or {}) for row in rows)


def undecided(flow: Flow, rows: list[SetAside]) -> list[SetAside]:
    """Without those that somebody left out for good."""
    if not rows:
        return rows
    left = set(RejectedRow.objects.filter(flow=flow.name).left_out().values_list("fingerprint", flat=True))
    return [one for one in rows if one.fingerprint not in left]


def keep(
    flow: Flow, file: SourceFile | None, rows: list[SetAside], known: QuerySet[RejectedRow], fixes: Corrections
) -> None:
    """`rows` could not be loaded. Of the `known`, those that are among them stay, those that are not are gone.

    One of `fixes` that is wrong too is open again, and says what is wrong with it. In a transaction.
    """
    there: dict[str, list[RejectedRow]] = {}
    known = known.select_for_update(of=("self",)).filter(state__in=[State.OPEN, State.MENDED])
    for row in known.order_by("line", "pk"):
        there.setdefault(row.fingerprint, []).append(row)
    new, same = [], []
    for one in rows[:LISTED]:
        if waiting := there.get(one.fingerprint):
            same.append(_met_again(waiting.pop(0), file, one, fixes))
        else:
            new.append(_new(flow, file, one))
    RejectedRow.objects.bulk_update(same, ["file", "line", "column", "value", "reason", "state"], batch_size=500)
    RejectedRow.objects.bulk_create(new, batch_size=1000)
    gone = [row.pk for waiting in there.values() for row in waiting if row.state == State.OPEN]
    RejectedRow.objects.filter(pk__in=gone).open().update(state=State.GONE)


def _met_again(row: RejectedRow, file: SourceFile | None, found: SetAside, fixes: Corrections) -> RejectedRow:
    row.file, row.line = file, found.fault.index if file else None
    if row.state == State.MENDED and fixes.mended.get(row.fingerprint) != row.mended:
        return row  # somebody wrote it while the file was being read
    tried_before = row.state == State.OPEN and row.mended  # it says what is wrong with what was tried
    if not tried_before:
        row.column, row.value, row.reason = found.fault.column, found.fault.value, found.fault.reason
    row.state = State.OPEN
    return row


def _new(flow: Flow, file: SourceFile | None, one: SetAside) -> RejectedRow:
    return RejectedRow(
        flow=flow.name, file=file, line=one.fault.index if file else None, column=one.fault.column,
        value=one.fault.value, reason=one.fault.reason, row=one.row, fingerprint=one.fingerprint,
    )  # fmt: skip


def keep_of_rows(flow: Flow, frame: "DataFrame", faults: list[SetAside], *, all_were_read: bool) -> None:
    """Of a flow that asks for rows: those it was given anew take the place of what was known of them."""
    from gold_bi.contracts import shown

    known = RejectedRow.objects.filter(flow=flow.name, file=None)
    key = list(flow.contract.key)
    if not all_were_read and known.open().exists():
        given = {tuple(map(shown, values)) for values in frame[key].itertuples(index=False, name=None)}
        met = [row.pk for row in known.open() if tuple(row.row.get(name, "") for name in key) in given]
        known = known.filter(pk__in=met)
    keep(flow, None, faults, known, Corrections())


def mark_loaded(rows: QuerySet[RejectedRow], fixes: Corrections) -> None:
    """GOLD holds the file's rows as `fixes` made them, and no others."""
    rows.exclude(state=State.MENDED).filter(loaded__isnull=False).update(loaded=None)
    for row in rows.filter(state=State.MENDED).only("pk", "fingerprint", "loaded"):
        if row.loaded != fixes.mended.get(row.fingerprint):
            row.loaded = fixes.mended.get(row.fingerprint)
            row.save(update_fields=["loaded"])


def check_corrections(flow: Flow) -> int:
    """Hold corrections that are not loaded yet against the contract; open those that are wrong. Returns how many."""
    reopened = 0
    files: dict[Any, list[RejectedRow]] = {}
    for row in RejectedRow.objects.filter(flow=flow.name, file__isnull=False).to_load():
        files.setdefault(row.file_id, []).append(row)
    for file in SourceFile.objects.filter(pk__in=files):
        reading = Reading.from_json(file.reading or {})
        language = get_language() or settings.LANGUAGE_CODE
        faults = faults_of(flow.name, reading, language, {row.pk: row.mended or {} for row in files[file.pk]})
        for row in files[file.pk]:
            if fault := faults.get(row.pk):
                # Unless somebody decided otherwise meanwhile.
                still = RejectedRow.objects.filter(pk=row.pk, state=State.MENDED, decided_at=row.decided_at)
                wrong = {"column": fault.column, "value": fault.value, "reason": fault.reason}
                reopened += still.update(state=State.OPEN, **wrong)
    tell(flow)
    return reopened


def tell(flow: Flow) -> None:
    for _receiver, answer in rows_decided.send_robust(sender=Flow, flow=flow.name):
        if isinstance(answer, Exception):
            logger.error("Rows of %s were decided on, but a listener failed: %s", flow.name, answer)
