"""What is known of how a file is to be read."""

from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    pass

# A frame of a file's text: the contract's columns by name, each a `str` column, its index the file's line (a sheet's
# row), counted from 1. No text is "".
Block = "DataFrame"


class FileRefused(ValueError):
    """The file cannot be read at all. Says why, and what to do."""


@dataclass(frozen=True)
class ColumnReading:
    """One column of the file: its heading, the contract's column it is (None: not read), and how its text is written.

    `how` is a word of `values.WAYS`, such as "decimal comma" or "day first".
    """

    heading: str
    column: str | None
    how: str = "text"


@dataclass(frozen=True)
class Reading:
    """How the file becomes rows: `table` is a sheet's name, `heading_line` the line with the headings, from 1.

    `encoding` is a codec of Python, and empty for a sheet.
    """

    columns: tuple[ColumnReading, ...]
    table: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","
    heading_line: int = 1
    last_line: int = 0  # the last with a row, where totals follow it; 0: all are rows

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "columns": tuple(ColumnReading(**one) for one in data["columns"])})

    @property
    def headings(self) -> str:
        """What files of the same source share: a hash of the headings in their order."""
        return sha256("\x1f".join(one.heading for one in self.columns).encode()).hexdigest()


@dataclass(frozen=True)
class Question:
    """A column whose text can be read in two ways: which is meant?

    Each answer comes with what a value would become, as a machine writes it.
    """

    column: str
    heading: str
    example: str
    answers: tuple[tuple[str, str], ...]  # (how, what `example` would be)


@dataclass(frozen=True)
class Inspection:
    """What a look at the whole file gave."""

    reading: Reading
    rows: int
    questions: tuple[Question, ...] = ()
    preview: list[dict[str, str]] = field(default_factory=list)  # some rows as text, by heading; "line" first
    missing: tuple[str, ...] = ()  # the contract's required columns that no heading stands for
    totals: tuple[str, ...] = ()  # lines at the end that are no rows, as text
