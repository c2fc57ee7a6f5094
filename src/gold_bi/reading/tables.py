"""A file as a table of text: where its headings are, which of them the contract means, its rows in blocks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gold_bi.contracts import Contract

from . import encodings, headings, limits
from .archives import is_workbook, opened
from .faults import KEY, Fault, Faults, Found
from .model import FileRefused, Inspection, Question, Reading
from .values import Guess

if TYPE_CHECKING:
    from pandas import DataFrame

ROWS = 100_000  # of a block: some 20 MB of text
_TOTAL = re.compile(r"\s*(grand\s+total|sub-?total|total|totale|totali|somma|subtotale)\b", re.I)


def inspect(path: Path, contract: Contract, remembered: Reading | None = None) -> Inspection:
    """A look at the whole file. Raises FileRefused."""
    from . import delimited
    from .shape import LINE, Shape

    _refuse_archives(path)
    encoding = encodings.of_file(path)
    starts = delimited.starts(path, encoding)

    def score(delimiter: str) -> Any:
        at = headings.find(starts[delimiter], contract)
        return (headings.fit(at[1], contract) if at else (0, 0), delimited.evenness(starts[delimiter]))

    delimiter = max(delimited.DELIMITERS, key=score)
    found = headings.find(starts[delimiter], contract)
    if found is None:
        raise FileRefused(_("The file holds no text. Export it again."))
    if len(found[1]) > limits.COLUMNS:
        raise FileRefused(_("The table has more than %s columns. Export only those that are needed.") % limits.COLUMNS)
    columns = headings.of_line(found[1], contract)
    reading = Reading(columns, encoding=encoding, delimiter=delimiter, heading_line=found[0])
    if remembered and remembered.headings == reading.headings:
        columns = tuple(replace(one, how="text") for one in remembered.columns)
        reading = replace(reading, columns=columns)
    shape = Shape.of(reading, whole=True)
    guesses = {one.column: Guess(contract.column(one.column).kind) for one in columns if one.column}
    count, strange = 0, 0
    last: list[dict[str, Any]] = []
    for table, wrong in delimited.tables(path, reading, shape):
        count += len(table)
        strange += len(wrong)
        if strange > limits.SET_ASIDE:
            raise FileRefused(_("Too many rows have not the cells of the headings. Export the file again as CSV."))
        for place, one in enumerate(columns):
            if one.column:
                guesses[one.column].add(table[str(place)])
        last = [*last, *table.slice(max(0, len(table) - 10)).to_pylist()][-10:]
    required = [str(place) for place, one in enumerate(columns) if one.column and contract.column(one.column).required]
    totals: list[str] = []
    while last and required and not all(last[-1][place].strip() for place in required):
        texts = [text for place, text in last[-1].items() if place != LINE and text.strip()]
        if not texts or not _TOTAL.match(texts[0]):
            break
        totals.insert(0, " ".join(texts))
        last.pop()
        count -= 1
    if not count:
        raise FileRefused(_("The file has headings but no rows. Export it again with its rows."))
    questions = []
    results = []
    before = (
        {one.column: one.how for one in remembered.columns}
        if remembered and remembered.headings == reading.headings
        else {}
    )
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
    reading = replace(reading, columns=tuple(results), last_line=last[-1][LINE] if totals and last else 0)
    missing = {column.name for column in contract.columns if column.required} - {one.column for one in columns}
    preview = [
        {"line": str(line), **{one.heading: cell for one, cell in zip(columns, cells, strict=False)}}
        for line, cells in starts[delimiter]
        if line > reading.heading_line and any(map(str.strip, cells))
    ][:5]
    return Inspection(reading, count, tuple(questions), preview, tuple(sorted(missing)), tuple(totals))


def blocks(path: Path, reading: Reading, rows: int = ROWS) -> "Iterator[DataFrame]":
    """The file's text, `rows` rows at a time: see `model.Block`. Raises FileRefused."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from . import delimited
    from .shape import LINE, Shape

    _refuse_archives(path)
    shape = Shape.of(reading)
    held, count, faults = [], 0, Found()
    for table, wrong in delimited.tables(path, reading, shape):
        if reading.last_line:
            table = table.filter(pc.less_equal(table[LINE], reading.last_line))
        held.append(table)
        count += len(table)
        faults |= wrong
        while count >= rows:
            whole = pa.concat_tables(held)
            yield _block(whole.slice(0, rows), reading, faults)
            held, count = [whole.slice(rows)], count - rows
    if count:
        yield _block(pa.concat_tables(held), reading, faults)


def _block(table: Any, reading: Reading, faults: Found) -> "DataFrame":
    frame = table.to_pandas().set_index("line")
    frame.index.name = None
    frame.columns = [reading.columns[int(place)].column for place in frame.columns]
    if faults:
        there = [line for line in frame.index if line in faults]
        found = {line: faults.pop(line) for line in there}
        frame.attrs[KEY] = Faults(
            {line: Fault(why, text, tuple(frame.loc[line])) for line, (why, text) in found.items()}
        )
    return frame


def _refuse_archives(path: Path) -> None:
    if not _zipped(path):
        encodings.refuse_other_than_tables(path)
    else:
        with opened(path) as archive:
            if is_workbook(archive):
                raise FileRefused(_("Excel files are not read. Save the sheet as CSV and give that."))
        raise FileRefused(_("This is a zip of files, which are read one by one."))


def _zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _shown(value: Any) -> str:
    """As a machine writes it; who asks a person says it in their language."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
