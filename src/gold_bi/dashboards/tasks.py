"""What the worker does for the dashboards."""

from django_tasks import task

from . import keeping


@task(backend="db")
def remember_flow(flow: str) -> None:
    """Keep what the dashboards of a flow show now."""
    keeping.remember(flow)
