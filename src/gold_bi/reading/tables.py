"""A file as a table of text: where its headings are, which of them the contract means, its rows in blocks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gold_bi.contracts import Contract

from . import encodings, limits
from .archives import is_workbook, opened
from .faults import KEY, Fault, Faults, Found
from .model import ColumnReading, FileRefused, Inspection, Question, Reading
from .values import Guess, ways_of

if TYPE_CHECKING:
    from pandas import DataFrame

ROWS = 100_000  # of a block: some 20 MB of text
BYTES = 64_000_000  # of a block, where rows are long
_TOTAL = re.compile(r"\s*(grand\s+total|sub-?total|total|totale|totali|somma|subtotale)\b", re.I)


def inspect(path: Path, contract: Contract, remembered: Reading | None = None) -> Inspection:
    """A look at the whole file. Raises FileRefused."""
    if _is_workbook(path):
        from . import workbooks

        reading, start = workbooks.look(path, contract)
    else:
        from . import delimited

        reading, start = delimited.look(path, contract)
    if len(reading.columns) > limits.COLUMNS:
        raise FileRefused(_("The table has more than %s columns. Export only those that are needed.") % limits.COLUMNS)
    before = remembered.columns if remembered and remembered.headings == reading.headings else ()
    columns = tuple(_likeliest(one, contract) for one in before or reading.columns)
    reading = replace(reading, columns=columns)
    guesses, count, last = _looked(path, reading, contract)
    totals = _totals(last, reading, contract)
    if count <= len(totals):
        raise FileRefused(_("The file has headings but no rows. Export it again with its rows."))
    columns, questions = _ways(columns, guesses, {one.column: one.how for one in before})
    reading = replace(reading, columns=columns, last_line=last[-1]["line"] if totals and last else 0)
    missing = {column.name for column in contract.columns if column.required} - {one.column for one in columns}
    preview = [
        {"line": str(line), **{one.heading: cell for one, cell in zip(columns, cells, strict=False)}}
        for line, cells in start
        if line > reading.heading_line and any(map(str.strip, cells))
    ][:5]
    return Inspection(reading, count - len(totals), questions, preview, tuple(sorted(missing)), tuple(totals))


def blocks(path: Path, reading: Reading, rows: int = ROWS) -> "Iterator[DataFrame]":
    """The file's text, at most `rows` rows at a time: see `model.Block`. Raises FileRefused."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from .shape import LINE, Shape

    if _is_workbook(path) == bool(reading.encoding):
        raise FileRefused(_("The file is not the one that was looked at. Give it again."))
    held, count, size, faults = [], 0, 0, Found()
    for table, wrong, _written in _pieces(path, reading, Shape.of(reading)):
        if reading.last_line:
            table = table.filter(pc.less_equal(table[LINE], reading.last_line))
        held.append(table)
        count, size = count + len(table), size + table.nbytes
        faults |= wrong
        while count >= rows or size > BYTES:
            whole = pa.concat_tables(held)
            yield _block(whole.slice(0, rows), reading, faults)
            rest = whole.slice(rows)
            held, count, size = [rest], len(rest), rest.nbytes
    if count:
        yield _block(pa.concat_tables(held), reading, faults)


def _pieces(path: Path, reading: Reading, shape: Any) -> Iterator[tuple[Any, Found, Mapping[str, Any] | Any]]:
    """Rows as Arrow holds them, what is wrong with some, and by place the texts that can be read in several ways."""
    if reading.encoding:
        from . import delimited

        for table, found in delimited.tables(path, reading, shape):
            yield table, found, table
    else:
        from . import workbooks

        yield from workbooks.tables(path, reading, shape)


def _looked(path: Path, reading: Reading, contract: Contract) -> tuple[dict[str, Guess], int, list[dict[str, Any]]]:
    """Of all rows: how each column is written, how many there are, and the last ten."""
    from .shape import Shape

    guesses = {one.column: Guess(contract.column(one.column).kind) for one in reading.columns if one.column}
    count, strange = 0, 0
    last: list[dict[str, Any]] = []
    for table, wrong, texts in _pieces(path, reading, Shape.of(reading, whole=True)):
        count += len(table)
        strange += sum(one.place is None for one in wrong.values())
        if strange > limits.SET_ASIDE:
            raise FileRefused(_("Too many rows have not the cells of the headings. Export the file again as CSV."))
        for place, one in enumerate(reading.columns):
            if one.column:
                guesses[one.column].add(texts[str(place)])
        last = [*last, *table.slice(max(0, len(table) - 10)).to_pylist()][-10:]
    return guesses, count, last


def _totals(last: list[dict[str, Any]], reading: Reading, contract: Contract) -> list[str]:
    """The lines at the end that are no rows; taken off `last`."""
    required = [
        str(place) for place, one in enumerate(reading.columns) if one.column and contract.column(one.column).required
    ]
    totals: list[str] = []
    while last and required and not all(last[-1][place].strip() for place in required):
        texts = [text for place, text in last[-1].items() if place != "line" and text.strip()]
        if not texts or not _TOTAL.match(texts[0]):
            break
        totals.insert(0, " ".join(texts))
        last.pop()
    return totals


def _likeliest(one: ColumnReading, contract: Contract) -> ColumnReading:
    return replace(one, how=ways_of(contract.column(one.column).kind)[0] if one.column else "text")


def _ways(
    columns: tuple[ColumnReading, ...], guesses: dict[str, Guess], before: dict[str | None, str]
) -> tuple[tuple[ColumnReading, ...], tuple[Question, ...]]:
    """How each column is read, and what has to be asked. What was answered `before` holds where it reads every text."""
    results, questions = [], []
    for one in columns:
        if one.column is None:
            results.append(one)
            continue
        guess = guesses[one.column]
        how, asked = guess.result()
        if guess.missed.get(before.get(one.column, ""), 1) == 0:
            how, asked = before[one.column], None
        if asked:
            answers = tuple((way, _shown(value)) for way, value in asked[1])
            questions.append(Question(one.column, one.heading, asked[0], answers))
        results.append(replace(one, how=how))
    return tuple(results), tuple(questions)


def _block(table: Any, reading: Reading, faults: Found) -> "DataFrame":
    frame = table.to_pandas().set_index("line")
    frame.index.name = None
    frame.columns = [reading.columns[int(place)].column for place in frame.columns]
    if faults:
        there = [line for line in frame.index if line in faults]
        found = {line: faults.pop(line) for line in there}
        frame.attrs[KEY] = Faults(
            {
                line: Fault(
                    wrong.reason,
                    wrong.value,
                    tuple(frame.loc[line]),
                    "" if wrong.place is None else reading.columns[wrong.place].column or "",
                )
                for line, wrong in found.items()
            }
        )
    return frame


def _is_workbook(path: Path) -> bool:
    """Raises FileRefused for what is neither a workbook nor text."""
    with path.open("rb") as file:
        zipped = file.read(2) == b"PK"
    if not zipped:
        encodings.refuse_other_than_tables(path)
        return False
    with opened(path) as archive:
        if is_workbook(archive):
            return True
    raise FileRefused(_("This is a zip inside a zip. Put the files themselves into one zip."))


def _shown(value: Any) -> str:
    """As a machine writes it; who asks a person says it in their language."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
