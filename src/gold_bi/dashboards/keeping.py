"""A dashboard's data from GOLD, or while GOLD is away what it last gave of the usual period."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import get_language
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gold_bi import freshness
from gold_bi.freshness import Freshness
from gold_bi.gold import GoldAway, reading_gold
from gold_bi.last_known.models import LastKnown
from gold_bi.signals import flow_loaded

from .board import Board, Selection
from .period import Period, preset
from .showing import BEFORE, show

KEPT_FOR = 10 * 60  # seconds


@dataclass(frozen=True)
class Known:
    """`data` is that of `showing.show`, None where nothing is known; `selection` is what it is of.

    `key` tells this data from any other; it is empty where GOLD is away.
    """

    data: dict[str, Any] | None
    selection: Selection
    freshness: Freshness
    key: str = ""


def read(board: Board, selection: Selection, compared: str = BEFORE) -> Known:
    """Never fails for GOLD's sake."""
    try:
        with reading_gold():
            loaded = freshness.loaded(board.flows)
            age = freshness.of_load(board.flow, loaded.get(board.flow))
            key = _key(board, selection, compared, loaded)
            return Known(_kept(key, board, selection, compared), selection, age, key)
    except GoldAway:
        return _recalled(board)


def _key(board: Board, selection: Selection, compared: str, loaded: dict[str, datetime | None]) -> str:
    """The same for the same question asked again after the same load."""
    period = selection.period
    asked = [
        board.name,
        [(part.name, str(part.title), str(part.explained), part.kind) for part in board.parts],
        period.first,
        period.last,
        sorted(selection.filters.items()),
        compared,
        get_language(),
        sorted(loaded.items()),
    ]
    return f"dashboard:{sha256(repr(asked).encode()).hexdigest()}"


def _kept(key: str, board: Board, selection: Selection, compared: str) -> dict[str, Any]:
    data: dict[str, Any] | None = cache.get(key)
    if data is None:
        data = show(board, selection, compared)
        cache.set(key, data, KEPT_FOR)
    return data


@receiver(flow_loaded)
def ask_to_remember(sender: Any, flow: str, **kwargs: Any) -> None:
    """Of the worker, and once: a load does not wait for it, nor a hundred of them one after the other."""
    from .tasks import remember_flow

    waiting = DBTaskResult.objects.filter(
        task_path=remember_flow.module_path, status=TaskResultStatus.READY, args_kwargs__kwargs__flow=flow
    )
    if not waiting.exists():
        remember_flow.enqueue(flow=flow)


def remember(flow: str) -> None:
    """Keep the usual period of each dashboard of the flow, for the time when GOLD cannot be asked.

    Raises GoldAway.
    """
    from . import BOARDS

    today = timezone.localdate()
    for board in BOARDS:
        if flow not in board.flows:
            continue
        selection = Selection(preset(board.usual, today))
        with reading_gold():
            age = freshness.of_flow(board.flow)
            data = show(board, selection)
        if age.as_of:
            period = {"first": selection.period.first.isoformat(), "last": selection.period.last.isoformat()}
            kept = {"period": period, "shown": data}
            LastKnown.objects.update_or_create(dashboard=_name(board), defaults={"as_of": age.as_of, "data": kept})


def _recalled(board: Board) -> Known:
    known = LastKnown.objects.filter(dashboard=_name(board)).first()
    if known is None:
        return Known(None, Selection(preset(board.usual, timezone.localdate())), freshness.gold_away(None))
    first, last = (date.fromisoformat(known.data["period"][end]) for end in ("first", "last"))
    return Known(known.data["shown"], Selection(Period(first, last, board.usual)), freshness.gold_away(known.as_of))


def _name(board: Board) -> str:
    return f"dashboard {board.name}"
