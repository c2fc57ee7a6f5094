"""Merged cells: what stands in the first of them is meant for each row they cover."""

import re
from collections import defaultdict
from collections.abc import Container

from . import limits
from .cells import Cell
from .markup import not_built
from .package import Package, Sheet
from .sheets import place_of

PIECE = 1 << 20
_AREA = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_LONGEST = 300  # bytes of one


Areas = dict[int, list[tuple[int, int]]]


class Merged:
    """The areas of a sheet over several rows. Rows are given to it in their order."""

    def __init__(self, areas: Areas) -> None:
        self.areas = areas  # by first row: (place, last row)
        self.open: dict[int, tuple[int, Cell | None]] = {}

    def at(self, row: int, cells: dict[int, Cell]) -> dict[int, Cell]:
        """What the areas that began above hold for this row, by place."""
        for place, (last, _cell) in list(self.open.items()):
            if last < row:
                del self.open[place]
        above = {place: cell for place, (_last, cell) in self.open.items() if cell is not None and place not in cells}
        for place, last in self.areas.get(row, ()):
            self.open[place] = (last, cells.get(place))
        return above


def of(book: Package, sheet: Sheet, places: Container[int]) -> Merged:
    """Those that begin at `places`. They stand behind the rows that they are about.

    Looked for in the bytes: it is quicker. Raises FileRefused.
    """
    areas: Areas = defaultdict(list)
    count, rest = 0, b""
    with book.part(sheet.part) as file:
        while read := file.read(PIECE):
            piece = rest + read
            end = 0
            for found in _AREA.finditer(piece) if b"mergeCell" in piece else ():
                end = found.end()
                first, last = int(found[2]), int(found[4])
                count += 1
                if count > limits.MERGED:
                    raise not_built()
                place = place_of(found[1].decode())
                if last > first and place in places:
                    areas[first].append((place, last))
            rest = piece[max(end, len(piece) - _LONGEST) :]
    return Merged(dict(areas))
