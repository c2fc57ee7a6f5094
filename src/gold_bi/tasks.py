"""Flows in the worker: on request, and by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from base.lib.schedule.registry import register
from gold_bi import alerts, attempts, flows, intake, mending, runner
from gold_bi.flows import registry
from gold_bi.flows.registry import registered
from gold_bi.gold import GoldAway
from gold_bi.models import SourceFile
from gold_bi.models.flows import STARTED_BY_SCHEDULE
from gold_bi.sources import SourceAway

AGAIN = timedelta(seconds=15)  # until a file is tried again whose flow was busy with another


@task(backend="db")
def run_flow(name: str, started_by: str, attempt: int = 0) -> str:
    """Run one flow; returns what came out, for the task's record.

    `attempt` is given when this is a further one of a run that failed; it is needless where another came before.
    """
    flow = registry.find(name)
    number = attempts.number(flow)
    if attempt and attempt != number:
        return f"{name}: another run came before attempt {attempt}"
    try:
        if flow.reads_files:
            run = intake.take_up(flow, started_by, number)
        else:
            run = runner.run(name, started_by, False, None, number)
    except runner.AlreadyRunning as already:
        return str(already)  # the run under way sees the same rows
    except (runner.FlowFailed, SourceAway, GoldAway) as fault:
        again = attempts.failed(flow, str(fault), getattr(fault, "may_pass", True))
        if again is None:
            raise
        run_flow.using(run_after=again).enqueue(name=name, started_by=started_by, attempt=number + 1)
        return f"{fault} Attempt {number + 1} follows at {again:%Y-%m-%d %H:%M:%S} UTC."
    attempts.succeeded(flow)
    return f"{name}: {run.rows_read} rows read, {run.rows_changed} changed" if run else f"{name}: no new file"


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
def take_in_file(pk: int, started_by: str) -> str:
    """A file that waits for nobody's word: looked at, and loaded unless something has to be asked."""
    if not SourceFile.objects.filter(pk=pk, state=SourceFile.State.GIVEN).exists():
        return "It was put away."
    try:
        file = intake.look(pk)
    except (runner.AlreadyRunning, GoldAway) as later:
        take_in_file.using(run_after=timezone.now() + AGAIN).enqueue(pk=pk, started_by=started_by)
        return str(later)
    if load_at_word(pk, started_by):
        return str(SourceFile.State.LOADING)
    return str(file.state)


def load_at_word(pk: int, by: str) -> bool:
    """Ask the worker to load a file that is ready; of two who say so at the same time one does."""
    ready = SourceFile.objects.filter(pk=pk, state=SourceFile.State.READY, difference__isnull=False)
    if not ready.update(state=SourceFile.State.LOADING):
        return False
    load_file.enqueue(pk=pk, started_by=by)
    return True


@task(backend="db")
def load_file(pk: int, started_by: str, attempt: int = 1) -> str:
    """Load a file at somebody's word, or load it again with the rows that were mended since."""
    try:
        run = runner.load_file(pk, started_by, attempt)
    except runner.AlreadyRunning as already:
        load_file.using(run_after=timezone.now() + AGAIN).enqueue(pk=pk, started_by=started_by, attempt=attempt)
        return str(already)
    except GoldAway as away:
        if attempt > len(registry.RETRIES):
            raise
        again = timezone.now() + registry.RETRIES[attempt - 1]
        load_file.using(run_after=again).enqueue(pk=pk, started_by=started_by, attempt=attempt + 1)
        return str(away)
    except runner.FlowFailed as failed:
        flow = registry.find(SourceFile.objects.get(pk=pk).flow)
        later = attempts.failed(flow, str(failed), failed.may_pass, attempt)
        if later:
            load_file.using(run_after=later).enqueue(pk=pk, started_by=started_by, attempt=attempt + 1)
            return str(failed)
        SourceFile.objects.filter(pk=pk, state=SourceFile.State.LOADING).update(
            state=SourceFile.State.REFUSED, reason=str(failed)
        )
        return str(failed)
    attempts.succeeded(registry.find(run.flow))
    return f"{run.rows_read} rows read, {run.rows_changed} changed"


@task(backend="db")
def undo_file(pk: int, started_by: str) -> str:
    """Take a loaded file back."""
    try:
        return f"{runner.undo(pk, started_by).rows_changed} rows changed"
    except runner.AlreadyRunning as busy:
        undo_file.using(run_after=timezone.now() + AGAIN).enqueue(pk=pk, started_by=started_by)
        return str(busy)


OF_A_FILE = (look_at_file, compare_file, take_in_file, load_file, undo_file)
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


@task(backend="db")
def watch_flows() -> int:
    """Tell of flows that fail or are late, and of those that recovered."""
    return alerts.watch()


def waiting(name: str) -> bool:
    """Whether a run that a person asked for still waits for the worker."""
    return any(
        result.args_kwargs["kwargs"].get("name") == name
        for result in DBTaskResult.objects.ready().filter(task_path=run_flow.module_path)
    )


for _flow in registered():
    register(_flow.plan, _flow.cron, run_flow, name=_flow.name, started_by=STARTED_BY_SCHEDULE)
register("watch flows", "*/5 * * * *", watch_flows)

__all__ = [
    "check_corrections", "compare_file", "ended_early", "flows", "load_corrected", "load_file", "look_at_file",
    "run_flow", "take_in_file", "take_up_again", "undo_file", "waiting", "watch_flows", "work_on",
]  # fmt: skip
