"""Which flows there are. A flow is one module: its transform, decorated with everything else it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model, Sum
from django.utils.functional import Promise

from gold_bi.contracts import Contract
from gold_bi.loaders.rollups import Rollup
from gold_bi.sources import Files, Source

if TYPE_CHECKING:
    from pandas import DataFrame

Transform = Callable[["DataFrame"], "DataFrame"]


class UnknownFlow(LookupError):
    """There is no flow of that name. Says which there are."""


@dataclass(frozen=True)
class Flow:
    """`transform` is a pure function from a frame that keeps `contract` to `target`'s columns.

    It may be given a part of the rows at a time, so it looks at each row alone, and keeps the index (a file's line).
    `day` is among its columns: rollups are computed again for the days, or months, of which a row changed.
    `key` names the target's columns that make two rows the same.
    """

    name: str
    title: str | Promise
    description: str | Promise
    owner: str | Promise
    cron: str
    source: Source
    contract: Contract
    transform: Transform
    target: type[Model]
    key: tuple[str, ...]
    rollups: tuple[Rollup, ...]
    # Above this share of rows set aside nothing is loaded: the file is another one than the flow expects.
    threshold: float
    time_limit: timedelta
    # Waits before each further attempt of a run that failed for want of a source or of GOLD.
    retries: tuple[timedelta, ...]
    # After this long without a load the figures are called late. None where nothing regular is expected.
    stale_after: timedelta | None
    # What the figures leave out, and why: for the flow's page.
    notes: str | Promise = ""

    @property
    def plan(self) -> str:
        """Its name in the site's schedule."""
        return f"flow {self.name}"

    @property
    def reads_files(self) -> bool:
        return isinstance(self.source, Files)

    @property
    def sums(self) -> set[str]:
        """The target's columns that a rollup adds up."""
        measures = [measure for rollup in self.rollups if rollup.of is None for measure in rollup.measures.values()]
        added: list[Any] = [one.get_source_expressions()[0] for one in measures if isinstance(one, Sum)]
        return {column.name for column in added if isinstance(column, F)}  # type: ignore[attr-defined]


_flows: dict[str, Flow] = {}

RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25))


def flow(
    *,
    name: str,
    title: str | Promise,
    description: str | Promise,
    source: Source,
    contract: Contract,
    target: type[Model],
    cron: str = "*/5 * * * *",
    owner: str | Promise = "",
    key: tuple[str, ...] = (),
    rollups: tuple[Rollup, ...] = (),
    threshold: float = 0.1,
    time_limit: timedelta = timedelta(minutes=30),
    retries: tuple[timedelta, ...] = RETRIES,
    stale_after: timedelta | None = timedelta(minutes=30),
    notes: str | Promise = "",
) -> Callable[[Transform], Transform]:
    """Register the decorated transform as a flow.

    Raises ValueError when `name` is taken, or a rollup has a column that is a fact's in name alone.
    """

    def register(transform: Transform) -> Transform:
        if name in _flows:
            raise ValueError(f"A flow named {name!r} is registered already, in {_flows[name].transform.__module__}.")
        for rollup in rollups:
            for column in rollup.shared(target):
                if rollup.by[column] != column:
                    raise ValueError(
                        f"{rollup.model.__name__} of {name!r} makes {column!r} of something else than the facts’ column"
                        " of that name: give it another name."
                    )
        _flows[name] = Flow(
            name, title, description, owner, cron, source, contract, transform, target, key or contract.key, rollups,
            threshold, time_limit, retries, stale_after, notes,
        )  # fmt: skip
        return transform

    return register


def registered() -> list[Flow]:
    return sorted(_flows.values(), key=lambda one: one.name)


def find(name: str) -> Flow:
    """Raises UnknownFlow."""
    try:
        return _flows[name]
    except KeyError:
        raise UnknownFlow(f"There is no flow “{name}”. There are: {', '.join(sorted(_flows))}.") from None
