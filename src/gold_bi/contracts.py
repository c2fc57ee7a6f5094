"""What a flow expects of the rows it reads. Rows that break it are set aside one by one; the others go on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from pandas import DataFrame
    from pandera.pandas import DataFrameSchema


class Kind(StrEnum):
    """What a column holds, and so how text of a file is read."""

    TEXT = "text"
    WHOLE = "whole"  # a whole number
    NUMBER = "number"  # a number with decimals: a quantity, a price, a share
    DAY = "day"  # a date
    MOMENT = "moment"  # a date with a time
    FLAG = "flag"  # yes or no

    @property
    def dtype(self) -> str:
        """The pandas type of a column in which every row must have a value."""
        return _DTYPES[self]


_DTYPES = {
    Kind.TEXT: "str",
    Kind.WHOLE: "int64",
    Kind.NUMBER: "float64",
    Kind.DAY: "datetime64[us]",
    Kind.MOMENT: "datetime64[us, UTC]",
    Kind.FLAG: "bool",
}


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and which values may stand in it.

    `headers` are the words that files use for it, besides `name`; case, spaces and accents do not matter.
    `unit` and `meaning` are for readers: the generated page of the flow, the upload's preview.
    """

    name: str
    kind: Kind
    minimum: float | None = None
    maximum: float | None = None
    one_of: tuple[Any, ...] = ()
    required: bool = True
    longest: int | None = None  # characters
    headers: tuple[str, ...] = ()
    unit: str | Promise = ""
    meaning: str | Promise = ""


@dataclass(frozen=True)
class Contract:
    """The columns a frame must have, and those that name a row.

    Rows of one read that name themselves alike are faults where the source should give each once
    (`repeats_are_faults`); in files a line that is there twice is kept and counted once (`FactOfFile`).
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    repeats_are_faults: bool = True

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class Rejected:
    """One row that is set aside: where it stands (its index in the frame: a file's line), and what is wrong with it.

    `value` is the text as it was found, or what is shown of another kind of value; `column` may be empty
    where the row as a whole is at fault.
    """

    index: Any
    column: str
    value: str
    reason: str


@dataclass
class Checked:
    """`rows` keep the contract and have its types; the index is the one that was given."""

    rows: "DataFrame"
    rejected: list[Rejected] = field(default_factory=list)


class ContractBroken(ValueError):
    """What was read has not the shape the flow expects, so that no row of it can be judged. Says what is missing."""


def checked(contract: Contract, frame: "DataFrame") -> Checked:
    """`frame` sorted into rows that keep the contract and rows that do not. Raises ContractBroken for missing columns.

    A row with several faults is told once, by its first column at fault in the contract's order.
    """
    missing = [column.name for column in contract.columns if column.name not in frame.columns]
    if missing:
        raise ContractBroken(
            _("The column “%(column)s” is missing. There are: %(there)s.")
            % {"column": missing[0], "there": ", ".join(map(str, frame.columns)) or _("none")}
        )
    frame = frame[[column.name for column in contract.columns]]
    faults = {} if _are_typed(contract, frame) else _faults(contract, frame, _types(contract))
    rows = frame.drop(index=list(faults)) if faults else frame
    for column in contract.columns:
        rows = _typed(rows, column)
    # Values can be judged only where they are of their type.
    wrong = _faults(contract, rows, _values(contract))
    faults |= wrong
    rows = rows.drop(index=list(wrong)) if wrong else rows
    if contract.repeats_are_faults:
        repeated = rows[rows.duplicated(list(contract.key))]
        for index, row in zip(repeated.index, repeated[list(contract.key)].to_dict("records"), strict=True):
            shown = ", ".join(f"{name}={value}" for name, value in row.items())
            faults[index] = Rejected(index, contract.key[0], shown, _("this row is there more than once"))
        rows = rows.drop(index=repeated.index)
    return Checked(rows, [faults[index] for index in sorted(faults)])


def _are_typed(contract: Contract, frame: "DataFrame") -> bool:
    """Whether there is nothing to find: what is read from a file has its types already."""
    return all(
        frame[column.name].dtype == _dtype(column) and not (column.required and frame[column.name].isna().any())
        for column in contract.columns
    )


def _typed(rows: "DataFrame", column: Column) -> "DataFrame":
    dtype = _dtype(column)
    return rows if rows[column.name].dtype == dtype else rows.astype({column.name: dtype})


def _dtype(column: Column) -> str:
    """The column's pandas type: one that can hold nothing where nothing is allowed."""
    if not column.required and column.kind in (Kind.WHOLE, Kind.FLAG):
        return {"int64": "Int64", "bool": "boolean"}[column.kind.dtype]
    return column.kind.dtype


def _faults(contract: Contract, frame: "DataFrame", schema: "DataFrameSchema") -> dict[Any, Rejected]:
    from pandera.errors import SchemaErrors

    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return _by_row(contract, frame, errors.failure_cases)
    return {}


def _types(contract: Contract) -> "DataFrameSchema":
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            column.name: pa.Column(_dtype(column), coerce=True, nullable=not column.required)
            for column in contract.columns
        }
    )


def _values(contract: Contract) -> "DataFrameSchema":
    import pandera.pandas as pa

    columns = {}
    for column in contract.columns:
        checks = []
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum, error=_("it is below %s") % column.minimum))
        if column.maximum is not None:
            checks.append(pa.Check.le(column.maximum, error=_("it is above %s") % column.maximum))
        if column.one_of:
            allowed = ", ".join(map(str, column.one_of))
            checks.append(pa.Check.isin(column.one_of, error=_("it is none of %s") % allowed))
        if column.longest is not None:
            too_long = _("it is longer than %s characters") % column.longest
            checks.append(pa.Check.str_length(max_value=column.longest, error=too_long))
        if checks:
            columns[column.name] = pa.Column(None, checks, nullable=not column.required)
    return pa.DataFrameSchema(columns)


def _by_row(contract: Contract, frame: "DataFrame", failures: "DataFrame") -> dict[Any, Rejected]:
    """Of each row at fault its first fault, by its index."""
    order = {column.name: place for place, column in enumerate(contract.columns)}
    whole = failures[failures["index"].isna()]
    if len(whole):  # a fault of a column as a whole: no row of it can be read
        name = str(whole.iloc[0]["column"])
        raise ContractBroken(
            _("The column “%(column)s” cannot be read as %(kind)s.")
            % {"column": name, "kind": contract.column(name).kind.value}
        )
    faults: dict[Any, Rejected] = {}
    told = failures.assign(place=failures["column"].map(order)).sort_values(["index", "place"], kind="stable")
    for failure in told.drop_duplicates("index").to_dict("records"):
        index, name = failure["index"], str(failure["column"])
        column = contract.column(name)
        faults[index] = Rejected(index, name, shown(frame.at[index, name]), why(column, str(failure["check"])))
    return faults


def shown(value: Any) -> str:
    """A value as it is told: nothing for none."""
    import pandas as pd

    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else str(value)


def why(column: Column, check: str) -> str:
    """What is wrong, by the name of the check that failed."""
    if check == "not_nullable":
        return _("a value is needed")
    if check.startswith(("coerce_dtype", "dtype")):
        return not_of_kind(column.kind)
    return check


def not_of_kind(kind: Kind) -> str:
    return {
        Kind.TEXT: _("it is no text"),
        Kind.WHOLE: _("it is no whole number"),
        Kind.NUMBER: _("it is no number"),
        Kind.DAY: _("it is no date"),
        Kind.MOMENT: _("it is no date with a time"),
        Kind.FLAG: _("it is neither yes nor no"),
    }[kind]


def told(rejected: Sequence[Rejected]) -> str:
    """The first fault in a sentence, and how many more there are."""
    first = rejected[0]
    sentence = _("In row %(row)s the column “%(column)s” holds “%(value)s”: %(why)s.") % {
        "row": first.index,
        "column": first.column,
        "value": first.value,
        "why": first.reason,
    }
    others = len(rejected) - 1
    return sentence + (" " + _("Other rows at fault: %s.") % others if others else "")
