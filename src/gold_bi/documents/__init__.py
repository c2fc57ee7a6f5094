"""Dashboards on paper: what a worker makes of them for people to keep, print and send on."""

from dataclasses import dataclass
from typing import Any

from gold_bi.dashboards import keeping
from gold_bi.dashboards.board import Board, Part, Selection
from gold_bi.dashboards.period import Period
from gold_bi.dashboards.showing import BEFORE, YEAR_BEFORE
from gold_bi.freshness import Freshness, Level
from gold_bi.gold import GoldAway


@dataclass(frozen=True)
class Printed:
    """A dashboard's figures of a period, as its screen shows them; `data` is that of `showing.show`.

    `only` is the name of a part: a chart by itself.
    """

    board: Board
    selection: Selection
    compared: str
    data: dict[str, Any]
    freshness: Freshness
    only: str = ""

    @property
    def parts(self) -> list[Part]:
        return [part for part in self.board.parts if self.only in ("", part.name)]

    @property
    def compared_with(self) -> Period:
        """The period of the charts' comparison."""
        period = self.selection.period
        return period.year_before if self.compared == YEAR_BEFORE else period.before

    @property
    def same(self) -> bool:
        """Whether the period before is that of the year before, so that it is said once."""
        return self.selection.period.before == self.selection.period.year_before


def printed(board: Board, selection: Selection, compared: str = BEFORE, only: str = "") -> Printed:
    """Raises GoldAway: on paper there are no figures of another day than those that were asked for."""
    known = keeping.read(board, selection, compared)
    if known.data is None or known.freshness.level is Level.MISSING:
        raise GoldAway(known.freshness.notice)
    return Printed(board, selection, compared, known.data, known.freshness, only)
