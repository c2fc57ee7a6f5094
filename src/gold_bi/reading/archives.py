"""Zips, which XLSX files are too: what is in them, and whether they may be unpacked."""

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from . import limits
from .damage import told
from .model import FileRefused

TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
LOCKED = 0x1 | 0x40 | 0x2000  # the contents, strongly, the list of names
Opener = Callable[[], IO[bytes]]


def members(path: Path) -> list[tuple[str, Opener]]:
    """The files in a zip, each with its name and what opens it; none where `path` is no zip. Raises FileRefused."""
    with path.open("rb") as file:
        if not file.read(4).startswith(b"PK"):
            return []
    with opened(path) as archive:
        if is_workbook(archive):
            return []
        infos = [one for one in archive.infolist() if not one.is_dir() and not _is_litter(one.filename)]
    if not infos:
        raise FileRefused(_("The zip is empty. Put the files into it and give it again."))
    names: dict[str, ZipInfo] = {}
    for info in infos:
        name = _name_of(info)
        if name.casefold() in names:
            raise FileRefused(_("The zip holds two files named “%s”. Give each its own name.") % name)
        names[name.casefold()] = info
    return [(PurePosixPath(info.filename).name, _opener(path, info)) for info in infos]


def opened(path: Path) -> "Archive":
    """The archive, once it is known to be harmless to unpack. Raises FileRefused."""
    with told():
        archive = Archive(path)
    try:
        _judge(archive, path.stat().st_size)
    except FileRefused:
        archive.close()
        raise
    return archive


def is_workbook(archive: ZipFile) -> bool:
    """Whether it is an XLSX file. Raises FileRefused for what other office programs write."""
    names = set(archive.namelist())
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        with told():
            kind = archive.read("mimetype")
        if b"opendocument" in kind:
            raise FileRefused(_("This is an OpenDocument file (.ods). Save it as .xlsx or CSV and give that."))
    if "xl/workbook.bin" in names:
        raise FileRefused(_("This is a binary Excel file (.xlsb). Save it as .xlsx or CSV and give that."))
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise FileRefused(_("This is a document of text or slides, not a table. Give a CSV or XLSX file."))
    if any(name.endswith(".iwa") for name in names):
        raise FileRefused(_("This is a file of Apple's Numbers. Export it as .xlsx or CSV and give that."))
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def _judge(archive: ZipFile, size: int) -> None:
    """Refuse what unpacks to far more than it is. The sizes are those it declares: zipfile reads no byte more."""
    infos = archive.infolist()
    if len(infos) > limits.MEMBERS:
        raise FileRefused(_("The zip holds more than %s files. Give fewer at once.") % limits.MEMBERS)
    if any(info.flag_bits & LOCKED for info in infos):
        raise FileRefused(_("The zip is locked with a password. Give it without one."))
    # Of the others zipfile unpacks a piece without knowing how large it becomes.
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
        raise FileRefused(_("The zip is packed in an unusual way. Pack it as an ordinary zip and give it again."))
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.UNPACKED:
        raise FileRefused(_("The file becomes too large when it is unpacked. Divide it into smaller ones."))
    for info in infos:
        if info.file_size > 1_000_000 and info.file_size > limits.RATIO * max(info.compress_size, 1):
            raise FileRefused(
                _(
                    "“%s” unpacks to more than a hundred times its size, as no real table does. "
                    "Save the table anew and give that."
                )
                % info.filename[-100:]
            )
    if unpacked > 1_000_000 and unpacked > limits.RATIO * size:  # members that lie over one another, or many small ones
        raise FileRefused(
            _(
                "The file unpacks to more than a hundred times its size, as no real table does. "
                "Save the table anew and give that."
            )
        )


class _Directory(io.FileIO):
    """A zip, of which no list of members is read that is far longer than its members can be."""

    def read(self, size: int | None = -1) -> Any:
        asked = os.fstat(self.fileno()).st_size - self.tell() if size is None or size < 0 else size
        if asked > limits.DIRECTORY:
            raise FileRefused(_("The zip holds more than %s files. Give fewer at once.") % limits.MEMBERS)
        return super().read(size)


class Archive(ZipFile):
    """Closes its file. Raises FileRefused for too long a list of members, and what `damage.told` knows."""

    def __init__(self, path: Path) -> None:
        self._directory = _Directory(path)
        try:
            super().__init__(self._directory)
        except BaseException:
            self._directory.close()
            raise

    def close(self) -> None:
        super().close()
        self._directory.close()


def _name_of(info: ZipInfo) -> str:
    inside = PurePosixPath(info.filename.replace("\\", "/"))
    name = inside.name
    if inside.is_absolute() or ".." in inside.parts or ":" in info.filename or "\0" in info.orig_filename:
        raise FileRefused(
            _("The zip names a file outside its own folder (“%s”), as only a harmful one does. Pack the files anew.")
            % info.filename[-100:]
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        raise FileRefused(
            _("“%s” is only a link to another file. Put the file itself into the zip and give it again.") % name[-100:]
        )
    if inside.suffix.casefold() == ".zip":
        raise FileRefused(_("“%s” is a zip inside the zip. Put the files themselves into one zip.") % name[-100:])
    if inside.suffix.casefold() not in TABLES:
        raise FileRefused(_("“%s” is neither CSV nor XLSX. Take it out of the zip and give it again.") % name[-100:])
    return name


def _is_litter(name: str) -> bool:
    """What systems add to zips by themselves."""
    parts = PurePosixPath(name).parts
    last = parts[-1] if parts else ""
    return "__MACOSX" in parts or last in {".DS_Store", "Thumbs.db", "desktop.ini"} or last.startswith("._")


class _Member(io.BufferedIOBase):
    """One file of a zip, closed with its zip. Raises FileRefused where it is damaged."""

    def __init__(self, path: Path, info: ZipInfo) -> None:
        with told():
            self.archive = Archive(path)
            self.member = self.archive.open(info)

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        with told():
            return self.member.read(-1 if size is None else size)

    def close(self) -> None:
        if not self.closed:
            self.member.close()
            self.archive.close()
        super().close()


def _opener(path: Path, info: ZipInfo) -> Opener:
    return lambda: cast(IO[bytes], _Member(path, info))
