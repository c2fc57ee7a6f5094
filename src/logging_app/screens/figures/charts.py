"""The figures that plotly.js draws, as plain data: a web process need not import plotly for them.

Tones name colours of charts.css. What a chart says in words stands in its caption, not in the figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import log10
from typing import Any

from django.utils.dateformat import format as written
from django.utils.formats import get_format
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .numbers import shown


@dataclass(frozen=True)
class Series:
    label: str | Promise
    tone: str
    values: Sequence[float | None]
    unit: str = "number"
    dash: str = "solid"

    @cached_property
    def texts(self) -> list[str]:
        return [shown(value, self.unit) for value in self.values]


@dataclass(frozen=True)
class Mark:
    """What happened at a moment, such as a page going live."""

    at: datetime
    text: str


# Of durations the usual and the worst lie far apart: steps of ten. Plotly wants places on such an axis as logarithms.
_STEPS = {1: "1 ms", 10: "10 ms", 100: "100 ms", 1000: "1 s", 10_000: "10 s"}
_DURATIONS: dict[str, Any] = {"type": "log", "tickvals": list(_STEPS), "ticktext": list(_STEPS.values())}


def chart(
    chart_id: str,
    finding: str,
    description: str,
    moments: Sequence[date | datetime],
    series: Sequence[Series],
    *,
    axis: str,
    lines: bool = False,
    hourly: bool = False,
    marks: Sequence[Mark] = (),
) -> dict[str, Any]:
    """What `charts/chart.html` shows."""
    x = [moment.strftime("%Y-%m-%d %H:%M") if isinstance(moment, datetime) else str(moment) for moment in moments]
    traces = [_line(x, each) if lines else _bar(x, each) for each in series]
    if marks:
        traces.append(_marks(marks))
    layout: dict[str, Any] = {
        "barmode": "stack",
        "bargap": 0.25,
        "hovermode": "x unified",
        "showlegend": False,
        "xaxis": {
            "type": "date",
            "tickformat": "%-d %b\n%H:%M" if hourly else "%-d %b",
            "hoverformat": "%A %-d %B, %H:%M" if hourly else "%A %-d %B",
            "nticks": 8,
            "showgrid": False,
        },
        "yaxis": {
            "title": {"text": axis}, "tickformat": _tick_format(series),
            **(_DURATIONS if lines else {"rangemode": "tozero", "nticks": 5}),
        },
        "shapes": [
            {
                "type": "line", "xref": "x", "yref": "paper", "x0": _x(mark.at), "x1": _x(mark.at), "y0": 0, "y1": 1,
                "line": {"width": 1, "dash": "dot"}, "layer": "below",
            }
            for mark in marks
        ],
        "annotations": [_label(x, each) for each in series if lines and x and any(each.values)],
    }  # fmt: skip
    if marks:
        layout["yaxis2"] = {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
    return {
        "id": chart_id,
        "finding": finding,
        "description": description,
        "key": [(each.tone, each.label, _total(each)) for each in series],
        "table": {
            "heads": [each.label for each in series],
            "rows": _rows(moments, series),
        },
        "figure": {"data": traces, "layout": layout},
    }


def _rows(moments: Sequence[date | datetime], series: Sequence[Series]) -> SafeString:
    """Of the table's body: a year has some 1,500 cells, which a template writes more slowly than a join."""
    columns = [each.texts for each in series]
    row = '<tr><th scope="row">{}</th>' + '<td class="log-number">{}</td>' * len(columns) + "</tr>"
    return format_html_join("\n", row, zip(_dates(moments), *columns, strict=True))


def _dates(moments: Sequence[date | datetime]) -> list[str]:
    language = get_language()
    if moments and isinstance(moments[0], datetime):
        pattern = get_format("SHORT_DATETIME_FORMAT")
        return [_date(moment.replace(tzinfo=None), pattern, language) for moment in moments]  # type: ignore[call-arg]
    return [_date(moment, get_format("SHORT_DATE_FORMAT"), language) for moment in moments]


@lru_cache(maxsize=2_000)
def _date(moment: date | datetime, pattern: str, language: str | None) -> str:
    """The charts of a screen have their moments in common, and the screens their days."""
    return written(moment, pattern)


def _tick_format(series: Sequence[Series]) -> str:
    units = {each.unit for each in series}
    return {"number": ",d", "bytes": "~s"}.get(units.pop(), "") if len(units) == 1 else ""


def _total(series: Series) -> str:
    return shown(sum(value or 0 for value in series.values), series.unit) if series.unit in ("number", "bytes") else ""


def _bar(x: list[str], series: Series) -> dict[str, Any]:
    return {
        "type": "bar", "name": str(series.label), "x": x, "y": list(series.values), "meta": {"tone": series.tone},
        "text": series.texts, "textposition": "none",
        "hovertemplate": f"%{{text}} {str(series.label).lower()}<extra></extra>",
    }  # fmt: skip


def _line(x: list[str], series: Series) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines+markers" if len(x) < 40 else "lines", "name": str(series.label), "x": x,
        "y": list(series.values), "meta": {"tone": series.tone}, "marker": {"size": 4},
        "line": {"dash": series.dash, "width": 2}, "text": series.texts,
        "hovertemplate": f"{series.label}: %{{text}}<extra></extra>",
    }  # fmt: skip


def _label(x: list[str], series: Series) -> dict[str, Any]:
    """The line's name beside its last point, before any legend."""
    last = max(index for index, value in enumerate(series.values) if value)
    return {
        "x": x[last], "y": log10(series.values[last] or 1), "text": str(series.label), "tone": series.tone,
        "showarrow": False, "xanchor": "right", "yanchor": "bottom", "yshift": 3,
    }  # fmt: skip


def _marks(marks: Sequence[Mark]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "yaxis": "y2", "x": [_x(mark.at) for mark in marks],
        "y": [1] * len(marks), "text": [plain(mark.text) for mark in marks], "meta": {"tone": "broken"},
        "marker": {"symbol": "triangle-down", "size": 9}, "cliponaxis": False,
        "hovertemplate": "%{text}<extra></extra>", "name": _("went live"),
    }  # fmt: skip


def plain(text: str) -> str:
    """Plotly reads a small HTML of its own in its texts: what an editor typed shall not be any."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _x(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
