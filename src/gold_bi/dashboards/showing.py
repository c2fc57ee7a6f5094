"""What a dashboard shows of a selection, as data that can be kept (JSON).

{"kpis": {name: {"value", "before", "year_before", "target"}},
 "parts": {name: {"headings": [[text, unit]], "rows": [[cell]], "unusual": {ISO day: what was usual}}},
 "choices": {filter: [value]}, "set_aside": int, "latest": ISO day or None, "loaded": {flow: ISO moment},
 "begins": ISO day or None, "partly": [those of "before" and "year_before" that began well before that day]}
"""

from datetime import date
from decimal import Decimal
from typing import Any

from gold_bi.models import FlowState, RejectedRow

from .board import Board, Kpi, Selection, Totals, target
from .period import Period

BEFORE, YEAR_BEFORE = "before", "year_before"


def show(board: Board, selection: Selection, compared: str = BEFORE) -> dict[str, Any]:
    """Read from GOLD's rollups: run it inside `reading_gold()`."""
    period = selection.period
    others = {BEFORE: selection.of(period.before), YEAR_BEFORE: selection.of(period.year_before)}
    latest, first = board.latest(), board.first()
    partly = [name for name, other in others.items() if first and not _mostly_after(first, other.period)]
    totals = {"value": board.totals(selection)}
    totals |= {name: board.totals(other) for name, other in others.items() if name not in partly}
    return {
        "kpis": {kpi.name: _figures(kpi, totals, selection) for kpi in board.kpis},
        "parts": {part.name: plain(part.read(selection, others[compared])) for part in board.parts},
        "choices": {one.name: one.choices() for one in board.filters},
        "set_aside": RejectedRow.objects.all().open().filter(flow__in=board.flows).count(),
        "latest": latest.isoformat() if latest else None,
        "begins": first.isoformat() if first else None,
        "partly": partly,
        "loaded": {
            name: at.isoformat()
            for name, at in FlowState.objects.filter(name__in=board.flows).values_list("name", "loaded_at")
            if at
        },
    }


def _mostly_after(first: date, period: Period) -> bool:
    """Whether at least nine of ten days of `period` lie on `first` or after it."""
    return 10 * (first - period.first).days <= len(period.days)


def _figures(kpi: Kpi, totals: dict[str, Totals], selection: Selection) -> dict[str, Any]:
    wanted = target(kpi.target, selection.period) if kpi.target and not selection.filters else None
    figures: dict[str, Any] = {"value": None, BEFORE: None, YEAR_BEFORE: None, "target": wanted}
    figures |= {name: kpi.value(each) for name, each in totals.items()}
    return {name: _cell(value) for name, value in figures.items()}


def plain(read: Any) -> dict[str, Any]:
    return {
        "headings": [[str(text), unit.value] for text, unit in read.headings],
        "rows": [[_cell(cell) for cell in row] for row in read.rows],
        "unusual": {day.isoformat(): usual for day, usual in read.unusual.items()},
    }


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(round(value, 4))
    return value.isoformat() if isinstance(value, date) else value
