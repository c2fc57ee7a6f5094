"""What a run does inside its transaction: pieces into GOLD, rows set aside, rollups."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gold_bi.contracts import ContractBroken, told
from gold_bi.executors import mapped
from gold_bi.files.store import path_of
from gold_bi.flows.registry import Flow
from gold_bi.loaders import difference, parts, rollups, upsert
from gold_bi.loaders.difference import Difference
from gold_bi.models import FlowRun, FlowState, RejectedRow, SourceFile
from gold_bi.preparing import Corrections, Prepared, SetAside, of_block, of_rows
from gold_bi.reading import Reading, blocks
from gold_bi.sources import Rows
from gold_bi.words import number

from . import aside
from .overseeing import keep_to_time

PIECE = 25_000  # rows that are prepared while PostgreSQL takes in those before


class TooManyRejected(ContractBroken):
    """More rows are at fault than the flow allows, so none is loaded. `set_aside` are they, in spite of `fixes`."""

    def __init__(self, flow: Flow, rows: int, set_aside: list[SetAside], fixes: Corrections) -> None:
        share = number_format(100 * len(set_aside) / rows, 1)
        super().__init__(
            _("%(faults)s of %(rows)s rows (%(share)s %%) are at fault, so none was loaded. %(first)s")
            % {"faults": len(set_aside), "rows": rows, "share": share, "first": told([one.fault for one in set_aside])}
        )
        self.set_aside = set_aside
        self.fixes = fixes


def load_rows(flow: Flow, record: FlowRun, from_start: bool, days: tuple[date, date] | None) -> None:
    """The next rows of a flow that asks for them, or those of `days` again."""
    source = flow.source
    if not isinstance(source, Rows):
        raise ContractBroken(_("“%s” reads the files it is given.") % flow.title)
    state = FlowState.objects.get_or_create(name=flow.name)[0]
    record.watermark_before = record.watermark_after = 0 if from_start else state.watermark
    if days:
        if source.read_days is None:
            raise ContractBroken(_("The source of “%s” cannot be asked for days.") % flow.title)
        frame = source.read_days(*days)
    else:
        frame = source.read(record.watermark_before)
    record.rows_read = len(frame)
    record.note(_("%s rows read") % number(record.rows_read))
    keep_to_time(record)
    if record.rows_read:
        piece = of_rows(flow, frame, "" if days else source.watermark)
        faults = aside.undecided(flow, piece.set_aside)
        _refuse_too_many(flow, record.rows_read, faults, Corrections())
        aside.keep_of_rows(flow, frame, faults, all_were_read=not days and record.watermark_before == 0)
        record.rows_rejected = len(faults)
        record.rows_left_out = piece.left_out + len(piece.set_aside) - len(faults)
        record.rows_changed, touched = upsert.upsert(flow.target, flow.key, piece.columns, [piece.facts])
        _add_up_and_note(flow, record, touched)
        if piece.watermark is not None:  # lower than before where the source began anew
            record.watermark_after = piece.watermark
    record.finished_at = timezone.now()
    state.watermark, state.loaded_at = record.watermark_after, record.finished_at
    state.save()


def load_file(flow: Flow, record: FlowRun, file: SourceFile) -> None:
    """The rows of `file` in place of those of the version before it, or in place of its own when it is read again.

    The same bytes, read in the same way, are no new version. Where no row was mended since either, nothing is done.
    """
    old = SourceFile.objects.of(flow.name).loaded().filter(name=file.name).first()
    fixes = aside.corrections(flow)
    if old and old.pk != file.pk and (old.sha256, old.reading) == (file.sha256, file.reading):
        file.state = SourceFile.State.REPEATED
        file.save()
        file = old
    recipe = _recipe(file, fixes)
    if old and old.recipe == recipe:
        record.rows_read, record.rows_rejected = old.rows_read, old.rows_rejected
    else:
        change = _exchange(flow, record, file, old, fixes)
        _mark_loaded(file, old, change, recipe)
    FlowState.objects.update_or_create(name=flow.name, defaults={"loaded_at": timezone.now()})


def compare(flow: Flow, file: SourceFile) -> Difference:
    """What loading `file` changes: it is loaded for that, and the caller takes everything back."""
    old = SourceFile.objects.of(flow.name).loaded().filter(name=file.name).first()
    before = difference.sums(flow.target, _own_columns(flow))
    change = _exchange(flow, FlowRun(flow=flow.name), file, old, aside.corrections(flow))
    after = difference.sums(flow.target, _own_columns(flow))
    return Difference(
        before=change.before, after=change.totals.loaded, added=change.added, removed=change.removed,
        rejected=len(change.totals.set_aside),
        repeated=flow.target._default_manager.using("gold").filter(file=file.pk, counted=False).count(),
        first_day=min(change.totals.days).isoformat() if change.totals.days else "",
        last_day=max(change.totals.days).isoformat() if change.totals.days else "",
        sums={name: (before[name], after[name]) for name in after}, examples=change.examples,
    )  # fmt: skip


def take_back(flow: Flow, record: FlowRun, file: SourceFile) -> None:
    """The rows of `file` out of GOLD, and those of the version it replaced in again."""
    earlier = file.replaces
    change = _exchange(flow, record, earlier, file, aside.corrections(flow))
    file.state = SourceFile.State.UNDONE
    file.save()
    if earlier:
        _mark_loaded(earlier, earlier.replaces, change, _recipe(earlier, aside.corrections(flow)))
    FlowState.objects.update_or_create(name=flow.name, defaults={"loaded_at": timezone.now()})


@dataclass
class _Change:
    """What one exchange did."""

    totals: "_Totals"
    before: int = 0
    added: int = 0
    removed: int = 0
    examples: dict[str, list[dict[str, str]]] = field(default_factory=dict)


def _exchange(
    flow: Flow, record: FlowRun, new: SourceFile | None, old: SourceFile | None, fixes: Corrections
) -> _Change:
    """The facts of `new` in place of those of `old`, settled and added up; the rows set aside likewise."""
    parts.begin(flow.target)
    change = _Change(_Totals())
    totals, going = change.totals, old.pk if old else None
    if new and old and new.pk == old.pk:
        going = parts.step_aside(flow.target, old.pk)
    if new:
        record.note(_("The file “%s” is read") % new.name)
        parts.put(flow.target, totals.counting(_in_time(record, _prepared(flow, new, fixes))))
        totals.pass_over(aside.undecided(flow, totals.set_aside))
        record.note(
            _("%(read)s rows read, %(set_aside)s set aside")
            % {"read": number(totals.rows), "set_aside": number(len(totals.set_aside))}
        )
        _refuse_too_many(flow, totals.rows, totals.set_aside, fixes)
        parts.make_known(flow.target)
    change.before = difference.count_of(flow.target, going)
    if new and going:
        change.added, change.removed, change.examples = difference.between(
            flow.target, _own_columns(flow), going, new.pk
        )
    else:
        change.added, change.removed = totals.loaded, change.before
    settled = _settled(flow, new, going, totals)
    keep_to_time(record)
    if new and going:
        _add_up_and_note(flow, record, parts.changed_days(), parts.changed_values)
    else:
        _add_up_and_note(flow, record, totals.days | settled)
    name = new.name if new else old.name if old else ""
    rows = RejectedRow.objects.filter(flow=flow.name, file__name=name)
    aside.keep(flow, new, totals.set_aside, rows, fixes)
    aside.mark_loaded(rows, fixes if new else Corrections())
    record.rows_read, record.rows_rejected = totals.rows, len(totals.set_aside)
    record.rows_left_out, record.rows_changed = totals.left_out, change.added + change.removed
    return change


def _settled(flow: Flow, new: SourceFile | None, going: int | None, totals: "_Totals") -> set[date]:
    """Takes away what goes and settles what other rows say too; returns the days of both."""
    changing = [pk for pk in (new.pk if new else None, going) if pk is not None]
    others = SourceFile.objects.of(flow.name).loaded().exclude(pk__in=[abs(pk) for pk in changing]).exists()
    if others:
        for pk in changing:
            parts.share(flow.target, pk, but=changing)
    days = parts.remove(flow.target, going) if going else set()
    parts.repeat(*totals.repeated())
    return days | parts.settle(flow.target, flow.key)


def _mark_loaded(file: SourceFile, replaces: SourceFile | None, change: _Change, recipe: str) -> None:
    if replaces and replaces.state == SourceFile.State.LOADED and replaces.pk != file.pk:
        replaces.state = SourceFile.State.REPLACED
        replaces.save()
    if replaces is None or replaces.pk != file.pk:
        file.replaces = replaces
    file.state, file.loaded_at, file.reason, file.recipe = SourceFile.State.LOADED, timezone.now(), "", recipe
    totals = change.totals
    file.rows_read, file.rows_loaded, file.rows_rejected = totals.rows, totals.loaded, len(totals.set_aside)
    file.save()


def _recipe(file: SourceFile, fixes: Corrections) -> str:
    """Names all that the rows of `file` are made from; with the same recipe they are the same."""
    made_from = [file.sha256, file.reading, sorted(fixes.mended.items()), settings.CODE_VERSION]
    return sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def _add_up_and_note(
    flow: Flow, record: FlowRun, days: set[date], changed: rollups.Values = lambda _column: None
) -> None:
    for rollup in flow.rollups:
        rollups.add_up(rollup, flow.target, days, changed)
    record.note(_("Added up the days that changed: %s") % number(len(days)))


def _in_time(record: FlowRun, pieces: Iterator[Prepared]) -> Iterator[Prepared]:
    for piece in pieces:
        keep_to_time(record)
        yield piece


class _Totals:
    """What the pieces of one file add up to, while they go by."""

    def __init__(self) -> None:
        self.rows = self.loaded = self.left_out = 0
        self.days: set[date] = set()
        self.set_aside: list[SetAside] = []
        self.keys: list[Any] = []

    def counting(self, pieces: Iterable[Prepared]) -> Iterator[tuple[list[str], bytes]]:
        for piece in pieces:
            self.rows += piece.rows
            self.loaded += piece.loaded
            self.left_out += piece.left_out
            self.days |= piece.days
            self.set_aside += piece.set_aside
            if piece.keys:
                self.keys.append(piece.keys)
                yield piece.columns, piece.facts

    def repeated(self) -> tuple[list[date], list[int]]:
        """The day and hash of keys that more than one piece has."""
        if not self.keys:
            return [], []
        import numpy as np

        days, keys = (np.concatenate(each) for each in zip(*self.keys, strict=True))
        order = np.argsort(keys)
        again = order[1:][keys[order[1:]] == keys[order[:-1]]]
        return days[again].tolist(), keys[again].tolist()

    def pass_over(self, undecided: list[SetAside]) -> None:
        """Count rows that somebody left out for good as left out, not as faults."""
        self.left_out += len(self.set_aside) - len(undecided)
        self.set_aside = undecided


def _prepared(flow: Flow, file: SourceFile, fixes: Corrections) -> Iterator[Prepared]:
    reading = Reading.from_json(file.reading or {})
    prepare: Any = partial(of_block, flow.name, reading, file.pk, fixes, get_language() or settings.LANGUAGE_CODE)
    return mapped(prepare, blocks(path_of(file.sha256), reading, PIECE))


def _refuse_too_many(flow: Flow, rows: int, faults: list[SetAside], fixes: Corrections) -> None:
    if len(faults) > flow.threshold * rows:
        raise TooManyRejected(flow, rows, faults, fixes)


def _own_columns(flow: Flow) -> list[str]:
    """The target's columns that the flow's transform gives."""
    others = {"file", "line", "key_hash", "counted"}
    return [field.name for field in flow.target._meta.concrete_fields if field.name not in others]
