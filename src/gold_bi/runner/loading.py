"""What a run does inside its transaction: pieces into GOLD, rows set aside, rollups."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _


from gold_bi.contracts import ContractBroken, told
from gold_bi.executors import mapped
from gold_bi.files.store import path_of
from gold_bi.flows.registry import Flow
from gold_bi.loaders import difference, parts, rollups, upsert
from gold_bi.loaders.difference import Difference
from gold_bi.models import FlowRun, FlowState, RejectedRow, SourceFile
from gold_bi.preparing import Prepared, SetAside, of_block, of_rows
from gold_bi.reading import Reading, blocks
from gold_bi.sources import Rows

LISTED = 10_000  # rows set aside of one load that are kept for mending; a file with more is another file


class TooManyRejected(ContractBroken):
    """More rows are at fault than the flow allows, so none is loaded. `set_aside` are they."""

    def __init__(self, flow: Flow, rows: int, set_aside: list[SetAside]) -> None:
        share = number_format(100 * len(set_aside) / rows, 1)
        super().__init__(
            _("%(faults)s of %(rows)s rows (%(share)s %%) are at fault, so none was loaded. %(first)s")
            % {"faults": len(set_aside), "rows": rows, "share": share, "first": told([one.fault for one in set_aside])}
        )
        self.set_aside = set_aside


def load_rows(flow: Flow, record: FlowRun, from_start: bool, days: tuple[date, date] | None) -> None:
    """The next rows of a flow that asks for them, or those of `days` again."""
    source = flow.source
    assert isinstance(source, Rows)
    state = FlowState.objects.get_or_create(name=flow.name)[0]
    record.watermark_before = record.watermark_after = 0 if from_start else state.watermark
    if days:
        if source.read_days is None:
            raise ContractBroken(_("The source of “%s” cannot be asked for days.") % flow.title)
        frame = source.read_days(*days)
    else:
        frame = source.read(record.watermark_before)
    record.rows_read = len(frame)
    if record.rows_read:
        piece = of_rows(flow, frame, "" if days else source.watermark)
        _refuse_too_many(flow, record.rows_read, piece.set_aside)
        set_aside(flow, None, piece.set_aside)
        record.rows_rejected, record.rows_left_out = len(piece.set_aside), piece.left_out
        record.rows_changed, touched = upsert.upsert(flow.target, flow.key, piece.columns, [piece.facts])
        add_up(flow, touched)
        if piece.watermark is not None:  # lower than before where the source began anew
            record.watermark_after = piece.watermark
    record.finished_at = timezone.now()
    state.watermark, state.loaded_at = record.watermark_after, record.finished_at
    state.save()


def load_file(flow: Flow, record: FlowRun, file: SourceFile) -> Difference:
    """The rows of `file` in place of those of the version before it."""
    old = SourceFile.objects.of(flow.name).loaded().filter(name=file.name).exclude(pk=file.pk).first()
    before = difference.sums(flow.target, _own_columns(flow))
    totals = _Totals()
    parts.put(flow.target, _all_columns(flow), totals.counting(_prepared(flow, file)))
    _refuse_too_many(flow, totals.rows, totals.set_aside)
    if old:
        added, removed, examples = difference.between(flow.target, _own_columns(flow), old.pk, file.pk)
        rows_before = difference.count_of(flow.target, old.pk)
        touched = parts.remove(flow.target, old.pk)
    else:
        added, removed, examples, rows_before, touched = totals.loaded, 0, {}, 0, parts.Touched()
    changed = parts.settle(flow.target, flow.key, file.pk, touched.keys)
    add_up(flow, totals.days | touched.days | changed)
    RejectedRow.objects.filter(file__flow=flow.name, file__name=file.name).open().update(state=RejectedRow.State.GONE)
    set_aside(flow, file, totals.set_aside)
    record.rows_read, record.rows_rejected = totals.rows, len(totals.set_aside)
    record.rows_left_out, record.rows_changed = totals.left_out, added + removed
    if old:
        old.state = SourceFile.State.REPLACED
        old.save()
    file.state, file.replaces, file.loaded_at, file.reason = SourceFile.State.LOADED, old, timezone.now(), ""
    file.rows_read, file.rows_loaded, file.rows_rejected = totals.rows, totals.loaded, len(totals.set_aside)
    file.save()
    FlowState.objects.update_or_create(name=flow.name, defaults={"loaded_at": timezone.now()})
    after = difference.sums(flow.target, _own_columns(flow))
    return Difference(
        before=rows_before, after=totals.loaded, added=added, removed=removed, rejected=len(totals.set_aside),
        repeated=flow.target._default_manager.using("gold").filter(file=file.pk, counted=False).count(),
        first_day=min(totals.days).isoformat() if totals.days else "",
        last_day=max(totals.days).isoformat() if totals.days else "",
        sums={name: (before[name], after[name]) for name in after}, examples=examples,
    )  # fmt: skip


def take_back(flow: Flow, record: FlowRun, file: SourceFile) -> None:
    """The rows of `file` out of GOLD, and those of the version it replaced in again."""
    earlier = file.replaces
    touched = parts.remove(flow.target, file.pk)
    RejectedRow.objects.filter(file=file).open().update(state=RejectedRow.State.GONE)
    file.state = SourceFile.State.UNDONE
    file.save()
    record.rows_changed = file.rows_loaded
    if earlier is None:
        changed = parts.settle(flow.target, flow.key, None, touched.keys)
        add_up(flow, touched.days | changed)
        return
    again = earlier.replaces
    difference_ = load_file(flow, record, earlier)
    earlier.replaces = again
    earlier.save()
    changed = parts.settle(flow.target, flow.key, earlier.pk, touched.keys)
    add_up(flow, touched.days | changed)
    record.rows_changed = file.rows_loaded + difference_.added


def add_up(flow: Flow, days: Iterable[date]) -> None:
    for rollup in flow.rollups:
        rollups.add_up(rollup, flow.target, days)


def set_aside(flow: Flow, file: SourceFile | None, rows: list[SetAside]) -> None:
    """Keep what could not be loaded, for somebody to mend."""
    RejectedRow.objects.bulk_create(
        [
            RejectedRow(
                flow=flow.name, file=file, line=one.fault.index if file else None, column=one.fault.column,
                value=one.fault.value, reason=one.fault.reason, row=one.row, fingerprint=one.fingerprint,
            )
            for one in rows[:LISTED]
        ],
        batch_size=1000,
    )  # fmt: skip


def corrections(flow: Flow) -> dict[str, dict[str, str]]:
    rows = RejectedRow.objects.filter(flow=flow.name).mended().values_list("fingerprint", "mended")
    return dict(rows)


class _Totals:
    """What the pieces of one file add up to, while they go by."""

    def __init__(self) -> None:
        self.rows = self.loaded = self.left_out = 0
        self.days: set[date] = set()
        self.set_aside: list[SetAside] = []

    def counting(self, pieces: Iterable[Prepared]) -> Iterator[bytes]:
        for piece in pieces:
            self.rows += piece.rows
            self.loaded += piece.loaded
            self.left_out += piece.left_out
            self.days |= piece.days
            self.set_aside += piece.set_aside
            yield piece.facts


def _prepared(flow: Flow, file: SourceFile) -> Iterator[Prepared]:
    reading = Reading.from_json(file.reading)
    prepare: Any = partial(of_block, flow.name, reading, file.pk, corrections(flow))
    return mapped(prepare, blocks(path_of(file.sha256), reading))


def _refuse_too_many(flow: Flow, rows: int, aside: list[SetAside]) -> None:
    if len(aside) > flow.threshold * rows:
        raise TooManyRejected(flow, rows, aside)


def _own_columns(flow: Flow) -> list[str]:
    """The target's columns that the flow's transform gives."""
    others = {"id", "file", "line", "key_hash", "counted"}
    return [field.name for field in flow.target._meta.concrete_fields if field.name not in others]


def _all_columns(flow: Flow) -> list[str]:
    return [*parts.OWN, *_own_columns(flow)]


