"""Flows in the worker: on request, and by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from base.lib.schedule.registry import register
from gold_bi import flows, intake, runner
from gold_bi.flows import registry
from gold_bi.flows.registry import registered
from gold_bi.models import SourceFile
from gold_bi.models.flows import STARTED_BY_SCHEDULE


@task(backend="db")
def run_flow(name: str, started_by: str) -> str:
    """Run one flow; returns what came out, for the task's record."""
    flow = registry.find(name)
    try:
        run = intake.take_up(flow, started_by) if flow.reads_files else runner.run(name, started_by)
    except runner.AlreadyRunning as already:
        return str(already)  # the run under way sees the same rows
    return f"{name}: {run.rows_read} rows read, {run.rows_changed} changed" if run else f"{name}: no new file"


AGAIN = timedelta(seconds=15)  # until a file is tried again whose flow was busy with another


@task(backend="db")
def look_at_file(pk: int) -> str:
    """Find out how a file that was given is to be read, and what loading it would change."""
    return _unless_busy(look_at_file, intake.look, pk)


@task(backend="db")
def compare_file(pk: int) -> str:
    """The same once its questions are answered."""
    return _unless_busy(compare_file, lambda pk: intake.compare(SourceFile.objects.get(pk=pk)), pk)


def _unless_busy(again: Any, do: Any, pk: int) -> str:
    """`do` it, or ask for it `again` while another file of the flow is being loaded."""
    try:
        return str(do(pk).state)
    except runner.AlreadyRunning as busy:
        again.using(run_after=timezone.now() + AGAIN).enqueue(pk=pk)
        return str(busy)


@task(backend="db")
def load_file(pk: int, started_by: str) -> str:
    """Load a file at somebody's word, or load it again with the rows that were mended since."""
    try:
        run = runner.load_file(pk, started_by)
    except runner.AlreadyRunning as busy:
        load_file.using(run_after=timezone.now() + AGAIN).enqueue(pk=pk, started_by=started_by)
        return str(busy)
    except runner.FlowFailed as failed:
        SourceFile.objects.filter(pk=pk, state=SourceFile.State.LOADING).update(
            state=SourceFile.State.REFUSED, reason=str(failed)
        )
        return str(failed)
    return f"{run.rows_read} rows read, {run.rows_changed} changed"


@task(backend="db")
def undo_file(pk: int, started_by: str) -> str:
    """Take a loaded file back."""
    try:
        return f"{runner.undo(pk, started_by).rows_changed} rows changed"
    except runner.AlreadyRunning as busy:
        undo_file.using(run_after=timezone.now() + AGAIN).enqueue(pk=pk, started_by=started_by)
        return str(busy)


OF_A_FILE = (look_at_file, compare_file, load_file, undo_file)
# What takes a file on that nobody works on any more.
_NEXT: dict[str, Any] = {
    SourceFile.State.GIVEN: look_at_file,
    SourceFile.State.READY: compare_file,
    SourceFile.State.LOADING: load_file,
}


def work_on(pk: int) -> DBTaskResult | None:
    """What the worker does with a file, or will do when it is free."""
    unfinished = DBTaskResult.objects.filter(
        task_path__in=[one.module_path for one in OF_A_FILE],
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    return next((one for one in unfinished if one.args_kwargs["kwargs"].get("pk") == pk), None)


def ended_early(file: SourceFile) -> bool:
    """Whether the file waits for the worker, who no longer knows of it: the worker was stopped half-way."""
    waits = file.state in (SourceFile.State.GIVEN, SourceFile.State.LOADING) or (
        file.state == SourceFile.State.READY and file.difference is None
    )
    return waits and work_on(file.pk) is None


def take_up_again(file: SourceFile, by: str) -> None:
    """Ask the worker once more for what it did not end."""
    if ended_early(file):
        task = _NEXT[SourceFile.State(file.state)]
        task.enqueue(pk=file.pk, **({"started_by": by} if task is load_file else {}))


def waiting(name: str) -> bool:
    """Whether a run that a person asked for still waits for the worker."""
    return any(
        result.args_kwargs["kwargs"].get("name") == name
        for result in DBTaskResult.objects.filter(task_path=run_flow.module_path, status=TaskResultStatus.READY)
    )


for _flow in registered():
    register(f"flow {_flow.name}", _flow.cron, run_flow, name=_flow.name, started_by=STARTED_BY_SCHEDULE)

__all__ = [
    "compare_file", "ended_early", "flows", "load_file", "look_at_file", "run_flow", "take_up_again", "undo_file",
    "waiting", "work_on",
]  # fmt: skip
