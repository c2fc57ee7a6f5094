"""Rows that have not the cells of a table: they go with their block, and are set aside when it is parsed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

Found = dict[int, tuple[str, str]]  # line → what is wrong, the row as text
KEY = "faults"  # in a block's `attrs`


@dataclass(frozen=True)
class Fault:
    """What is wrong with the row as a whole. It stands while the row's `texts` are those that were found."""

    reason: str
    value: str
    texts: tuple[str, ...]


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
