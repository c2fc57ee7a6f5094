"""CSV: its lines as cells, its rows in pieces. By Arrow where lines are rows, by Python's csv where they are not.

Everything here sees UTF-8 (`encodings.pieces`).
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from django.utils.translation import gettext as _

from gold_bi.contracts import Contract

from . import encodings, headings, limits
from .encodings import pieces
from .faults import Found
from .model import FileRefused, Reading
from .records import records
from .shape import LINE, Shape, columns

DELIMITERS = (";", ",", "\t", "|")
STARTING = 262_144  # bytes from the top in which delimiter and headings are looked for
LINES = 200  # of them
AT_ONCE = 20_000  # rows read one by one
_BLANK = b" \t\r\n;,|"


def starts(path: Path, encoding: str) -> dict[str, list[tuple[int, list[str]]]]:
    """The first lines' cells under each delimiter, by it. Raises FileRefused."""
    start = next(pieces(path, encoding), b"")[:STARTING].decode("utf-8", "replace")
    return {
        delimiter: [(line, cells) for line, cells, _fault in islice(records(_lines(start), delimiter, 1), LINES)]
        for delimiter in DELIMITERS
    }


def look(path: Path, contract: Contract) -> tuple[Reading, list[tuple[int, list[str]]]]:
    """How the file is divided, its headings, and its first lines' cells. Raises FileRefused."""
    encoding = encodings.of_file(path)
    starting = starts(path, encoding)

    def score(delimiter: str) -> Any:
        at = headings.find(starting[delimiter], contract)
        return (headings.fit(at[1], contract) if at else (0, 0), evenness(starting[delimiter]))

    delimiter = max(DELIMITERS, key=score)
    found = headings.find(starting[delimiter], contract)
    if found is None:
        raise FileRefused(_("The file holds no text. Export it again."))
    columns = headings.of_line(found[1], contract)
    reading = Reading(columns, encoding=encoding, delimiter=delimiter, heading_line=found[0])
    return reading, starting[delimiter]


def evenness(lines: list[tuple[int, list[str]]]) -> tuple[float, int]:
    """How well a delimiter divides: which share of the lines alike, and into how many cells."""
    widths = [len(cells) for _line, cells in lines if any(map(str.strip, cells))]
    divided = [width for width in widths if width > 1]
    if not divided:
        return 0.0, 0
    usual = max(set(divided), key=divided.count)
    return divided.count(usual) / len(widths), usual


def tables(path: Path, reading: Reading, shape: Shape) -> Iterator[tuple[pa.Table, Found]]:
    """The rows below the headings, piece by piece, with what is wrong with some of them. Raises FileRefused."""
    parts = pieces(path, reading.encoding)
    line = 1
    for piece in parts:
        if line <= shape.heading_line:
            head = _head(piece, shape.heading_line - line + 1)
            if _lines_are_rows(piece[:head]):
                line += _count(piece[:head])
                piece = piece[head:]
        if not piece:
            continue
        if not piece.strip(_BLANK) and line > shape.heading_line and b"\r" not in piece.replace(b"\r\n", b""):
            line += _count(piece)
            continue
        if line > shape.heading_line and (quick := _quick(piece, reading.delimiter, shape, line)) is not None:
            yield quick, {}
        elif _lines_are_rows(piece):
            yield columns(records(_lines(_text(piece)), reading.delimiter, line), shape)
        else:
            break
        line += _count(piece)
    else:
        return
    # A quoted cell goes on in the next line, and perhaps in the next piece: from here on row by row.
    texts = (one for part in chain([piece], parts) for one in _lines(_text(part)))
    rows = records(texts, reading.delimiter, line)
    while some := list(islice(rows, AT_ONCE)):
        yield columns(some, shape)


def _quick(piece: bytes, delimiter: str, shape: Shape, first_line: int) -> pa.Table | None:
    """The piece by Arrow, where every line of it is a row with the right number of cells; else None."""
    if not _lines_are_rows(piece) or b"\0" in piece or b"\xef\xbf\xbd" in piece or not shape.wanted:
        return None
    chosen = [str(place) for place in shape.wanted]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(piece),
            pyarrow.csv.ReadOptions(
                column_names=[str(place) for place in range(shape.width)], use_threads=False, block_size=len(piece) + 1
            ),
            pyarrow.csv.ParseOptions(delimiter=delimiter),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(chosen, pa.large_string()), include_columns=chosen, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    filled = _filled(table)
    if table.num_rows != _count(piece) or filled is None:
        return None
    table = table.append_column(LINE, pa.array(np.arange(first_line, first_line + table.num_rows, dtype=np.int64)))
    if pc.all(filled).as_py():
        return table
    if len(chosen) < shape.width:  # what is empty here may stand beside something in another column
        whole = _quick(piece, delimiter, replace(shape, wanted=tuple(range(shape.width))), first_line)
        return whole and whole.select([*chosen, LINE])
    return table.filter(filled)


def _filled(table: pa.Table) -> pa.Array | None:
    """Which rows hold something; None where a cell is too long."""
    together = None
    for column in table.columns:
        lengths = pc.binary_length(column)
        if (pc.max(lengths).as_py() or 0) > limits.CELL:
            return None
        if together is None or pc.min(together).as_py() == 0:
            together = lengths if together is None else pc.add(together, lengths)
    return pc.greater(together, 0)


def _lines_are_rows(piece: bytes) -> bool:
    """Whether every line ends outside quotation marks, and by a line feed."""
    if piece.count(b"\r") != piece.count(b"\r\n"):
        return False
    if b'"' not in piece:
        return True
    characters = np.frombuffer(piece, dtype=np.uint8)
    marks = np.flatnonzero(characters == 34)
    ends = np.flatnonzero(characters == 10)
    return not (np.bincount(np.searchsorted(ends, marks)) % 2).any()


def _head(piece: bytes, lines: int) -> int:
    """Where the first `lines` lines end."""
    end = 0
    for _number in range(lines):
        end = piece.find(b"\n", end) + 1
        if not end:
            return len(piece)
    return end


def _count(piece: bytes) -> int:
    return piece.count(b"\n") + (not piece.endswith(b"\n"))


def _text(piece: bytes) -> str:
    return piece.decode("utf-8", "replace")


def _lines(text: str) -> Iterable[str]:
    """With their ends; only line feeds and carriage returns end one."""
    return io.StringIO(text, newline="")
