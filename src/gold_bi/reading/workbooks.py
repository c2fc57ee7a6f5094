"""XLSX: the sheet with the table, its headings, its rows in pieces."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from gold_bi.contracts import Contract

from . import headings, limits, merged
from .cells import Cell, Wrong, written
from .faults import Found
from .faults import Wrong as WrongCell
from .model import FileRefused, Reading
from .package import Sheet, package
from .shape import LINE, Shape, fault_of
from .sheets import Row, rows

LINES = 200  # of each sheet's start
AT_ONCE = 20_000  # rows
CHARACTERS = 10_000_000
Start = list[tuple[int, list[str]]]


def look(path: Path, contract: Contract) -> tuple[Reading, Start]:
    """The sheet whose headings fit best, and its first rows as text. Raises FileRefused."""
    best: list[tuple[Sheet, Start, tuple[int, list[str]]]] = []
    score: Any = None
    with package(path) as book:
        share = min(limits.SHEET_START, limits.ALL_STARTS // max(1, len(book.sheets)))
        for sheet in book.sheets:
            start = _start(rows(book, sheet, share), merged.Merged({}))
            found = headings.find(start, contract)
            if found is None:
                continue
            fit = headings.fit(found[1], contract)
            ranked = (fit, not sheet.hidden, any(line > found[0] for line, _cells in start))
            if score is None or ranked > score:
                best, score = [], ranked
            if ranked == score:
                best.append((sheet, start, (found[0], list(found[1]))))
        if len(best) == 1:  # once more, as merged cells make the headings
            sheet = best[0][0]
            start = _start(rows(book, sheet, share), merged.of(book, sheet, range(limits.COLUMNS)))
            if (found := headings.find(start, contract)) is not None:
                best = [(sheet, start, (found[0], list(found[1])))]
    if not best:
        raise FileRefused(_("No sheet of the workbook holds text. Save it again with its rows."))
    required = sum(column.required for column in contract.columns)
    if len(best) > 1 and score[0][0] == required and score[2]:
        raise FileRefused(
            _(
                "Several sheets have the headings of the table: %s. Put their rows into one sheet, or save each as a "
                "file of its own."
            )
            % ", ".join(_("“%s”") % sheet.name for sheet, _start, _found in best[:10])
        )
    sheet, start, found = best[0]
    columns = headings.of_line(found[1], contract)
    return Reading(columns, table=sheet.name, encoding="", delimiter="", heading_line=found[0]), start


def tables(path: Path, reading: Reading, shape: Shape) -> Iterator[tuple[pa.Table, Found, Mapping[str, pa.Array]]]:
    """The rows below the headings, piece by piece, with what is wrong with some of them. Raises FileRefused.

    Third, by place, what people wrote themselves: the texts of cells that hold neither a number nor a date.
    """
    with package(path) as book:
        sheet = next((one for one in book.sheets if one.name == reading.table), None)
        if sheet is None:
            raise FileRefused(_("The workbook has no sheet “%s” any more. Give it again.") % reading.table)
        areas = merged.of(book, sheet, {place for place, one in enumerate(reading.columns) if one.column})
        piece = _Piece(reading, shape, book.from_1904)
        characters, most = 0, limits.RATIO * book.archive.getinfo(sheet.part).file_size
        for row, cells in rows(book, sheet):
            piece.add(row, cells, areas.at(row, cells))
            if len(piece.lines) >= AT_ONCE or piece.characters > CHARACTERS:
                characters += piece.characters
                if characters > most:  # a long text that is named by many cells
                    raise FileRefused(_("The file becomes too large when it is unpacked. Divide it into smaller ones."))
                yield piece.table(), piece.found, piece.by_people()
                piece = _Piece(reading, shape, book.from_1904)
        yield piece.table(), piece.found, piece.by_people()


def _start(given: Iterable[Row], areas: merged.Merged) -> Start:
    """The first rows of a sheet as a reader sees them, merged cells in each row that they cover."""
    found = []
    for row, cells in islice(given, LINES):
        whole = areas.at(row, cells) | cells
        width = min(max(whole), limits.COLUMNS) + 1
        found.append((row, [written(whole[place], "text") if place in whole else "" for place in range(width)]))
    return found


class _Piece:
    """Some rows on their way to Arrow."""

    def __init__(self, reading: Reading, shape: Shape, from_1904: bool) -> None:
        self.shape, self.from_1904 = shape, from_1904
        self.ways = [(place, reading.columns[place].how, reading.columns[place].column) for place in shape.wanted]
        self.lines: list[int] = []
        self.texts: list[list[str]] = [[] for _place in shape.wanted]
        self.own: list[list[str]] = [[] for _place in shape.wanted]
        self.found: Found = {}
        self.characters = 0

    def add(self, row: int, cells: dict[int, Cell], above: dict[int, Cell]) -> None:
        if row <= self.shape.heading_line or not self._is_row(cells):
            return
        self.lines.append(row)
        wrong = None
        strange = False
        for (place, how, column), texts, own in zip(self.ways, self.texts, self.own, strict=True):
            cell = cells.get(place)
            if cell is None and place in above:
                cell = above[place]
                if how.startswith("decimal") and column:
                    wrong = wrong or WrongCell(_("it is merged with the cell above: write it in each row"), "", place)
                    cell = None
            if cell is None:
                texts.append("")
                continue
            text = written(cell, how, self.from_1904)
            self.characters += len(text) + 4
            if isinstance(cell, str):
                if isinstance(cell, Wrong):
                    if column:
                        wrong = wrong or WrongCell(cell.reason, text, place)
                else:
                    own.append(text)
                    strange = strange or len(text) > limits.CELL or "\ufffd" in text or "\0" in text
            texts.append(text)
        if strange:
            self._set_aside(row)
        elif wrong:
            self.found[row] = wrong

    def _is_row(self, cells: dict[int, Cell]) -> bool:
        """Notes beside the table are none."""
        named = self.shape.named
        return any(
            place < named and (not isinstance(cell, str) or isinstance(cell, Wrong) or cell.strip())
            for place, cell in cells.items()
        )

    def _set_aside(self, row: int) -> None:
        texts = [column[-1] for column in self.texts]
        fault = fault_of([*texts, *[""] * (self.shape.named - len(texts))], self.shape)
        for column, own, text in zip(self.texts, self.own, texts, strict=True):
            column[-1] = text[: limits.CELL].replace("\0", "\ufffd")
            if own and own[-1] is text:
                own[-1] = column[-1]
        self.found[row] = WrongCell(fault, " | ".join(texts).replace("\0", "\ufffd")[:500])

    def table(self) -> pa.Table:
        arrays = [pa.array(column, pa.large_string()) for column in self.texts]
        names = [str(place) for place in self.shape.wanted]
        return pa.table([*arrays, pa.array(self.lines, pa.int64())], names=[*names, LINE])

    def by_people(self) -> dict[str, pa.Array]:
        return {
            str(place): pa.array(own, pa.large_string()) for place, own in zip(self.shape.wanted, self.own, strict=True)
        }
