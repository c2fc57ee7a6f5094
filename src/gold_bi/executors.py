"""Where the pieces of a load are prepared: in this process, in several, or by a dask scheduler. The result is the same.

`FLOW_EXECUTOR` says which: "inline", "processes:N", or the address of a scheduler ("tcp://host:8786", with the extra
`dask`). Workers read no database; what they need comes with each piece.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import chain
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Piece = TypeVar("Piece")
Result = TypeVar("Result")


_NONE: Any = object()


def mapped(function: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
    """`function` of each piece, in their order. No more pieces are held at once than there are hands, and two.

    A single piece is done here whatever the setting: its results are there before a worker would have started.
    """
    where: str = settings.FLOW_EXECUTOR
    pieces = iter(pieces)
    first, second = next(pieces, _NONE), next(pieces, _NONE)
    if second is _NONE:
        yield from (function(piece) for piece in (first,) if piece is not _NONE)
        return
    pieces = chain([first, second], pieces)
    if where == "inline":
        yield from _one_ahead(map(function, pieces))
    elif where.startswith("processes:") and where.removeprefix("processes:").isdigit():
        yield from _in_processes(int(where.removeprefix("processes:")), function, pieces)
    elif "://" in where:
        yield from _on_dask(where, function, pieces)
    else:
        raise ImproperlyConfigured(
            f"FLOW_EXECUTOR is {where!r}; it may be inline, processes:N, or a dask scheduler's address."
        )


def _one_ahead(results: Iterator[Result]) -> Iterator[Result]:
    """The next result is made while the last one is used: while PostgreSQL takes it in, that is."""
    with ThreadPoolExecutor(1) as hand:
        ahead = hand.submit(next, results, _NONE)
        while (result := ahead.result()) is not _NONE:
            ahead = hand.submit(next, results, _NONE)
            yield result


def _in_processes(count: int, function: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
    # Spawned, not forked: a fork would share this process's database connections.
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_set_up) as pool:
        yield from _windowed(pool, count + 2, function, pieces)


def _on_dask(address: str, function: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
    try:
        from distributed import Client, WorkerPlugin
    except ImportError as missing:
        raise ImproperlyConfigured("FLOW_EXECUTOR names a dask scheduler; install the extra `dask`.") from missing

    class Project(WorkerPlugin):
        """The project is loaded once in each worker."""

        def setup(self, worker: Any) -> None:
            _set_up()

    with Client(address, timeout="10s", set_as_default=False) as client:
        client.register_plugin(Project(), name="djangoforge")
        hands = sum(client.ncores().values()) or 1
        yield from _windowed(client.get_executor(pure=False), hands + 2, function, pieces)


def _windowed(
    pool: "Executor | Any", window: int, function: Callable[[Piece], Result], pieces: Iterable[Piece]
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    for piece in pieces:
        waiting.append(pool.submit(function, piece))
        if len(waiting) >= window:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _set_up() -> None:
    import django

    django.setup()
