"""Rows on their way from a source to COPY: corrected, read, checked, transformed. Pure, so that any process may do it."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import md5
from typing import TYPE_CHECKING, Any

from gold_bi.contracts import Checked, Rejected, checked
from gold_bi.flows.registry import Flow, find
from gold_bi.loaders.copying import as_csv
from gold_bi.reading import Reading, parsed

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class SetAside:
    """A row that is set aside, as the source gave it."""

    fault: Rejected
    row: dict[str, str]
    fingerprint: str


@dataclass(frozen=True)
class Prepared:
    """One piece of a load: `facts` is CSV with `columns`."""

    rows: int
    loaded: int
    columns: list[str]
    facts: bytes
    days: set[date] = field(default_factory=set)
    set_aside: list[SetAside] = field(default_factory=list)
    watermark: int | None = None

    @property
    def left_out(self) -> int:
        return self.rows - self.loaded - len(self.set_aside)


def of_rows(flow: Flow, frame: "DataFrame", watermark: str) -> Prepared:
    """What a source of rows gave, at once."""
    found = checked(flow.contract, frame)
    facts = flow.transform(found.rows)
    highest = int(frame[watermark].max()) if watermark and len(frame) else None
    aside = [_set_aside(fault, frame) for fault in found.rejected]
    return Prepared(len(frame), len(facts), list(facts.columns), as_csv(facts), set(facts["day"]), aside, highest)


def of_block(
    name: str, reading: Reading, file: int, corrections: dict[str, dict[str, str]], block: "DataFrame"
) -> Prepared:
    """A block of a file's text. `corrections` are the rows to take in place of others, by fingerprint."""
    import pandas as pd

    flow = find(name)
    given = block
    if corrections:
        block = _corrected(block, corrections)
    values, unreadable = parsed(block, reading, flow.contract)
    found = checked(flow.contract, values) if len(values) else Checked(values)
    faults = sorted([*unreadable, *found.rejected], key=lambda fault: fault.index)
    if len(found.rows) == 0:
        return Prepared(len(block), 0, [], b"", set_aside=[_set_aside(fault, given) for fault in faults])
    facts = flow.transform(found.rows)
    days = set(facts["day"])
    key_hash = pd.util.hash_pandas_object(facts[list(flow.key)], index=False).astype("int64")
    own = pd.DataFrame({"file_id": file, "line": facts.index, "key_hash": key_hash, "counted": True}, index=facts.index)
    whole = pd.concat([own, facts], axis="columns")
    return Prepared(
        len(block), len(facts), list(whole.columns), as_csv(whole), days, [_set_aside(fault, given) for fault in faults]
    )


def fingerprint(row: dict[str, str]) -> str:
    """Names a row by its text: equal rows have equal ones."""
    joined = "\x1f".join(f"{name}\x1e{value}" for name, value in sorted(row.items()))
    return md5(joined.encode(), usedforsecurity=False).hexdigest()


def _set_aside(fault: Rejected, frame: "DataFrame") -> SetAside:
    from gold_bi.contracts import shown

    row: dict[str, Any] = {str(name): shown(value) for name, value in frame.loc[fault.index].items()}
    return SetAside(fault, row, fingerprint(row))


def _corrected(block: "DataFrame", corrections: dict[str, dict[str, str]]) -> "DataFrame":
    rows = block.to_dict("records")
    corrected = None
    for index, row in zip(block.index, rows, strict=True):
        better = corrections.get(fingerprint(row))
        if better is not None:
            corrected = block.copy() if corrected is None else corrected
            for name, value in better.items():
                corrected.at[index, name] = value
    return block if corrected is None else corrected


