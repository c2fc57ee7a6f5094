"""The parts of a workbook: which sheets it has and where, its texts, which styles mean a date."""

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from django.utils.translation import gettext as _

from . import limits
from .archives import opened
from .damage import damaged, told
from .markup import Names, parsed
from .model import FileRefused
from .texts import Texts

DATE = "date"


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str
    hidden: bool = False


@dataclass
class Package:
    """`styles` has for each style "date", or the zeros of a code such as “00000”, or nothing."""

    archive: ZipFile
    sheets: list[Sheet] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)
    from_1904: bool = False

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """Raises FileRefused, also for what goes wrong while the part is read."""
        with told(), self.archive.open(name) as file:
            yield file


@contextmanager
def package(path: Path) -> Iterator[Package]:
    """A workbook, with all but its sheets' rows. Raises FileRefused."""
    with opened(path) as archive:
        book = Package(archive)
        with told():
            main = _target(book, "", "officeDocument") or "xl/workbook.xml"
            _sheets(book, main)
            if styles := _target(book, main, "styles"):
                _styles(book, styles)
            if (texts := _target(book, main, "sharedStrings")) and texts in archive.namelist():
                with book.part(texts) as file:
                    book.texts.fill(file)
        yield book


def _relations(book: Package, part: str) -> dict[str, tuple[str, str]]:
    """Of a part, by their ids: what kind of part each names, and where that is."""
    folder, name = posixpath.split(part)
    names, found = Names(), {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if names[element] == "Relationship" and attributes.get("TargetMode") != "External":
            place = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
            found[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], place)
            if len(found) > 10 * limits.SHEETS:
                raise damaged()

    where = posixpath.join(folder, "_rels", f"{name}.rels")
    if where in book.archive.namelist():
        with book.part(where) as file:
            parsed(file, start)
    return found


def _target(book: Package, part: str, kind: str) -> str:
    return next((place for one, place in _relations(book, part).values() if one == kind), "")


def _sheets(book: Package, main: str) -> None:
    relations = _relations(book, main)
    names = Names()

    def start(element: str, attributes: dict[str, str]) -> None:
        local = names[element]
        if local == "workbookPr":
            book.from_1904 = attributes.get("date1904", "0") in ("1", "true", "on")
        elif local == "sheet":
            related = next((value for name, value in attributes.items() if name.endswith("}id")), "")
            kind, part = relations.get(related, ("", ""))
            if kind == "worksheet":  # not a chart or a macro of old
                hidden = attributes.get("state", "visible") != "visible"
                book.sheets.append(Sheet(attributes["name"], part, hidden))
            if len(book.sheets) > limits.SHEETS:
                raise FileRefused(
                    _("The workbook has more than %s sheets. Save the one with the table as a file of its own.")
                    % limits.SHEETS
                )

    with book.part(main) as file:
        parsed(file, start)


def _styles(book: Package, part: str) -> None:
    codes: dict[int, str] = {}
    names = Names()
    inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        local = names[element]
        if local == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif local == "cellXfs":
            inside = True
        elif local == "xf" and inside:
            book.styles.append(_meaning(int(attributes.get("numFmtId", 0)), codes))
        if len(book.styles) > limits.STYLES or len(codes) > limits.STYLES:
            raise damaged()

    def end(element: str) -> None:
        nonlocal inside
        if names[element] == "cellXfs":
            inside = False

    if part in book.archive.namelist():
        with book.part(part) as file:
            parsed(file, start, end)


def _meaning(number: int, codes: dict[int, str]) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    code = codes.get(number) or BUILTIN_FORMATS.get(number, "General")
    if is_date_format(code) and not is_timedelta_format(code):  # hours worked are no date
        return DATE
    return code if re.fullmatch("00+", code) else ""
