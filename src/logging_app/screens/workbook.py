"""An Excel workbook that is sent while it is written: nothing of it is held but the row at hand."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from logging_app.visible import visible

Cell = str | int | float | date | datetime | None

# Excel's own limits.
ROWS = 1_048_576
CHARACTERS = 32_767

_AT_ONCE = 500  # rows between two pieces of the answer
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel's dates know no zone
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What a sheet's name may not hold, nor be longer than.
_NOT_A_NAME, _NAME_LENGTH = re.compile(r"[\[\]:*?/\\'\"]+"), 28
# Style 1 is a heading, style 2 a moment, style 3 a day.
_STYLES = f"""{_XML}<styleSheet {_MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill>
<patternFill patternType="none"/></fill></fills><borders count="1"><border/>
</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>
<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_SHEET = f"""{_XML}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>"""
_SHEET_END = "</sheetData></worksheet>"


class _Pipe:
    """Takes what the archive writes until it is fetched."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing behind it."""

    def fetch(self) -> bytes:
        data, self._pieces = b"".join(self._pieces), []
        return data


def workbook(title: str, heading: list[str], rows: Iterable[list[Cell]], most: int = ROWS) -> Iterator[bytes]:
    """The file in pieces. Rows that a sheet cannot hold go on in another one; no cell is ever computed."""
    pipe: Any = _Pipe()
    sheets, left = 0, iter(rows)
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        first: list[list[Cell]] = []
        while not sheets or first:
            sheets += 1
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as sheet:
                sheet.write((_SHEET + _row(heading, 1)).encode())
                here = islice(chain(first, left), most - 1)
                while piece := "".join(_row(row) for row in islice(here, _AT_ONCE)):
                    sheet.write(piece.encode())
                    yield pipe.fetch()
                sheet.write(_SHEET_END.encode())
            first = list(islice(left, 1))
        for name, text in _parts(title, sheets):
            archive.writestr(name, text)
    yield pipe.fetch()


def _row(cells: Iterable[Cell], style: int = 0) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(value: Cell, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime):
        return f'<c s="2"><v>{(value.replace(tzinfo=None) - _FIRST_DAY).total_seconds() / 86_400:.9f}</v></c>'
    if isinstance(value, date):
        return f'<c s="3"><v>{(value - _FIRST_DAY.date()).days}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = _NOT_XML.sub(lambda found: visible(found[0]) if found[0] < " " else "\ufffd", value[:CHARACTERS])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _parts(title: str, sheets: int) -> Iterator[tuple[str, str]]:
    """What tells a reader of the file where its sheets are; (name, text)."""
    numbers = range(1, sheets + 1)
    title = _NOT_A_NAME.sub(" ", title)[:_NAME_LENGTH]
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    types = (
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}'
    )
    yield "[Content_Types].xml", f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'
    names = "".join(
        f'<sheet name="{escape(title)}{"" if n == 1 else f" {n}"}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers
    )
    yield "xl/workbook.xml", f'{_XML}<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>{names}</sheets></workbook>'
    links = [(f"worksheets/sheet{n}.xml", "worksheet") for n in numbers] + [("styles.xml", "styles")]
    yield "xl/_rels/workbook.xml.rels", _relations(links)
    yield "_rels/.rels", _relations([("xl/workbook.xml", "officeDocument")])
    yield "xl/styles.xml", _STYLES


def _relations(links: list[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(links, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'
