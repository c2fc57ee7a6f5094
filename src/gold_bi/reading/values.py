"""Text of a file read into values, a column at a time."""

from typing import TYPE_CHECKING

from gold_bi.contracts import Contract, Kind, Rejected, not_of_kind

from .model import Reading

if TYPE_CHECKING:
    from pandas import DataFrame, Series

# Word → kinds it is a way of writing. `text` is every text's own.
WAYS = ("text", "decimal point", "decimal comma", "day first", "month first", "year first", "yes or no")


def guess(texts: "Series[str]", kind: Kind) -> list[str]:
    """The ways in which every text of the column can be read as `kind`, the likeliest first."""
    if kind is Kind.TEXT:
        return ["text"]
    if kind in (Kind.WHOLE, Kind.NUMBER):
        return ["decimal point", "decimal comma"]
    return ["year first", "day first", "month first"]


def parsed(block: "DataFrame", reading: Reading, contract: Contract) -> tuple["DataFrame", list[Rejected]]:
    """`block`'s text as values of the contract's kinds; rows with a text that is none are left out and told.

    No text is no value (NA); whether that is a fault the contract says.
    """
    rejected: dict[int, Rejected] = {}
    values = block.copy()
    for one in reading.columns:
        if one.column is None:
            continue
        kind = contract.column(one.column).kind
        texts = block[one.column].str.strip()
        read = _read(texts, kind, one.how)
        for index, text in texts[read.isna() & (texts != "")].items():
            rejected.setdefault(index, Rejected(index, one.column, text, not_of_kind(kind)))
        values[one.column] = read
    for column in contract.columns:
        if column.name not in values.columns and not column.required:
            values[column.name] = None
    return values.drop(index=list(rejected)), [rejected[index] for index in sorted(rejected)]


def _read(texts: "Series[str]", kind: Kind, how: str) -> "Series":
    import pandas as pd

    if kind is Kind.TEXT:
        return texts.mask(texts == "")
    if kind in (Kind.WHOLE, Kind.NUMBER):
        plain = (
            texts.str.replace(".", "").str.replace(",", ".") if how == "decimal comma" else texts.str.replace(",", "")
        )
        return pd.to_numeric(plain, errors="coerce")
    moments = pd.to_datetime(
        texts, errors="coerce", dayfirst=how == "day first", format="mixed", utc=kind is Kind.MOMENT
    )
    return moments.dt.as_unit("us")
