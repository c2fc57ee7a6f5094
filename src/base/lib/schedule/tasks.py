"""The schedule's own upkeep."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from .registry import register

KEEP_RESULTS = timedelta(days=14)


@task(backend="db")
def prune_task_results() -> int:
    """Forget the results of tasks that ended more than `KEEP_RESULTS` ago; returns how many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_RESULTS).delete()[0]


register("prune task results", "40 3 * * *", prune_task_results)
