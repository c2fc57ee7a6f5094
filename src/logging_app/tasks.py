"""What the worker does for the request log; storing and pruning are the ingester's."""

from django_tasks import task

from base.lib.schedule.registry import register


@task(backend="db", priority=5)
def watch_log() -> int:
    """Raise an alert when the log is behind, has a gap, or tells of a failing site; returns how many are open."""
    from .alerts import watch

    return watch()


register("watch the request log", "* * * * *", watch_log)
