"""A file as a table of text: where its headings are, which of them the contract means, its rows in blocks."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gold_bi.contracts import Contract

from .model import ColumnReading, Inspection, Reading
from .values import guess

if TYPE_CHECKING:
    from pandas import DataFrame

ROWS = 100_000  # of a block: some 20 MB of text


def inspect(path: Path, contract: Contract, remembered: Reading | None = None) -> Inspection:
    """A look at the whole file. Raises FileRefused."""
    import pandas as pd

    names = {header.casefold(): column.name for column in contract.columns for header in (column.name, *column.headers)}
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings = file.readline().rstrip("\r\n").split(",")
    columns = tuple(ColumnReading(heading, names.get(heading.strip().casefold())) for heading in headings)
    reading = Reading(columns)
    frame = pd.concat(list(blocks(path, reading)), ignore_index=False)
    columns = tuple(
        ColumnReading(one.heading, one.column, guess(frame[one.column], contract.column(one.column).kind)[0])
        if one.column
        else one
        for one in columns
    )
    missing = {column.name for column in contract.columns if column.required} - {one.column for one in columns}
    return Inspection(Reading(columns), len(frame), missing=tuple(sorted(missing)))


def blocks(path: Path, reading: Reading, rows: int = ROWS) -> "Iterator[DataFrame]":
    """The file's text, `rows` rows at a time: see `model.Block`. Raises FileRefused."""
    import pandas as pd

    wanted = {one.heading: one.column for one in reading.columns if one.column}
    frames = pd.read_csv(
        path, dtype="str", keep_default_na=False, na_values=[], encoding=reading.encoding, sep=reading.delimiter,
        skiprows=reading.heading_line - 1, usecols=list(wanted), chunksize=rows, skip_blank_lines=False,
    )  # fmt: skip
    with frames:
        for frame in frames:
            frame.index = frame.index + reading.heading_line + 1
            yield frame.rename(columns=wanted)
