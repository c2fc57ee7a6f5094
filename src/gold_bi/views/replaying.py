"""What the worker is doing with corrected rows, and what came out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gold_bi import tasks
from gold_bi.flows.registry import Flow
from gold_bi.mending import Due
from gold_bi.words import moment, number

TOLD = timedelta(hours=12)  # for which the outcome of a load stands on the screen
LOOKED_AT = 200  # of the newest tasks of a kind
_UNDER_WAY = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@dataclass(frozen=True)
class Loading:
    """Of one flow: what is due, what is under way, what came out last."""

    flow: Flow
    due: list[Due]
    checking: bool
    state: str  # "", "waiting", "running"
    outcome: list[str]
    failed: list[tuple[str, str]]
    ended: str

    @property
    def corrected(self) -> int:
        return sum(one.corrected for one in self.due)

    @property
    def taken_out(self) -> int:
        return sum(one.taken_out for one in self.due)

    @property
    def under_way(self) -> bool:
        return self.checking or bool(self.state)


def loading(flow: Flow, due: list[Due]) -> Loading | None:
    newest = _newest(tasks.load_corrected, flow.name)
    under_way = next((one.status for one in newest if one.status in _UNDER_WAY), None)
    state = {TaskResultStatus.READY: "waiting", TaskResultStatus.RUNNING: "running"}[under_way] if under_way else ""
    checking = any(one.status in _UNDER_WAY for one in _newest(tasks.check_corrections, flow.name))
    last = next((one for one in newest if one.status not in _UNDER_WAY), None)
    recent = last is not None and last.finished_at is not None and last.finished_at > timezone.now() - TOLD
    outcome, failed, ended = _told(last) if last and recent and not state else ([], [], "")
    if not (due or state or checking or outcome or failed):
        return None
    return Loading(flow, due, checking, state, outcome, failed, ended)


def waits(name: str) -> bool:
    """Whether a load that somebody asked for has not begun yet."""
    return any(one.status == TaskResultStatus.READY for one in _newest(tasks.load_corrected, name))


def _newest(of: Any, name: str) -> list[DBTaskResult]:
    results: Iterable[DBTaskResult] = DBTaskResult.objects.filter(task_path=of.module_path).order_by("-enqueued_at")
    return [one for one in results[:LOOKED_AT] if one.args_kwargs["kwargs"].get("name") == name]  # type: ignore[index]


def _told(last: DBTaskResult) -> tuple[list[str], list[tuple[str, str]], str]:
    ended = moment(last.finished_at) if last.finished_at else ""
    if last.status == TaskResultStatus.FAILED:
        return [], [("", _("It ended with an unexpected fault. The log of the worker says which."))], ended
    out: dict[str, Any] = last.return_value or {}
    return _sentences(out), [(name, reason) for name, reason in out.get("failed", [])], ended


def _sentences(out: dict[str, Any]) -> list[str]:
    came, wrong, taken = (out.get(word, 0) for word in ("came_in", "wrong", "taken_out"))
    told = []
    if came:
        told.append(ngettext("%s corrected row came in.", "%s corrected rows came in.", came) % number(came))
    if taken:
        told.append(ngettext("%s row was taken out again.", "%s rows were taken out again.", taken) % number(taken))
    if wrong:
        told.append(
            ngettext(
                "%s row is wrong in another way and stays here.",
                "%s rows are wrong in another way and stay here.",
                wrong,
            )
            % number(wrong)
        )
    others = out.get("changed", 0) - came - taken
    if others > 0:
        told.append(ngettext("%s other row changed.", "%s other rows changed.", others) % number(others))
    return told
