"""Which of a file's headings the contract means, and which line they are in."""

import re
import unicodedata
from collections.abc import Sequence

from gold_bi.contracts import Contract

from . import limits
from .model import ColumnReading

SEARCHED = 50  # lines from the top in which the headings may stand


def plain(text: str) -> str:
    """A heading without case, accents, spaces and punctuation: “Quantità (pz.)” is “quantitapz”."""
    apart = unicodedata.normalize("NFKD", text[: limits.HEADING])
    return re.sub(r"[\W_]+", "", "".join(one for one in apart if not unicodedata.combining(one))).casefold()


def matched(headings: Sequence[str], contract: Contract) -> list[str | None]:
    """For each heading the contract's column it stands for. Of two for one column, the word that comes first in it."""
    ranks: dict[str, tuple[int, str]] = {}
    for column in contract.columns:
        for rank, word in enumerate((column.name, *column.headers)):
            ranks.setdefault(plain(word), (rank, column.name))
    best: dict[str, tuple[int, int]] = {}  # column → (rank of its word, place in the file)
    for place, heading in enumerate(headings):
        rank, name = ranks.get(plain(heading), (0, ""))
        if name and (rank, place) < best.get(name, (len(ranks), 0)):
            best[name] = (rank, place)
    places = {place: name for name, (_rank, place) in best.items()}
    return [places.get(place) for place in range(len(headings))]


def of_line(cells: Sequence[str], contract: Contract) -> tuple[ColumnReading, ...]:
    """The columns that the cells of the line with the headings name."""
    headings = [cell.strip() for cell in cells]
    return tuple(
        ColumnReading(heading, column) for heading, column in zip(headings, matched(headings, contract), strict=True)
    )


def fit(cells: Sequence[str], contract: Contract) -> tuple[int, int]:
    """How well cells do as headings: columns of the contract that they name, required ones first."""
    found = {name for name in matched(cells, contract) if name}
    required = {column.name for column in contract.columns if column.required}
    return len(found & required), len(found)


def find(lines: Sequence[tuple[int, Sequence[str]]], contract: Contract) -> tuple[int, Sequence[str]] | None:
    """Of the first (line, cells) of a table the one with the headings: the first that fits best.

    Where none names a column of the contract, the first with several cells, so that its words can be shown.
    """
    candidates = [(line, cells) for line, cells in lines[:SEARCHED] if any(cell.strip() for cell in cells)]
    if not candidates:
        return None
    best = max(candidates, key=lambda one: (fit(one[1], contract), -one[0]))
    if fit(best[1], contract) > (0, 0):
        return best
    several = [one for one in candidates if sum(bool(cell.strip()) for cell in one[1]) > 1]
    return (several or candidates)[0]
