"""Text of a file as it is shown: every character of it can be seen."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from gold_bi.flows.registry import UnknownFlow, find
from gold_bi.models import RejectedRow, SourceFile

LONGEST = 60  # characters of a cell that is there only to understand the others
_SIGNS = {"\t": "⇥", "\n": "↵", "\r": "␍", "\u00a0": "⍽", "\u202f": "⍽", "\x7f": "␡"}


@dataclass(frozen=True)
class Cell:
    """A stretch of text, or a sign that stands for a character which cannot be seen (`name` says which)."""

    text: str
    name: str = ""


def visible(text: str, short: bool = False) -> list[Cell]:
    if short and len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    cells: list[Cell] = []
    plain = ""
    for place, letter in enumerate(text):
        at_an_end = letter == " " and (place == 0 or place == len(text) - 1)
        sign = "␣" if at_an_end else _sign(letter)
        if not sign:
            plain += letter
            continue
        if plain:
            cells.append(Cell(plain))
        cells.append(Cell(sign, f"U+{ord(letter):04X}"))
        plain = ""
    return [*cells, Cell(plain)] if plain else cells


def _sign(letter: str) -> str:
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter < " ":
        return chr(0x2400 + ord(letter))
    # Marks of direction, spaces without width: what a name can hide behind.
    return f"‹{ord(letter):04X}›" if unicodedata.category(letter) in ("Cf", "Cc", "Zl", "Zp", "Co", "Cs") else ""


def cells_of(
    row: RejectedRow, texts: dict[str, str], heading_of: Callable[[SourceFile | None, str], str]
) -> list[tuple[str, str, str]]:
    """(column, heading, text) in the order of the flow's contract: JSON objects keep none."""
    try:
        order = [column.name for column in find(row.flow).contract.columns]
    except UnknownFlow:
        order = []
    names = [*(name for name in order if name in texts), *sorted(name for name in texts if name not in order)]
    return [(name, heading_of(row.file, name), texts[name]) for name in names]
