"""What somebody decides about rows set aside, and loading what was decided.

A decision holds for every row of the flow that says the same, in whichever file: the loader knows rows by their text.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, JSONField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils import timezone

from gold_bi import runner
from gold_bi.models import RejectedRow, SourceFile

State = RejectedRow.State


class _Merged(Func):
    """One JSON object over another."""

    template, arg_joiner, output_field = "(%(expressions)s)", " || ", JSONField()


class _TextAt(Func):
    template, arg_joiner, output_field = "(%(expressions)s)", " ->> ", TextField()


def alike(rows: QuerySet[RejectedRow]) -> QuerySet[RejectedRow]:
    """`rows` of one flow, and those that say the same in other files."""
    flows = rows.order_by().values("flow")
    return RejectedRow.objects.filter(flow__in=flows, fingerprint__in=rows.order_by().values("fingerprint"))


def mend(row: RejectedRow, better: dict[str, str], by: str) -> int:
    """Take `better` in the place of `row` from the next load on; returns how many rows that decides."""
    rows = alike(RejectedRow.objects.filter(pk=row.pk)).filter(state__in=[State.OPEN, State.MENDED])
    return rows.update(state=State.MENDED, mended=Value(better, JSONField()), **_decided(by))


def replace(rows: QuerySet[RejectedRow], column: str, text: str, by: str) -> int:
    """Take `text` in a column of all `rows` that are open."""
    other = JSONObject(**{column: Cast(Value(text), TextField())})
    better = _Merged(Coalesce(F("mended"), F("row")), Cast(other, JSONField()))
    return alike(rows.filter(state=State.OPEN)).filter(state=State.OPEN).update(
        state=State.MENDED, mended=better, **_decided(by)
    )  # fmt: skip


def leave_out(rows: QuerySet[RejectedRow], why: str, by: str) -> int:
    """They are no faults any more, and never loaded."""
    them = alike(rows.filter(state=State.OPEN)).filter(state=State.OPEN)
    return them.update(state=State.LEFT_OUT, mended=None, why=why, **_decided(by))


def reopen(rows: QuerySet[RejectedRow], by: str) -> int:
    """Take decisions back. What is in the figures by one of them leaves with the next load."""
    settled = [State.MENDED, State.LEFT_OUT]
    them = alike(rows.filter(state__in=settled)).filter(state__in=settled)
    found = Coalesce(_TextAt(F("row"), F("column")), F("value"))
    return them.update(state=State.OPEN, mended=None, why="", value=found, **_decided(by))


def _decided(by: str) -> dict[str, Any]:
    return {"decided_by": by, "decided_at": timezone.now()}


@dataclass(frozen=True)
class Due:
    """A file that has to be loaded again: rows were corrected, or corrections taken back, since its last load."""

    file: SourceFile
    corrected: int = 0
    taken_out: int = 0

    @property
    def was_refused(self) -> bool:
        return self.file.state == SourceFile.State.REFUSED


def due(flow: str = "") -> list[Due]:
    rows = RejectedRow.objects.filter(file__isnull=False, **({"flow": flow} if flow else {}))
    corrected, taken_out = _by_file(rows.to_load()), _by_file(rows.to_take_out())
    left_out = _by_file(rows.left_out().filter(file__state=SourceFile.State.REFUSED))
    files = SourceFile.objects.in_bulk([*corrected, *taken_out, *left_out])
    names = {file.name for file in files.values()}
    loaded = {(one.flow, one.name): one for one in SourceFile.objects.filter(name__in=names).loaded()}
    found: dict[int, Due] = {}
    for pk, file in sorted(files.items()):
        target = _target(file, loaded.get((file.flow, file.name)))
        if target:
            so_far = found.get(target.pk, Due(target))
            found[target.pk] = Due(
                target, so_far.corrected + corrected.get(pk, 0), so_far.taken_out + taken_out.get(pk, 0)
            )
    return list(found.values())


def _by_file(rows: QuerySet[RejectedRow]) -> dict[int, int]:
    counted = rows.order_by().values("file").annotate(rows=Count("pk"))
    return dict(counted.values_list("file", "rows"))


def _target(file: SourceFile, loaded: SourceFile | None) -> SourceFile | None:
    """The file to load for the sake of a row of `file`: itself where it was refused and nothing newer stands."""
    if file.state == SourceFile.State.REFUSED and (loaded is None or loaded.pk < file.pk):
        return file
    return loaded


def load_due(flow: str, by: str) -> dict[str, Any]:
    """Load each file that is due; what came out as JSON. Raises AlreadyRunning and GoldAway."""
    outcome: dict[str, Any] = {"came_in": 0, "taken_out": 0, "wrong": 0, "changed": 0, "failed": []}
    with runner.gold_or_away():
        files = due(flow)
    for one in files:
        rows = RejectedRow.objects.filter(flow=flow, file__name=one.file.name)
        tried = list(rows.to_load().values_list("pk", flat=True))
        try:
            outcome["changed"] += runner.load_file(one.file.pk, by).rows_changed
            outcome["taken_out"] += one.taken_out
        except runner.FlowFailed as failed:
            outcome["failed"].append([one.file.name, str(failed)])
            refused = SourceFile.objects.filter(pk=one.file.pk, state=SourceFile.State.REFUSED)
            refused.update(reason=str(failed))
        with runner.gold_or_away():
            them = RejectedRow.objects.filter(pk__in=tried)
            outcome["came_in"] += them.mended().filter(loaded=F("mended")).count()
            outcome["wrong"] += them.open().count()
    return outcome
