"""Flows in the worker: on request, and by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from base.lib.schedule.registry import register
from gold_bi import flows, intake, mending, runner
from gold_bi.flows import registry
from gold_bi.flows.registry import registered
from gold_bi.gold import GoldAway
from gold_bi.models import SourceFile
from gold_bi.models.flows import STARTED_BY_SCHEDULE

AGAIN = timedelta(seconds=15)  # until corrected rows are tried again while another run of the flow is under way


@task(backend="db")
def run_flow(name: str, started_by: str) -> str:
    """Run one flow; returns what came out, for the task's record."""
    flow = registry.find(name)
    try:
        run = intake.take_up(flow, started_by) if flow.reads_files else runner.run(name, started_by)
    except runner.AlreadyRunning as already:
        return str(already)  # the run under way sees the same rows
    return f"{name}: {run.rows_read} rows read, {run.rows_changed} changed" if run else f"{name}: no new file"


@task(backend="db")
def look_at_file(pk: int) -> str:
    """Find out how a file that was given is to be read, and what loading it would change."""
    return str(intake.look(pk).state)


@task(backend="db")
def compare_file(pk: int) -> str:
    """The same once its questions are answered."""
    return str(intake.compare(SourceFile.objects.get(pk=pk)).state)


@task(backend="db")
def load_file(pk: int, started_by: str) -> str:
    """Load a file at somebody's word, or load it again with the rows that were mended since."""
    try:
        run = runner.load_file(pk, started_by)
    except runner.FlowFailed as failed:
        SourceFile.objects.filter(pk=pk, state=SourceFile.State.LOADING).update(
            state=SourceFile.State.REFUSED, reason=str(failed)
        )
        return str(failed)
    return f"{run.rows_read} rows read, {run.rows_changed} changed"


@task(backend="db")
def undo_file(pk: int, started_by: str) -> str:
    """Take a loaded file back."""
    return f"{runner.undo(pk, started_by).rows_changed} rows changed"


@task(backend="db")
def check_corrections(name: str) -> int:
    """Hold what people wrote against the flow's contract; returns how many rows are open again."""
    return runner.check_corrections(registry.find(name))


@task(backend="db")
def load_corrected(name: str, started_by: str) -> dict[str, Any]:
    """Load the files of which rows were decided on since; returns what came out, for the screen."""
    try:
        return mending.load_due(name, started_by)
    except runner.AlreadyRunning:
        load_corrected.using(run_after=timezone.now() + AGAIN).enqueue(name=name, started_by=started_by)
        return {"later": True}
    except GoldAway as away:
        return {"failed": [["", str(away)]]}


def waiting(name: str) -> bool:
    """Whether a run that a person asked for still waits for the worker."""
    return any(
        result.args_kwargs["kwargs"].get("name") == name
        for result in DBTaskResult.objects.filter(task_path=run_flow.module_path, status=TaskResultStatus.READY)
    )


for _flow in registered():
    register(f"flow {_flow.name}", _flow.cron, run_flow, name=_flow.name, started_by=STARTED_BY_SCHEDULE)

__all__ = [
    "check_corrections", "compare_file", "flows", "load_corrected", "load_file", "look_at_file", "run_flow",
    "undo_file", "waiting",
]  # fmt: skip
