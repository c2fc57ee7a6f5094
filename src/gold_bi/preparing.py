"""Rows on their way from a source to COPY: corrected, read, checked, transformed; pure, for any process to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import md5
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, DateTimeField, DecimalField, Model
from django.utils.translation import override

from gold_bi.contracts import Checked, Rejected, checked
from gold_bi.flows.registry import Flow, find
from gold_bi.loaders.copying import as_csv
from gold_bi.reading import Reading, parsed

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame, Series


@dataclass(frozen=True)
class SetAside:
    """A row that is set aside, as the source gave it."""

    fault: Rejected
    row: dict[str, str]
    fingerprint: str


@dataclass(frozen=True)
class Corrections:
    """Rows to take in place of others. Pickled, so that a worker needs no database."""

    mended: dict[str, dict[str, str]] = field(default_factory=dict)  # by the fingerprint of the row as it was found
    # Column → texts of which one stands in every row that has a correction: the others need no fingerprint.
    suspects: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, dict[str, str], str, dict[str, str]]]) -> "Corrections":
        """From (fingerprint, the row as it was found, its column at fault, the row to take)."""
        made = cls()
        for name, row, column, better in rows:
            made.mended[name] = better
            at = column if column in row else next(iter(row))
            made.suspects.setdefault(at, set()).add(row[at])
        return made


@dataclass(frozen=True)
class Prepared:
    """One piece of a load: `facts` is CSV with `columns`.

    `keys`, of a file's, has the day and the key's hash of each row that repeats none above it in the piece.
    """

    rows: int
    loaded: int
    columns: list[str]
    facts: bytes
    days: set[date] = field(default_factory=set)
    set_aside: list[SetAside] = field(default_factory=list)
    watermark: int | None = None
    keys: "tuple[NDArray[Any], NDArray[Any]] | None" = None

    @property
    def left_out(self) -> int:
        return self.rows - self.loaded - len(self.set_aside)


def of_rows(flow: Flow, frame: "DataFrame", watermark: str) -> Prepared:
    """What a source of rows gave, at once."""
    found = checked(flow.contract, frame)
    facts = _as_stored(flow.target, flow.transform(found.rows))
    highest = int(frame[watermark].max()) if watermark and len(frame) else None
    aside = [_set_aside(fault, frame) for fault in found.rejected]
    csv = as_csv(facts, _midnights(flow.target, facts))
    return Prepared(len(frame), len(facts), list(facts.columns), csv, _days(facts), aside, highest)


def of_block(
    name: str, reading: Reading, file: int, corrections: Corrections, language: str, block: "DataFrame"
) -> Prepared:
    """A block of a file's text. What is wrong with a row is said in `language`, whichever process looks at it."""
    import numpy as np

    flow = find(name)
    with override(language):
        values, unreadable = parsed(_corrected(block, corrections), reading, flow.contract)
        found = checked(flow.contract, values) if len(values) else Checked(values)
    faults = sorted([*unreadable, *found.rejected], key=lambda fault: fault.index)
    aside = [_set_aside(fault, block) for fault in faults]
    facts = _as_stored(flow.target, flow.transform(found.rows)) if len(found.rows) else found.rows
    if len(facts) == 0:
        return Prepared(len(block), 0, [], b"", set_aside=aside)
    same = ["day", *flow.key]
    keys = hashed(facts, same)
    counted = _first(facts, same, keys)
    own = {
        "file_id": np.full(len(facts), file),
        "line": facts.index.to_numpy(),
        "key_hash": keys,
        "counted": counted,
    }
    csv = as_csv(facts, _midnights(flow.target, facts), own)
    of_rows = facts["day"].to_numpy().astype("datetime64[D]")
    firsts = (of_rows[counted], keys[counted])
    return Prepared(len(block), len(facts), [*own, *facts.columns], csv, _days(facts), aside, keys=firsts)


def _first(facts: "DataFrame", same: list[str], keys: "NDArray[Any]") -> "NDArray[Any]":
    """Which rows say what no row above them says: the others never count, whatever other pieces and files say.

    `parts.settle` would find that too, by looking each of them up and writing it a second time.
    """
    import numpy as np
    import pandas as pd

    first = np.ones(len(facts), dtype=bool)
    alike = pd.Series(keys).duplicated(keep=False).to_numpy()
    if alike.any():
        first[alike] = ~facts.loc[alike, list(dict.fromkeys(same))].duplicated().to_numpy()
    return first


def faults_of(name: str, reading: Reading, language: str, rows: dict[int, dict[str, str]]) -> dict[int, Rejected]:
    """What is wrong with rows that somebody wrote, each by itself."""
    import pandas as pd

    flow = find(name)
    block = pd.DataFrame.from_dict(rows, orient="index", dtype="str")
    with override(language):
        values, unreadable = parsed(block, reading, flow.contract)
        found = checked(flow.contract, values) if len(values) else Checked(values)
    return {fault.index: fault for fault in [*unreadable, *found.rejected]}


def hashed(facts: "DataFrame", columns: Iterable[str]) -> "NDArray[Any]":
    """64 bits of each row's `columns`: the same for equal rows, in every process and from year to year."""
    import numpy as np

    mixed = np.zeros(len(facts), dtype="uint64")
    for name in dict.fromkeys(columns):
        mixed = (mixed ^ _hashed(facts[name])) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    return mixed.view("int64")


def _hashed(column: "Series") -> "NDArray[Any]":
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return pd.util.hash_array(column.dt.as_unit("us").astype("int64").to_numpy())
    if pd.api.types.is_numeric_dtype(column.dtype):
        return pd.util.hash_array(column.to_numpy(dtype="float64", na_value=np.nan) + 0.0)  # -0.0 equals 0.0
    # Texts repeat: each is hashed once.
    texts = pa.array(column, from_pandas=True)
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    coded = texts.dictionary_encode(null_encoding="encode")
    each = np.array([str(text) for text in coded.dictionary.to_pylist()], dtype=object)
    return pd.util.hash_array(each, categorize=False)[coded.indices.to_numpy()]


def _as_stored(target: type[Model], facts: "DataFrame") -> "DataFrame":
    """`facts` with the decimals that GOLD keeps: what is equal there is equal here."""
    places = {
        field.name: field.decimal_places
        for field in target._meta.concrete_fields
        if isinstance(field, DecimalField) and field.name in facts.columns and facts[field.name].dtype.kind == "f"
    }
    return facts.round(places) if places else facts


def _midnights(target: type[Model], facts: "DataFrame") -> list[str]:
    """Columns of days that the transform gave as moments, which pandas counts faster than dates."""
    return [
        field.name
        for field in target._meta.concrete_fields
        if isinstance(field, DateField)
        and not isinstance(field, DateTimeField)
        and field.name in facts.columns
        and facts[field.name].dtype.kind == "M"
    ]


def _days(facts: "DataFrame") -> set[date]:
    days = facts["day"].drop_duplicates()
    return set(days.dt.date) if days.dtype.kind == "M" else set(days)


def fingerprint(row: dict[str, str]) -> str:
    """Names a row by its text: equal rows have equal ones."""
    joined = "\x1f".join(f"{name}\x1e{value}" for name, value in sorted(row.items()))
    return md5(joined.encode(), usedforsecurity=False).hexdigest()


def _set_aside(fault: Rejected, frame: "DataFrame") -> SetAside:
    from gold_bi.contracts import shown

    row: dict[str, Any] = {str(name): shown(value) for name, value in frame.loc[fault.index].items()}
    return SetAside(fault, row, fingerprint(row))


def _corrected(block: "DataFrame", corrections: Corrections) -> "DataFrame":
    corrected = None
    for column, texts in corrections.suspects.items():
        if column not in block.columns:
            continue
        suspects = block[block[column].isin(texts)]
        for index, row in zip(suspects.index, suspects.to_dict("records"), strict=True):
            if better := corrections.mended.get(fingerprint({str(name): text for name, text in row.items()})):
                corrected = block.copy() if corrected is None else corrected
                for name, value in better.items():
                    corrected.at[index, name] = value
    return block if corrected is None else corrected
