"""An Excel workbook of dashboards: one sheet of figures, one for each table, in the cells what the screen says."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from gold_bi.board_words import amount
from gold_bi.dashboards.board import Unit

from . import Printed

MONEY, SHORT_MONEY = '"€"#,##0.00;-"€"#,##0.00', '"€"#,##0;-"€"#,##0'
FORMATS = {
    Unit.MONEY: MONEY,
    Unit.COUNT: "#,##0",
    Unit.RATIO: "0.0",
    Unit.DAY: "yyyy-mm-dd",
    Unit.MONTH: "mmmm yyyy",
    Unit.HOUR: "hh:mm",
}
NAME_LENGTH = 31  # Excel's own, as are the characters a sheet's name may not hold
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDTHS = {Unit.TEXT: 34, Unit.FLOW: 24, Unit.MONEY: 16}
BOLD, TITLE = Font(bold=True), Font(bold=True, size=14)


def workbook(dashboards: Sequence[Printed]) -> bytes:
    book = Workbook(write_only=True)
    names: set[str] = set()
    for one in dashboards:
        _figures(book, _name(str(one.board.title), names), one)
        for part in one.parts:
            _table(book, _name(str(part.title), names), one.data["parts"][part.name])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _name(title: str, names: set[str]) -> str:
    """A sheet's name that no other has; Excel takes “Pages” and “pages” for the same."""
    plain = title.translate(NOT_IN_NAMES).strip()[:NAME_LENGTH]
    found, number = plain, 1
    while found.lower() in names:
        number += 1
        found = f"{plain[: NAME_LENGTH - 3]} {number}"
    names.add(found.lower())
    return found


def _figures(book: Any, name: str, one: Printed) -> None:
    sheet = book.create_sheet(name)
    for letter, width in zip("ABCDEF", (30, 16, 18, 18, 16, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_text(sheet, str(one.board.title), TITLE)])
    said = [str(one.selection.period), *one.selection.filters.values()]
    if one.freshness.as_of:
        said.append(_("As of %s.") % one.freshness.as_of_in_words)
    for text in said:
        sheet.append([_text(sheet, text)])
    sheet.append([])
    heads = [
        _("Figure"),
        _("Value"),
        _("The period before"),
        _("The year before"),
        _("Target"),
        _("How it is computed"),
    ]
    sheet.append([_text(sheet, head, BOLD) for head in heads])
    for kpi in one.board.kpis:
        figures = one.data["kpis"][kpi.name]
        values = [figures[which] for which in ("value", "before", "year_before", "target")]
        cells = [cell_of(sheet, value, kpi.unit, short=True) for value in values]
        explained = _text(sheet, f"{kpi.explained} {one.board.left_out}".strip())
        explained.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append([_text(sheet, str(kpi.title), BOLD), *cells, explained])


def _table(book: Any, name: str, data: dict[str, Any]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    units = [Unit(unit) for _title, unit in data["headings"]]
    for place, unit in enumerate(units):
        sheet.column_dimensions[_letters(place)].width = WIDTHS.get(unit, 14)
    sheet.append([_text(sheet, title, BOLD) for title, _unit in data["headings"]])
    for row in data["rows"]:
        sheet.append([cell_of(sheet, value, unit) for value, unit in zip(row, units, strict=True)])


def cell_of(sheet: Any, value: Any, unit: Unit, short: bool = False) -> Any:
    """A number stays one, and reads as on the screen; what somebody typed is never computed."""
    if value is None:
        return None
    match unit:
        case Unit.TEXT | Unit.FLOW:
            return _text(sheet, amount(value, unit.value))
        case Unit.DAY | Unit.MONTH:
            cell = WriteOnlyCell(sheet, date.fromisoformat(value))
        case Unit.HOUR:
            cell = WriteOnlyCell(sheet, datetime.fromisoformat(value).time())
        case _:
            cell = WriteOnlyCell(sheet, value)
    cell.number_format = _format(value, unit, short)
    return cell


def _format(value: Any, unit: Unit, short: bool) -> str:
    match unit:
        case Unit.PERCENT:
            return '0.0"%"' if 0 < value < 10 else '0"%"'
        case Unit.MINUTES:
            return f'0 "{_("minutes")}"'
        case Unit.MONEY if short and abs(value) >= 1_000:
            return SHORT_MONEY
        case Unit.COUNT if not short and not float(value).is_integer():
            return "#,##0.000"
        case _:
            return FORMATS[unit]


def _text(sheet: Any, text: str, font: Font | None = None) -> Any:
    """Said to be a text, so that a “=” at its beginning is only that; without what XML cannot hold."""
    cell = WriteOnlyCell(sheet, "".join(each for each in text if each >= " " or each in "\t\n")[:32_767])
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def _letters(place: int) -> str:
    return chr(65 + place) if place < 26 else _letters(place // 26 - 1) + _letters(place % 26)
