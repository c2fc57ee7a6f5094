"""What the worker does of them."""

from django_tasks import task


@task(backend="db")
def carry_out(pk: int) -> str:
    """Do what a run of an action asks for; returns its outcome."""
    from .running import do

    return do(pk)
