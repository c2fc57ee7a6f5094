"""What an address asks of a dashboard, and the address of what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from .board import Board, Selection
from .period import OWN, PRESETS, WrongPeriod, asked_for, preset
from .showing import BEFORE, YEAR_BEFORE


@dataclass(frozen=True)
class Asked:
    """`wrong` says why the address could not be understood; the usual period stands in then."""

    selection: Selection
    compared: str
    wrong: str = ""

    @property
    def address(self) -> dict[str, str]:
        """Of the same, to link to."""
        period = self.selection.period
        when = (
            {"period": period.name}
            if period.name != OWN
            else {"from": period.first.isoformat(), "to": period.last.isoformat()}
        )
        return {**when, **self.selection.filters, **({"compare": self.compared} if self.compared != BEFORE else {})}


def understood(given: Mapping[str, str], board: Board) -> Asked:
    filters = {one.name: given[one.name] for one in board.filters if given.get(one.name)}
    compared = YEAR_BEFORE if given.get("compare") == YEAR_BEFORE else BEFORE
    today = timezone.localdate()
    try:
        return Asked(Selection(asked_for(given, today, board.usual), filters), compared)
    except WrongPeriod as wrong:
        said = _("%(wrong)s Shown instead: %(usual)s.") % {"wrong": wrong, "usual": PRESETS[board.usual]}
        return Asked(Selection(preset(board.usual, today), filters), compared, said)
