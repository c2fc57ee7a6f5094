"""XML as it comes: no document type, no entities, nothing from elsewhere, and never more than a piece in memory."""

from collections.abc import Callable, Iterator
from typing import IO

from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from . import limits
from .model import FileRefused

PIECE = 65_536
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class Names(dict[str, str]):
    """Expat's names without their namespace, of which workbooks have two for the same words."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition("}")[2]
        if len(self) < 1_000:
            self[name] = local
        return local


def parse(file: IO[bytes], start: Start, end: End, text: Callable[[str], None] | None = None) -> Iterator[int]:
    """Tell `file` to the three, piece by piece; yields the size of each piece once it is told.

    The caller sees to it that no element goes on without end. Raises what `damage.told` knows.
    """
    guarded = DefusedXMLParser(target=object(), forbid_dtd=True)
    # Straight to expat: the parser's own handlers would build a tree's element of each.
    expat = guarded.parser
    expat.DefaultHandlerExpand = None
    expat.buffer_text, expat.ordered_attributes = True, False
    expat.StartElementHandler, expat.EndElementHandler, expat.CharacterDataHandler = start, end, text
    while piece := file.read(PIECE):
        guarded.feed(piece)
        yield len(piece)
    guarded.close()


def parsed(file: IO[bytes], start: Start, end: End | None = None) -> None:
    """All of a small part. Raises FileRefused for one that is none."""
    depth = read = 0

    def deeper(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DEPTH:
            raise not_built()
        start(name, attributes)

    def higher(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(name)

    for size in parse(file, deeper, higher):
        read += size
        if read > limits.PART:
            raise not_built()


def not_built() -> FileRefused:
    return FileRefused(_("The workbook is not built as one. Save the table anew as .xlsx or CSV and give that."))
