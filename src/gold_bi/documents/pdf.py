"""A PDF of dashboards, A4: figures, what was measured over time drawn as vectors, and tables."""

from collections.abc import Sequence
from datetime import date
from html import escape
from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import CondPageBreak, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from gold_bi.board_words import amount, in_heat, kpi_in_words
from gold_bi.charts.board_figures import SERIES
from gold_bi.dashboards.board import Kind, Kpi, Part
from gold_bi.words import spoken

from . import Printed

WIDTH = A4[0] - 36 * mm - 12  # less the padding of a page's frame
MOST_ROWS = 40
ACROSS = 3  # figures beside one another
INK, QUIET, RULE, OURS, TARGET = (HexColor(each) for each in ("#1c2330", "#5b6472", "#d5dae1", "#0072b2", "#b26a00"))
BETTER, WORSE, NEITHER = "#0b6b3a", "#b3261e", "#5b6472"
FONT, STRONG = "Vera", "VeraBd"  # they come with reportlab, and have every sign that Italian and English need


def _style(size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size} {sorted(more)}", fontName=more.pop("font", FONT), fontSize=size, leading=1.35 * size,
        textColor=more.pop("colour", INK), **more,
    )  # fmt: skip


TITLE, HEADING = _style(20, font=STRONG), _style(12, font=STRONG, spaceBefore=14, spaceAfter=6)
SMALL, BODY, VALUE = _style(7.5, colour=QUIET), _style(8), _style(15, font=STRONG)
RIGHT, HEAD, HEAD_RIGHT = (
    _style(8, alignment=TA_RIGHT),
    _style(8, font=STRONG),
    _style(8, font=STRONG, alignment=TA_RIGHT),
)


def pdf(dashboards: Sequence[Printed], of: str) -> bytes:
    """`of` is whose figures they are, for the head of each page."""
    for name in (FONT, STRONG):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    made = BytesIO()
    title = " · ".join(str(one.board.title) for one in dashboards)
    document = SimpleDocTemplate(
        made, pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=20 * mm, bottomMargin=18 * mm,
        title=f"{of}: {title}", lang=get_language(),
    )  # fmt: skip

    def frame(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 7.5)
        canvas.setFillColor(QUIET)
        canvas.drawString(18 * mm, A4[1] - 12 * mm, of)
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, _("Page %s") % document.page)

    story: list[Any] = []
    for one in dashboards:
        story += [*([PageBreak()] if story else []), *_dashboard(one)]
    document.build(story, onFirstPage=frame, onLaterPages=frame)
    return made.getvalue()


def _dashboard(one: Printed) -> list[Any]:
    said = [str(one.selection.period), *one.selection.filters.values()]
    as_of = _("As of %s.") % one.freshness.as_of_in_words if one.freshness.as_of else ""
    aside = one.data["set_aside"]
    left = ngettext("%(count)s row is set aside.", "%(count)s rows are set aside.", aside) % {"count": aside}
    story: list[Any] = [
        Paragraph(escape(str(one.board.title)), TITLE),
        Spacer(1, 4),
        Paragraph(escape(" · ".join(said)), BODY),
        Paragraph(escape(f"{as_of} {left} {one.board.left_out}"), SMALL),
        Spacer(1, 8),
        *([] if one.only else [_figures(one)]),
    ]
    for part in one.parts:
        story += _part(part, one)
    return story


def _figures(one: Printed) -> Table:
    cells: list[Any] = [_figure(kpi, one) for kpi in one.board.kpis]
    rows = [cells[place : place + ACROSS] for place in range(0, len(cells), ACROSS)]
    rows[-1] += [""] * (ACROSS - len(rows[-1]))
    table = Table(rows, colWidths=[WIDTH / ACROSS] * ACROSS)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEABOVE", (0, 0), (-1, -1), 0.5, RULE)]))
    return table


def _figure(kpi: Kpi, one: Printed) -> list[Any]:
    words = kpi_in_words(kpi, one.data["kpis"][kpi.name], one.same)
    lines = [Paragraph(escape(str(words["title"])), SMALL), Paragraph(escape(words["value"]), VALUE)]
    for than, change, other, judged in words["changes"]:
        if change:
            colour = {"better": BETTER, "worse": WORSE}.get(judged, "#5b6472")
            lines.append(
                Paragraph(f'<font color="{colour}">{escape(change)}</font> {escape(f"{than} ({other})")}', SMALL)
            )
    if words["target"]:
        reached = _("%(reached)s of the target of %(target)s") % {
            "reached": words["reached"],
            "target": words["target"],
        }
        lines.append(Paragraph(escape(reached), SMALL))
    return lines


def _part(part: Part, one: Printed) -> list[Any]:
    data = one.data["parts"][part.name]
    drawn = data["rows"] and part.kind in (Kind.OVER_TIME, Kind.STACKED)
    room = HEIGHT + 20 * mm if drawn else 34 * mm
    story: list[Any] = [CondPageBreak(room), Paragraph(escape(str(part.title)), HEADING)]
    if not data["rows"]:
        return [*story, Paragraph(escape(_("There is nothing to show yet")), BODY)]
    if part.kind is Kind.OVER_TIME:
        legend = _("Bars: %(bars)s. Line: %(line)s.") % {"bars": data["headings"][1][0], "line": one.compared_with}
        return [*story, _course(data), Paragraph(escape(legend), SMALL)]
    if part.kind is Kind.STACKED:
        names = zip(SERIES.values(), data["headings"][1:], strict=False)
        legend = "&nbsp;&nbsp; ".join(
            f'<font backColor="{colour}">&nbsp;&nbsp;&nbsp;</font> {escape(name)}' for colour, (name, _unit) in names
        )
        return [*story, _stack(data), Paragraph(legend, SMALL)]
    if part.kind in (Kind.BARS, Kind.FUNNEL):
        story.append(_lying(data))
    else:
        story.append(_table(data, part.kind is Kind.HEAT))
    if len(data["rows"]) > MOST_ROWS:
        left = len(data["rows"]) - MOST_ROWS
        more = ngettext("%(count)s more row is in the workbook.", "%(count)s more rows are in the workbook.", left)
        story.append(Paragraph(escape(more % {"count": left}), SMALL))
    return [*story, Spacer(1, 3), Paragraph(escape(str(part.explained)), SMALL)]


def _table(data: dict[str, Any], heat: bool) -> Table:
    headings, rows = data["headings"], data["rows"][:MOST_ROWS]
    words = [unit in ("text", "flow", "day", "month", "hour") for _title, unit in headings]
    size = 8 if len(headings) <= 9 else 5.5
    styles = {word: _style(size, alignment=0 if word else TA_RIGHT) for word in (True, False)}
    heads = {word: _style(size, font=STRONG, alignment=0 if word else TA_RIGHT) for word in (True, False)}
    cells = [[Paragraph(escape(title), heads[word]) for (title, _unit), word in zip(headings, words, strict=True)]]
    for row in rows:
        said = [
            in_heat(cell, unit) if heat else amount(cell, unit)
            for cell, (_title, unit) in zip(row, headings, strict=True)
        ]
        cells.append([Paragraph(escape(text), styles[word]) for text, word in zip(said, words, strict=True)])
    shares = [3 if unit == "text" else 2 if word else 1.4 for (_title, unit), word in zip(headings, words, strict=True)]
    table = Table(cells, colWidths=[WIDTH * share / sum(shares) for share in shares], repeatRows=1)
    padding = 3 if size == 8 else 1.5
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                *((side, (0, 0), (-1, -1), padding) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING")),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


HEIGHT, LEFT, BOTTOM = 46 * mm, 62, 14  # of a drawing; of its scale's labels; of its moments
TALL = HEIGHT - BOTTOM - 6


def _ground(data: dict[str, Any], most: float) -> tuple[Drawing, float]:
    """Scale and moments of a drawing, and how wide each moment is."""
    rows, unit, step = data["rows"], data["headings"][1][1], data["headings"][0][1]
    across = (WIDTH - LEFT) / len(rows)
    drawing = Drawing(WIDTH, HEIGHT)
    for share in (0, 0.5, 1):
        at = BOTTOM + share * TALL
        drawing.add(Line(LEFT, at, WIDTH, at, strokeColor=RULE, strokeWidth=0.4))
        label = amount(round(most * share), unit, short=True)
        drawing.add(String(LEFT - 4, at - 2, label, fontName=FONT, fontSize=6.5, fillColor=QUIET, textAnchor="end"))
    for place, row in list(enumerate(rows))[:: max(1, -(-len(rows) // 8))]:
        x = LEFT + place * across
        drawing.add(String(x, 3, _moment(row[0], step), fontName=FONT, fontSize=6.5, fillColor=QUIET))
    return drawing, across


def _lying(data: dict[str, Any]) -> Drawing:
    """A bar for each row from its name on, with its value and, in a funnel, its part of the step above."""
    rows, headings = data["rows"][:MOST_ROWS], data["headings"]
    most = max([1, *(row[1] for row in rows if row[1])])
    left, right, tall = 150, 110, 15
    drawing = Drawing(WIDTH, tall * len(rows) + 4)
    for place, row in enumerate(rows):
        y = tall * (len(rows) - place - 1) + 4
        said = [amount(cell, unit) for cell, (_title, unit) in zip(row, headings, strict=True)]
        width = (WIDTH - left - right) * max(row[1] or 0, 0) / most
        drawing.add(String(0, y + 3, _fitting(said[0], left - 8), fontName=FONT, fontSize=7.5, fillColor=INK))
        drawing.add(Rect(left, y, max(width, 0.5), tall - 4, fillColor=OURS, strokeColor=None))
        value = said[1] if len(said) < 3 or row[2] is None else f"{said[1]}  ({said[2]})"
        drawing.add(String(left + width + 5, y + 3, value, fontName=STRONG, fontSize=7.5, fillColor=INK))
    return drawing


def _fitting(name: str, width: float) -> str:
    """As much of a name as `width` points have room for."""
    cut = name
    while cut and pdfmetrics.stringWidth(cut if cut == name else f"{cut}…", FONT, 7.5) > width:
        cut = cut[:-1]
    return name if cut == name else f"{cut}…"


def _stack(data: dict[str, Any]) -> Drawing:
    """A bar for each moment, of its series one on the other."""
    most = max([1, *(sum(row[1:]) for row in data["rows"])])
    drawing, across = _ground(data, most)
    for place, row in enumerate(data["rows"]):
        x, at = LEFT + (place + 0.12) * across, BOTTOM
        for value, colour in zip(row[1:], SERIES.values(), strict=False):
            tall = TALL * max(value, 0) / most
            drawing.add(Rect(x, at, 0.76 * across, tall, fillColor=HexColor(colour), strokeColor=None))
            at += tall
    return drawing


def _course(data: dict[str, Any]) -> Drawing:
    """Bars of what is, a line of what it is compared with, short strokes where a month's target stands."""
    rows = data["rows"]
    most = max([1, *(cell for row in rows for cell in row[1:] if cell)])
    drawing, across = _ground(data, most)
    left, bottom, tall = LEFT, BOTTOM, TALL
    for place, row in enumerate(rows):
        x = left + place * across
        if row[1] and row[1] > 0:
            drawing.add(
                Rect(x + 0.12 * across, bottom, 0.76 * across, tall * row[1] / most, fillColor=OURS, strokeColor=None)
            )
        if len(row) > 3 and row[3]:
            at = bottom + tall * row[3] / most
            drawing.add(Line(x, at, x + across, at, strokeColor=TARGET, strokeWidth=1.4))
    line = [
        point
        for place, row in enumerate(rows)
        if row[2] is not None
        for point in (left + (place + 0.5) * across, bottom + tall * max(row[2], 0) / most)
    ]
    if len(line) > 2:
        drawing.add(PolyLine(line, strokeColor=QUIET, strokeWidth=1, strokeDashArray=[2, 2]))
    return drawing


def _moment(iso: str, step: str) -> str:
    if step == "hour":
        return iso[-5:]
    return spoken(date_format(date.fromisoformat(iso), "M Y" if step == "month" else "j M"))
