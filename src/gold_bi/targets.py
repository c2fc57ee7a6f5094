"""Targets that people set on a screen: one file of the flow “budget”, written anew whenever somebody saves.

So a target has what every figure has: a file and a line it comes from, who gave it, what it replaced, and a way back.
"""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from gold_bi import intake, tasks
from gold_bi.files import store
from gold_bi.flows.registry import find
from gold_bi.models import SourceFile, TargetMonth

FLOW = "budget"
# Of two files with a target for the same month the first by name counts: this one comes before those people name.
NAME = "0-targets-set-here.csv"
_ON_ITS_WAY = (SourceFile.State.GIVEN, SourceFile.State.READY, SourceFile.State.LOADING)

Targets = dict[tuple[date, str], Decimal]  # by the month's first day and the measure


def latest() -> SourceFile | None:
    """The version last saved: loaded, or about to be."""
    versions = SourceFile.objects.of(FLOW).filter(name=NAME)
    return versions.filter(state__in=[*_ON_ITS_WAY, SourceFile.State.LOADED]).order_by("-pk").first()


def is_on_its_way() -> bool:
    """Whether the worker still has to do what somebody saved."""
    file = latest()
    return file is not None and (file.state in _ON_ITS_WAY or _is_going(file))


def set_here() -> Targets:
    file = latest()
    if file is None or _is_going(file):
        return {}
    lines = csv.DictReader(StringIO(store.path_of(file.sha256).read_text(encoding="utf-8")))
    return {(date.fromisoformat(one["month"]), one["measure"]): Decimal(one["target"]) for one in lines}


def in_force(measure: str, year: int) -> dict[date, Decimal]:
    """What GOLD holds of a year, whichever file it came from."""
    months = TargetMonth.objects.filter(measure=measure, month__year=year)
    return dict(months.values_list("month", "target"))


def save(measure: str, year: int, wanted: Mapping[date, Decimal], by: str) -> bool:
    """Have the worker put these in place of what was set of the measure in that year; whether anything changes."""
    before = set_here()
    after = {key: value for key, value in before.items() if (key[1], key[0].year) != (measure, year)}
    after |= {(month, measure): value for month, value in wanted.items()}
    if after == before:
        return False
    versions = SourceFile.objects.of(FLOW).filter(name=NAME)
    versions.filter(state__in=_ON_ITS_WAY[:2]).update(state=SourceFile.State.DISCARDED)  # this one says it all
    if after:
        tasks.take_in_file.enqueue(pk=intake.give(find(FLOW), NAME, BytesIO(_written(after)), by)[0].pk, started_by=by)
    elif loaded := versions.loaded().first():
        versions.filter(pk=loaded.pk).update(replaces=None)  # what was set before it does not come back
        tasks.undo_file.enqueue(pk=loaded.pk, started_by=by)
    return True


def _is_going(file: SourceFile) -> bool:
    work = tasks.work_on(file.pk) if file.state == SourceFile.State.LOADED else None
    return work is not None and work.task_path == tasks.undo_file.module_path


def _written(targets: Targets) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["month", "measure", "target"])
    writer.writerows([month.isoformat(), name, f"{value:.2f}"] for (month, name), value in sorted(targets.items()))
    return text.getvalue().encode()
