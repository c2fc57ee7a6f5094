"""What the bytes of a text file are: which characters they stand for, and whether they are text at all."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from . import limits
from .model import FileRefused

PIECE = 4 << 20
SAMPLE = 4096
SAMPLES = 64
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # which begins as the next but one does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def refuse_other_than_tables(path: Path) -> None:
    """Refuse, by a look at pieces of it, what is neither text nor a zip. Raises FileRefused."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(_("The file is empty. Export it again."))
    if size > limits.SIZE:
        raise FileRefused(_("The file is larger than 2 GB. Divide it by years or months."))
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        _refuse_known(start, file)
        wide = any(start.startswith(bom) for bom, name in _BOMS if name != "utf-8") or _wide(start)
        step = max(SAMPLE, size // SAMPLES)
        for place in range(0, size, step):
            file.seek(place)
            if not wide and _is_binary(file.read(SAMPLE)):
                raise _binary()


def of_file(path: Path) -> str:
    """The encoding, judged by the whole file: "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32" or "cp1252".

    In "cp1252" each line that is UTF-8 is taken for that: files are put together from others. Raises FileRefused.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        for bom, name in _BOMS:
            if start.startswith(bom):
                return name
        if wide := _wide(start):
            return wide
        file.seek(0)
        right = wrong = 0
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while piece := file.read(PIECE):
            if piece.count(0) > len(piece) / 50:  # between the samples
                raise _binary()
            if not piece.isascii():
                text = decoder.decode(piece)
                broken = text.count("\ufffd")
                wrong += broken
                # Bytes above 127 come in ones in cp1252, in pairs or more in UTF-8.
                right += len(text) - broken - len(text.encode("ascii", "ignore"))
    return "utf-8" if wrong == 0 or right > 10 * wrong else "cp1252"


def pieces(path: Path, encoding: str, size: int = PIECE) -> Iterator[bytes]:
    """The file as UTF-8 (bytes that stand for nothing as they are, or as U+FFFD), cut after ends of lines.

    Raises FileRefused for a line that never ends.
    """
    narrow = encoding in ("utf-8", "cp1252")
    decoder = None if narrow else codecs.getincrementaldecoder(encoding)("replace")
    turned = _line_by_line if encoding == "cp1252" else bytes
    rest = b""
    with path.open("rb") as file:
        if encoding == "utf-8" and file.read(3) != codecs.BOM_UTF8:
            file.seek(0)
        while read := file.read(size):
            given = decoder.decode(read).encode("utf-8", "replace") if decoder else read
            piece = rest + given
            # A carriage return alone ends a line only where nothing else does.
            cut = piece.rfind(b"\n") + 1 or piece.rfind(b"\r", 0, -1) + 1
            if len(piece) - cut > limits.LINE:
                raise FileRefused(
                    _("A line is longer than a million characters: this is no table with rows. Export it again as CSV.")
                )
            if cut:
                yield turned(piece[:cut])
            rest = piece[cut:]
    if rest:
        yield turned(rest)


def _line_by_line(piece: bytes) -> bytes:
    if piece.isascii():
        return piece
    return b"".join(map(_either, piece.splitlines(keepends=True)))


def _either(line: bytes) -> bytes:
    try:
        line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").encode()
    return line


def _wide(start: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain text is 0."""
    if len(start) < 4 or start.count(0) < len(start) * 0.4:
        return ""
    if start[1::2].count(0) > 0.8 * len(start[1::2]) and not start[0::2].count(0):
        return "utf-16-le"
    if start[0::2].count(0) > 0.8 * len(start[0::2]) and not start[1::2].count(0):
        return "utf-16-be"
    return ""


def _is_binary(piece: bytes) -> bool:
    controls = sum(piece.count(byte) for byte in (*range(9), *range(14, 32)))
    return controls > len(piece) / 50


def _binary() -> FileRefused:
    return FileRefused(
        _("This is no table of text: it holds bytes that stand for no characters. Give a CSV or XLSX file.")
    )


def _names_inside(start: bytes, file: IO[bytes]) -> bytes:
    """Of a file of Microsoft's compound kind, the beginning of its list of contents."""
    shift, sector = int.from_bytes(start[30:32], "little"), int.from_bytes(start[48:52], "little")
    file.seek((sector + 1) << min(shift, 12))
    return file.read(SAMPLE)


def _refuse_known(start: bytes, file: IO[bytes]) -> None:
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in start + _names_inside(start, file):
            raise FileRefused(_("The Excel file is locked with a password. Save it without one and give it again."))
        raise FileRefused(_("This is an Excel file of before 2007 (.xls). Save it as .xlsx or CSV and give that."))
    for marks, what in _KNOWN:
        if start.startswith(marks):
            raise FileRefused(_("This is %s, not a table. Give a CSV or XLSX file.") % what())
    head = start[:SAMPLE].lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table")):
        raise FileRefused(
            _("This is a web page, perhaps of a login that had expired. Export the file again as CSV or XLSX.")
        )
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise FileRefused(_("This is an Excel file in XML of 2003. Save it as .xlsx or CSV and give that."))
    if head.startswith((b"<?xml", b"<!doctype", b"<svg")):
        raise FileRefused(_("This is %s, not a table. Give a CSV or XLSX file.") % "XML")
    if head.startswith((b'{"', b'[{"', b"{\n", b"[\n", b"{\r", b"[\r")):
        raise FileRefused(_("This is %s, not a table. Give a CSV or XLSX file.") % "JSON")


_KNOWN = (
    ((b"%PDF",), lambda: _("a PDF")),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM6"), lambda: _("a picture")),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"), lambda: _("a packed file")),
    ((b"\x7fELF", b"MZ\x90", b"\xca\xfe\xba\xbe"), lambda: _("a program")),
    ((b"PAR1", b"ARROW1", b"SQLite format 3"), lambda: _("a database's file")),
    ((b"{\\rtf",), lambda: _("a text document")),
)
