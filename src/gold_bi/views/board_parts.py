"""A part of a dashboard as its template shows it: a chart with the table behind it, or a table."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gold_bi.board_words import amount, change, in_heat
from gold_bi.charts import board_figures
from gold_bi.dashboards.board import Kind, Part
from gold_bi.dashboards.period import Period
from gold_bi.words import capitalised, spelt

SHADES = 9


def part_in_words(
    part: Part, data: dict[str, Any], compared: Period, csv_url: str, partly: bool = False
) -> dict[str, Any]:
    """`partly`: the figures began within the period compared with, so that no change is said."""
    headings, rows = data["headings"], data["rows"]
    context: dict[str, Any] = {
        "part": part,
        "csv": csv_url,
        "headings": [text for text, _unit in headings],
        "rows": [[amount(cell, unit) for cell, (_text, unit) in zip(row, headings, strict=True)] for row in rows],
        "words": [unit in ("text", "flow") for _text, unit in headings],
        "kind": part.kind.name.lower(),
    }
    if part.kind is Kind.HEAT:
        context["rows"] = _shaded(headings, rows)
    elif part.kind is Kind.FUNNEL:
        context["steps"] = [(*cells, row[1]) for cells, row in zip(context["rows"], rows, strict=True)]
        context["most"] = max((row[1] for row in rows), default=0)
    elif rows and part.kind in (Kind.OVER_TIME, Kind.STACKED, Kind.BARS):
        context["unusual"] = _unusual(data)
        # On a dashboard, beside its CSV, the form of the documents is there too.
        makes = {"part": part.name, "made_by": "take" if csv_url else ""}
        unusual = list(data.get("unusual", {}))
        context["chart"] = _chart(part, headings, rows, compared, unusual, partly) | makes
    return context


def _unusual(data: dict[str, Any]) -> list[str]:
    """The days far from what was usual, in words."""
    unit, values = data["headings"][1][1], {row[0]: row[1] for row in data["rows"]}
    return [
        _("%(day)s: %(value)s, usually about %(usual)s")
        % {
            "day": capitalised(spelt(date.fromisoformat(day))),
            "value": amount(values[day], unit, short=True),
            "usual": amount(round(usual), unit, short=True),
        }
        for day, usual in data.get("unusual", {}).items()
        if day in values
    ]


def _chart(
    part: Part, headings: list[list[str]], rows: list[list[Any]], compared: Period, unusual: list[str], partly: bool
) -> dict[str, Any]:
    unit, total = headings[1][1], sum(row[1] or 0 for row in rows)
    if part.kind is Kind.BARS:
        title, key = f"{rows[0][0]}: {amount(rows[0][1], unit)}", []
        figure = board_figures.bars(str(part.title), unit, rows)
    elif part.kind is Kind.STACKED:
        sums = [sum(row[place] for row in rows) for place in range(1, len(headings))]
        key = [
            (tone, name, amount(of_all, unit, short=True))
            for tone, (name, _unit), of_all in zip(board_figures.SERIES, headings[1:], sums, strict=False)
        ]
        title = _("%(name)s: %(part)s of %(all)s") % {
            "name": headings[1][0],
            "part": amount(sums[0], unit, short=True),
            "all": amount(sum(sums), unit, short=True),
        }
        figure = board_figures.stacked(str(part.title), unit, headings, rows)
    else:
        other = sum(row[2] or 0 for row in rows if row[1] is not None)  # of a day that is not over, as far as it is
        moved = "" if partly else change(total, other)
        title = board_figures.finding_over_time(headings[1][0], amount(total, unit, short=True), moved)
        key = [
            ("answered", headings[1][0], amount(total, unit, short=True)),
            ("broken", str(compared), amount(other, unit, short=True)),
        ]
        if len(headings) > 3:
            wanted = sum(row[3] or 0 for row in rows)
            key.append(("refused", headings[3][0], amount(wanted, unit, short=True)))
        figure = board_figures.over_time(str(part.title), unit, headings, rows, unusual)
    return {
        "id": f"figure-{part.name}",
        "figure": figure,
        "finding": title,
        "description": _("The table below gives every figure."),
        "key": key,
    }


def _shaded(headings: list[list[str]], rows: list[list[Any]]) -> list[list[Any]]:
    """(words, shade) of each cell: 0 for none, up to SHADES for the most. Columns of another unit stay unshaded."""
    unit = headings[-1][1]
    most = max(
        (cell for row in rows for cell, (_t, u) in zip(row, headings, strict=True) if u == unit and cell), default=0
    )
    return [
        [
            (in_heat(cell, u), _shade(cell, most) if u == unit else None)
            for cell, (_text, u) in zip(row, headings, strict=True)
        ]
        for row in rows
    ]


def _shade(value: Any, most: float) -> int:
    if not value or value < 0 or not most:
        return 0
    return max(1, round(SHADES * value / most))
