"""Rows of CSV one by one, however they are quoted, each with the line it begins in."""

import csv
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from . import limits
from .model import FileRefused

Row = tuple[int, list[str], str]  # line, cells, what is wrong with it


def records(texts: Iterable[str], delimiter: str, first_line: int) -> Iterator[Row]:
    """A quotation mark that nothing closes is the fault of its line, not of the file's rest. Raises FileRefused."""
    lines = _Lines(texts)
    line = first_line
    while True:
        lines.taken.clear()
        lines.size = 0
        try:
            # A reader for each row: a row that is put back must leave nothing behind.
            cells = next(csv.reader(lines, delimiter=delimiter), None)
        except csv.Error:
            cells = []
        if cells is None:
            return
        count = len(lines.taken)
        first = lines.taken[0]
        too_long = count > 1 and (count > limits.ROW_LINES or lines.size > limits.LINE or not cells)
        if too_long or (lines.at_end and _open(lines.taken)):
            lines.put_back()
            cells = first.rstrip("\r\n").split(delimiter)
            yield line, cells, _("a quotation mark is opened in it and never closed")
            line += 1
            continue
        if not cells and first.strip():
            yield line, [first], _("its cells cannot be told apart")
        else:
            yield line, cells, ""
        line += count


class _Lines:
    """Lines for csv, of which those of the present row can be given again."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.source = iter(texts)
        self.again: list[str] = []
        self.taken: list[str] = []
        self.size = self.spent = 0
        self.at_end = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) > limits.ROW_LINES or (self.taken and self.size > limits.LINE):
            raise StopIteration
        if self.again:
            line = self.again.pop()
        else:
            try:
                line = next(self.source)
            except StopIteration:
                self.at_end = True
                raise
        self.taken.append(line)
        self.size += len(line)
        return line

    def put_back(self) -> None:
        """All lines of the row but the first. Raises FileRefused where that happens too often."""
        self.spent += self.size + 100 * len(self.taken)
        if self.spent > limits.READ_AGAIN:
            raise FileRefused(_("Too many quotation marks are opened and never closed. Export the file again as CSV."))
        self.again.extend(reversed(self.taken[1:]))
        self.at_end = False


def _open(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1
