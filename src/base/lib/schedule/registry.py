"""Which tasks run by the clock. Each app registers its own, in its `tasks.py`."""

from dataclasses import dataclass, field
from typing import Any

from django_tasks.base import Task


@dataclass(frozen=True)
class ScheduledTask:
    """A task, the cron expression it starts with, and the arguments it is enqueued with."""

    name: str
    cron: str
    task: Task[..., Any]
    kwargs: dict[str, Any] = field(default_factory=dict)


_registered: dict[str, ScheduledTask] = {}


def register(name: str, cron: str, task: Task[..., Any], /, **kwargs: Any) -> None:
    """Run `task` whenever `cron` says so. Raises ValueError when `name` is taken."""
    if name in _registered:
        raise ValueError(f"A scheduled task named {name!r} is registered already.")
    _registered[name] = ScheduledTask(name, cron, task, kwargs)


def registered() -> list[ScheduledTask]:
    return list(_registered.values())
