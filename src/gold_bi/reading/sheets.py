"""The rows of a sheet, one by one as they stand in its XML, whatever size the sheet claims to have."""

import re
from collections.abc import Iterator

from . import limits
from .cells import Cell, held
from .markup import Names, not_built, parse
from .package import Package, Sheet

Row = tuple[int, dict[int, Cell]]  # its number from 1; its cells by their place from 0
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def rows(book: Package, sheet: Sheet, only: int = 0) -> Iterator[Row]:
    """The rows with cells that hold something, in their order; with `only`, those in the first bytes.

    Raises FileRefused.
    """
    state = _State(book)
    read = since = 0
    with book.part(sheet.part) as file:
        for size in parse(file, state.start, state.end, state.text):
            read, since = read + size, since + size
            if state.last != state.told:
                state.told, since = state.last, 0
            if state.rows:
                yield from state.rows
                state.rows = []
            if state.is_over or (only and read >= only):
                return
            if since > limits.ELEMENT:
                raise not_built()


def place_of(letters: str) -> int:
    """Column “A” is 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


class _State:
    """What the parser told of the sheet so far."""

    def __init__(self, book: Package) -> None:
        self.book = book
        self.names = Names()
        self.places: dict[str, int] = {}
        self.rows: list[Row] = []
        self.cells: dict[int, Cell] = {}
        self.last = self.told = 0  # the last row's number; and that at the end of the piece before
        self.place = -1
        self.kind = ""
        self.style = 0
        self.is_formula = self.is_text = self.is_spoken = self.is_over = False
        self.raw = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.names[name]
        if local == "c":
            self._cell(attributes)
        elif local in ("v", "t"):
            self.is_text = not self.is_spoken
        elif local == "row":
            number = int(attributes.get("r", self.last + 1))
            if not self.last < number <= limits.SHEET_ROWS:
                raise not_built()
            self.last, self.place, self.cells = number, -1, {}
        elif local == "f":
            self.is_formula = True
        elif local == "rPh":
            self.is_spoken = True

    def text(self, piece: str) -> None:
        if self.is_text:
            self.raw += piece

    def end(self, name: str) -> None:
        local = self.names[name]
        if local in ("v", "t"):
            self.is_text = False
        elif local == "c":
            if self.raw or self.is_formula:
                cell = held(self.kind, self.raw, self.style, self.is_formula, self.book)
                if cell is not None:
                    self.cells[self.place] = cell
        elif local == "row":
            if self.cells:
                self.rows.append((self.last, self.cells))
        elif local == "rPh":
            self.is_spoken = False
        elif local == "sheetData":
            self.is_over = True

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        place = self.place + 1
        if reference is not None:
            letters = reference.rstrip("0123456789")
            known = self.places.get(letters)
            if known is None:
                if not _REFERENCE.fullmatch(reference):
                    raise not_built()
                known = self.places[letters] = place_of(letters)
            place = known
        if not self.place < place < limits.SHEET_COLUMNS:
            raise not_built()
        self.place, self.raw, self.is_formula = place, "", False
        self.kind = attributes.get("t", "n")
        self.style = int(attributes.get("s", 0))
