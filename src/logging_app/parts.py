"""One file of a log, plain or compressed, and the whole lines in it.

A file is recognised by how it begins, never by its name (rename rotation changes it) nor by its inode (copytruncate
keeps it): nginx's first line holds a request id, so no two files begin alike. Compression changes nothing of that:
offsets and sizes are those of the text within.
"""

import gzip
import hashlib
import os
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path

FINGERPRINT_BYTES = 256
# No line of a log is shorter.
SHORT_LINE = 48
CHUNK_BYTES = 4 * 1024 * 1024
# nginx has long moved on from a rotated file that has been still for this long: its torn last line stays torn.
SETTLED_SECONDS = 60


@dataclass(eq=False)
class Part:
    """A file kept open: it stays readable when rotation renames, compresses or deletes it.

    `whole` is a promise that nobody writes to it any more.
    `fingerprint` is "" until the file holds a whole line or `FINGERPRINT_BYTES`; `broken` says why its end is missing.
    """

    path: Path
    descriptor: int
    live: bool = False
    listed: bool = True
    inode: int = 0
    size: int = 0
    modified: float = 0.0
    fingerprint: str = ""
    broken: str = ""
    whole: bool = False

    def refresh(self) -> None:
        # The size first: a truncation in between then only makes it look too long, and a read finds less.
        state = os.fstat(self.descriptor)
        self.inode, self.size, self.modified = state.st_ino % 2**63, state.st_size, state.st_mtime  # a bigint's worth
        self.fingerprint = self._fingerprint()

    @property
    def settled(self) -> bool:
        return self.whole or (not self.live and time.time() - self.modified > SETTLED_SECONDS)

    def read(self, offset: int, most: int = 0) -> bytes:
        """The whole lines from `offset` on, at most `most` or `CHUNK_BYTES`; b"" while there are none.

        A last line without its end is given only when it is too long to wait for or the file is settled.
        """
        most = most or CHUNK_BYTES
        data = self.bytes_at(offset, most)
        if self._fingerprint() not in (self.fingerprint, ""):
            return b""  # truncated and begun anew since `refresh`: these may be another file's bytes
        if end := data.rfind(b"\n") + 1:
            return data[:end]
        return data if len(data) == most or self.settled else b""

    def bytes_at(self, offset: int, most: int) -> bytes:
        return os.pread(self.descriptor, most, offset)

    def close(self) -> None:
        os.close(self.descriptor)

    def _fingerprint(self) -> str:
        return fingerprint(self.bytes_at(0, FINGERPRINT_BYTES), final=self.settled)


@dataclass(eq=False)
class GzipPart(Part):
    """A compressed file: nobody appends to it, so it is looked at again only when it was written anew."""

    _looked: tuple[int, float] = (-1, 0.0)
    _text: gzip.GzipFile | None = field(default=None, repr=False)

    def refresh(self) -> None:
        state = os.fstat(self.descriptor)
        self.inode, self.modified = state.st_ino % 2**63, state.st_mtime
        now = (state.st_size, state.st_mtime)
        if now == self._looked or not self.settled:  # it may be being written
            return
        self._looked = now
        self.size, self.broken = 0, ""
        self._forget()
        while length := len(self.bytes_at(self.size, CHUNK_BYTES)):
            self.size += length
        self.fingerprint = fingerprint(self.bytes_at(0, FINGERPRINT_BYTES), final=True)

    def bytes_at(self, offset: int, most: int) -> bytes:
        """Read on where the last call ended, it costs nothing; from before, it begins anew."""
        if self._text is None:
            os.lseek(self.descriptor, 0, os.SEEK_SET)
            self._text = gzip.GzipFile(fileobj=os.fdopen(os.dup(self.descriptor), "rb"))
        data = bytearray()
        try:
            self._text.seek(offset)
            while len(data) < most and (piece := self._text.read1(most - len(data))):
                data += piece
        except (EOFError, OSError, zlib.error) as error:
            self.broken = str(error) or type(error).__name__
            self._forget()
        return bytes(data)

    def close(self) -> None:
        self._forget()
        super().close()

    def _fingerprint(self) -> str:
        return self.fingerprint  # its inode is never truncated and begun anew

    def _forget(self) -> None:
        if self._text is not None:
            inner, self._text = self._text.fileobj, None
            if inner is not None:
                inner.close()  # type: ignore[union-attr] # what gzip may wrap has more kinds than this


def open_part(path: Path) -> Part:
    """Raises OSError. Compression is seen by the first bytes, not by the name."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        packed = os.pread(descriptor, 2, 0) == b"\x1f\x8b"
    except OSError:
        os.close(descriptor)
        raise
    return (GzipPart if packed else Part)(path, descriptor)


def fingerprint(head: bytes, final: bool) -> str:
    """Of a file that begins with `head`; `final` if it will grow no more."""
    line, newline, _ = head.partition(b"\n")
    if newline and not _is_rest(line):
        return hashlib.sha256(line).hexdigest()
    if len(head) < FINGERPRINT_BYTES and not (head and final):
        return ""
    return hashlib.sha256(head).hexdigest()


def _is_rest(line: bytes) -> bool:
    """The end of a line that was torn by truncation: others end alike, so it tells no file from another."""
    return len(line) < SHORT_LINE or (line.endswith(b"}") and not line.startswith(b"{"))
