"""The figures of a dashboard's parts, from the rows behind them: plain data, as plotly.js draws it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

Row = list[Any]


def over_time(
    title: str, unit: str, headings: list[list[str]], rows: list[Row], unusual: Sequence[str] = ()
) -> dict[str, Any]:
    """Bars of what is, a line of what it is compared with, marks on unusual days and where a month's target stands."""
    moments = [row[0] for row in rows]
    hover = "%{y:,.2f}" if unit == "money" else "%{y:,d}"
    traces: list[Any] = [
        {
            "type": "bar",
            "name": headings[1][0],
            "x": moments,
            "y": [row[1] for row in rows],
            "marker": {"color": "#0072B2"},
            "meta": {"tone": "answered"},
            "hovertemplate": hover + "<extra></extra>",
        },
        {
            "type": "scatter",
            "name": headings[2][0],
            "x": moments,
            "y": [row[2] for row in rows],
            "mode": "lines",
            "line": {"color": "#767676", "dash": "dot", "width": 2},
            "meta": {"tone": "broken"},
            "hovertemplate": headings[2][0] + " " + hover + "<extra></extra>",
        },
    ]
    if len(headings) > 3:
        traces.append(
            {
                "type": "scatter",
                "name": headings[3][0],
                "x": moments,
                "y": [row[3] for row in rows],
                "mode": "markers",
                "marker": {"symbol": "line-ew-open", "size": 22, "color": "#E69F00", "line": {"width": 3}},
                "meta": {"tone": "refused"},
                "hovertemplate": headings[3][0] + " " + hover + "<extra></extra>",
            }
        )
    marked = [row for row in rows if row[0] in unusual]
    if marked:
        traces.append(
            {
                "type": "scatter",
                "name": _("unusual"),
                "x": [row[0] for row in marked],
                "y": [row[1] for row in marked],
                "mode": "markers",
                "marker": {"symbol": "circle-open", "size": 14, "color": "#D55E00", "line": {"width": 2.5}},
                "meta": {"tone": "failed"},
                "hovertemplate": _("unusual") + "<extra></extra>",
            }
        )
    return {"data": traces, "layout": _layout(title, headings[0][1], len(rows))}


# What the style sheet calls the colours of series, and each as it is on paper.
SERIES = {
    "answered": "#0072B2",
    "refused": "#E69F00",
    "redirected": "#009E73",
    "failed": "#D55E00",
    "broken": "#767676",
}


def stacked(title: str, unit: str, headings: list[list[str]], rows: list[Row]) -> dict[str, Any]:
    """A bar for each day or month, of its series one on the other."""
    hover = "%{y:,.2f}" if unit == "money" else "%{y:,d}"
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": [row[0] for row in rows],
            "y": [row[place] for row in rows],
            "marker": {"color": colour},
            "meta": {"tone": tone},
            "hovertemplate": f"{name} {hover}<extra></extra>",
        }
        for place, ((name, _unit), (tone, colour)) in enumerate(zip(headings[1:], SERIES.items(), strict=False), 1)
    ]
    return {"data": traces, "layout": _layout(title, headings[0][1], len(rows)) | {"barmode": "stack"}}


def _layout(title: str, step: str, count: int) -> dict[str, Any]:
    """Over an axis of so many days, months or hours."""
    return {
        "title": {"text": title},
        "bargap": 0.25,
        "hovermode": "x unified",
        "showlegend": False,
        "xaxis": {
            "type": "date",
            "tickformat": {"month": "%b %Y", "hour": "%H:%M"}.get(step, "%-d %b"),
            "hoverformat": {"month": "%B %Y", "hour": "%H:%M"}.get(step, "%A %-d %B"),
            # Plotly would write a month twice where there is room.
            **({"dtick": "M1"} if step == "month" and count <= 12 else {"nticks": 8}),
            "showgrid": False,
            "fixedrange": True,
        },
        "yaxis": {"tickformat": ",", "rangemode": "tozero", "nticks": 5},
    }


def bars(title: str, unit: str, rows: list[Row]) -> dict[str, Any]:
    """Lying bars, the first on top; a name too long for the chart is cut, the table has it whole."""
    names = [row[0] if len(row[0]) <= 24 else f"{row[0][:23]}…" for row in rows]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [row[1] for row in rows],
        "y": list(range(len(rows))),
        "marker": {"color": "#0072B2"},
        "meta": {"tone": "answered"},
        "text": names,
        "textposition": "none",
        "hovertemplate": "%{text}: " + ("%{x:,.2f}" if unit == "money" else "%{x:,d}") + "<extra></extra>",
    }
    layout = {
        "title": {"text": title},
        "bargap": 0.3,
        "height": 60 + 30 * max(len(rows), 1),
        "showlegend": False,
        "xaxis": {"tickformat": ",", "rangemode": "tozero", "nticks": 5},
        "yaxis": {
            "autorange": "reversed",
            "tickmode": "array",
            "tickvals": list(range(len(rows))),
            "ticktext": names,
            "showgrid": False,
        },
    }
    return {"data": [trace], "layout": layout}


def finding_over_time(name: str, total: str, change: str) -> str:
    """The chart's title: what there is to see in it."""
    words = {"name": name, "total": total, "change": change}
    return _("%(name)s: %(total)s, %(change)s") % words if change else _("%(name)s: %(total)s") % words
