"""Which flows there are. A flow is one module: its transform, decorated with everything else it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.functional import Promise

from gold_bi.contracts import Contract
from gold_bi.loaders import Rollup

if TYPE_CHECKING:
    from pandas import DataFrame

Transform = Callable[["DataFrame"], "DataFrame"]


class UnknownFlow(LookupError):
    """There is no flow of that name. Says which there are."""


@dataclass(frozen=True)
class Flow:
    """`source` is given the watermark and returns the rows above it; the highest `watermark` column is the next.

    `transform` is a pure function from a frame that keeps `contract` to `target`'s columns, `day` among them
    (the rollups of the days it names are recomputed).
    """

    name: str
    title: str | Promise
    description: str | Promise
    cron: str
    source: Callable[[int], "DataFrame"]
    watermark: str
    contract: Contract
    transform: Transform
    target: type[Model]
    rollups: tuple[Rollup, ...]


_flows: dict[str, Flow] = {}


def flow(
    *,
    name: str,
    title: str | Promise,
    description: str | Promise,
    cron: str,
    source: Callable[[int], "DataFrame"],
    watermark: str,
    contract: Contract,
    target: type[Model],
    rollups: tuple[Rollup, ...] = (),
) -> Callable[[Transform], Transform]:
    """Register the decorated transform as a flow. Raises ValueError when `name` is taken."""

    def register(transform: Transform) -> Transform:
        if name in _flows:
            raise ValueError(f"A flow named {name!r} is registered already, in {_flows[name].transform.__module__}.")
        _flows[name] = Flow(name, title, description, cron, source, watermark, contract, transform, target, rollups)
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
