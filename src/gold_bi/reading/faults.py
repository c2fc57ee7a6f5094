"""Rows that have not the cells of a table, and cells that hold no value: set aside when their block is parsed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pandas import DataFrame


class Wrong(NamedTuple):
    """What is wrong with a row, and its text; or with the cell at `place`, from 0."""

    reason: str
    value: str
    place: int | None = None


Found = dict[int, Wrong]  # by line
KEY = "faults"  # in a block's `attrs`


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, or with its cell in `column`. It stands while its `texts` are those that were found."""

    reason: str
    value: str
    texts: tuple[str, ...]
    column: str = ""


class Faults(dict[int, Fault]):
    """By line. pandas copies `attrs` deeply with every step; nothing in here changes."""

    def __deepcopy__(self, memo: Any) -> "Faults":
        return self


def of(block: "DataFrame") -> dict[int, Fault]:
    """The faults that still stand: a row that somebody mended has other texts."""
    found: Faults = block.attrs.get(KEY, Faults())
    if not found:
        return {}
    there = block.loc[block.index.intersection(list(found))]
    texts = {int(line): tuple(row) for line, row in zip(there.index, there.itertuples(index=False), strict=True)}
    return {line: found[line] for line, row in texts.items() if found[line].texts == row}
