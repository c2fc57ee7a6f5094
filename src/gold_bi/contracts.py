"""What a flow expects of the rows it reads, checked before anything is loaded."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from pandas import DataFrame
    from pandera.pandas import DataFrameSchema


@dataclass(frozen=True)
class Column:
    """One column: its pandas dtype (values are converted to it), and which values may stand in it."""

    name: str
    dtype: str
    minimum: float | None = None
    one_of: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Contract:
    """The columns a frame must have, and those that name a row and so may not repeat together."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]


class ContractBroken(ValueError):
    """The rows are not what the flow expects. Says which flow, column, row (by its key) and value, and why."""


def checked(flow: str, contract: Contract, frame: "DataFrame") -> "DataFrame":
    """`frame` with the contract's types. Raises ContractBroken about the first fault and the number of others."""
    from pandera.errors import SchemaErrors

    for column in contract.columns:
        if column.name not in frame.columns:
            raise ContractBroken(_("%(flow)s: the column “%(column)s” is missing.") % _place(flow, column.name))
    try:
        frame = _schema(contract).validate(frame, lazy=True)
    except SchemaErrors as errors:
        raise ContractBroken(_first_fault(flow, contract, frame, errors.failure_cases)) from None
    repeated = frame[frame.duplicated(list(contract.key))]
    if len(repeated):
        raise ContractBroken(
            _("%(flow)s: the row %(key)s appears more than once.")
            % {"flow": flow, "key": _key(contract, repeated.iloc[0])}
        )
    return frame


def _place(flow: str, column: str) -> dict[str, str]:
    return {"flow": flow, "column": column}


def _schema(contract: Contract) -> "DataFrameSchema":
    import pandera.pandas as pa

    columns = {}
    for column in contract.columns:
        checks = []
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum, error=_("it is below %s") % column.minimum))
        if column.one_of:
            allowed = ", ".join(map(str, column.one_of))
            checks.append(pa.Check.isin(column.one_of, error=_("it is none of %s") % allowed))
        columns[column.name] = pa.Column(column.dtype, checks, coerce=True, nullable=False)
    return pa.DataFrameSchema(columns)


def _first_fault(flow: str, contract: Contract, frame: "DataFrame", faults: "DataFrame") -> str:
    rows = faults[faults["index"].notna()]
    if rows.empty:  # a fault of the column as a whole, such as its type
        fault = faults.iloc[0]
        where = _place(flow, str(fault["column"]))
        return _("%(flow)s: the column “%(column)s” cannot be read as %(check)s.") % {**where, "check": fault["check"]}
    fault = rows.iloc[0]
    sentence = _("%(flow)s: in the row %(key)s the column “%(column)s” holds %(value)s: %(why)s.") % {
        **_place(flow, str(fault["column"])),
        "key": _key(contract, frame.loc[fault["index"]]),
        "value": _shown(fault["failure_case"]),
        "why": _why(str(fault["check"])),
    }
    others = len(set(rows["index"])) - 1
    return sentence + (" " + _("Other rows at fault: %s.") % others if others else "")


def _shown(value: Any) -> str:
    """Text in quotes, so that a trailing space or a number written as text can be seen."""
    import pandas as pd

    if isinstance(value, str):
        return repr(value)
    return _("nothing") if pd.isna(value) else str(value)


def _why(check: str) -> str:
    if check == "not_nullable":
        return _("a value is needed")
    if check.startswith(("coerce_dtype", "dtype")):
        return _("it is not of the type %s") % check.partition("(")[2].rstrip(")").strip("'")
    return check


def _key(contract: Contract, row: Any) -> str:
    return ", ".join(f"{name}={row[name]}" for name in contract.key)
