"""Flows in the worker: on request, and by the clock."""

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from base.lib.schedule.registry import register
from gold_bi import flows, runner
from gold_bi.flows.registry import registered
from gold_bi.models.flows import STARTED_BY_SCHEDULE


@task(backend="db")
def run_flow(name: str, started_by: str) -> str:
    """Run one flow; returns what came out, for the task's record."""
    try:
        run = runner.run(name, started_by)
    except runner.AlreadyRunning as already:
        return str(already)  # the run under way sees the same rows
    return f"{name}: {run.rows_read} rows read, {run.rows_changed} changed"


def waiting(name: str) -> bool:
    """Whether a run that a person asked for still waits for the worker."""
    return any(
        result.args_kwargs["kwargs"].get("name") == name
        for result in DBTaskResult.objects.filter(task_path=run_flow.module_path, status=TaskResultStatus.READY)
    )


for _flow in registered():
    register(f"flow {_flow.name}", _flow.cron, run_flow, name=_flow.name, started_by=STARTED_BY_SCHEDULE)

__all__ = ["flows", "run_flow", "waiting"]
