"""The parts of a growing, rotated log, and the whole lines in them that nobody has read yet.

A file is recognised by how it begins, never by its name (rename rotation changes it) nor by its inode
(copytruncate keeps it): nginx's first line holds a request id, so no two files begin alike.
"""

import hashlib
import logging
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

FINGERPRINT_BYTES = 256
CHUNK_BYTES = 4 * 1024 * 1024
# nginx has long moved on from a rotated file that has been still for this long: its torn last line stays torn.
SETTLED_SECONDS = 60
# Between logrotate's rename and nginx's reopening there is no log for a moment.
MISSING_SECONDS = 5

# access.log.1, access.log-20261122, access.log-20261122-1763800000; not access.log.bak, nor (yet) access.log.1.gz
_ROTATED = re.compile(r"[.-]\d[\d.:T_-]*")


@dataclass(eq=False)
class Part:
    """One file of the log, kept open: it stays readable when rotation renames, compresses or deletes it.

    `fingerprint` is "" until the file holds a whole line or `FINGERPRINT_BYTES`.
    """

    path: Path
    descriptor: int
    live: bool = False
    listed: bool = True
    inode: int = 0
    size: int = 0
    modified: float = 0.0
    fingerprint: str = ""

    def refresh(self) -> None:
        # The size first: a truncation in between then only makes it look too long, and a read finds less.
        state = os.fstat(self.descriptor)
        self.inode, self.size, self.modified = state.st_ino % 2**63, state.st_size, state.st_mtime  # a bigint's worth
        self.fingerprint = self._fingerprint()

    @property
    def settled(self) -> bool:
        return not self.live and time.time() - self.modified > SETTLED_SECONDS

    def read(self, offset: int, most: int = 0) -> bytes:
        """The whole lines from `offset` on, at most `most` or `CHUNK_BYTES`; b"" while there are none.

        A last line without its end is given only when it is too long to wait for or the file is settled.
        """
        most = most or CHUNK_BYTES
        data = os.pread(self.descriptor, most, offset)
        if self._fingerprint() not in (self.fingerprint, ""):
            return b""  # truncated and begun anew since `refresh`: these may be another file's bytes
        if end := data.rfind(b"\n") + 1:
            return data[:end]
        return data if len(data) == most or self.settled else b""

    def _fingerprint(self) -> str:
        head = os.pread(self.descriptor, FINGERPRINT_BYTES, 0)
        line, newline, _ = head.partition(b"\n")
        if not newline and len(head) < FINGERPRINT_BYTES and not (head and self.settled):
            return ""
        return hashlib.sha256(line).hexdigest()


class LogTail:
    """Finds the parts of `log`: itself and its plain rotated files beside it."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._open: dict[tuple[int, int], Part] = {}  # by device and inode
        self._problems: dict[Path, str] = {}
        self._last_seen = time.monotonic()

    def parts(self) -> list[Part]:
        """Oldest first. Of several files that begin alike (a copy being made), only the longest."""
        for part in self._open.values():
            part.listed = part.live = False
        for path in self._listed():
            self._take(path)
        longest: dict[str, Part] = {}
        for part in self._open.values():
            part.refresh()
            other = longest.get(part.fingerprint)
            if part.fingerprint and (other is None or (part.size, part.live) > (other.size, other.live)):
                longest[part.fingerprint] = part
        for part in [part for part in self._open.values() if part not in longest.values()]:
            self.release(part)
        return sorted(longest.values(), key=lambda part: (part.live, part.modified, part.path.name))

    def release(self, part: Part) -> None:
        """Nothing in `part` is left to read: let go of it if it is gone from the folder and still."""
        if not part.listed and part.settled:
            self._open = {key: other for key, other in self._open.items() if other is not part}
            os.close(part.descriptor)

    def close(self) -> None:
        for part in self._open.values():
            os.close(part.descriptor)
        self._open.clear()

    def _listed(self) -> list[Path]:
        name = self.log.name
        try:
            names = os.listdir(self.log.parent)
        except OSError as error:
            self._say(self.log.parent, _why(error))
            return []
        self._say(self.log.parent, "")
        self._watch_for_absence(name in names)
        parts = [n for n in names if n == name or (n.startswith(name) and _ROTATED.fullmatch(n, len(name)))]
        return [self.log.parent / n for n in sorted(parts)]

    def _watch_for_absence(self, present: bool) -> None:
        if present:
            self._last_seen = time.monotonic()
            if self._problems.get(self.log) == _ABSENT:
                self._say(self.log, "")
        elif time.monotonic() - self._last_seen > MISSING_SECONDS:
            self._say(self.log, _ABSENT)

    def _take(self, path: Path) -> None:
        try:
            state = path.stat()
            part = self._open.get((state.st_dev, state.st_ino))
            if part is None:
                part = Part(path, os.open(path, os.O_RDONLY | os.O_CLOEXEC))
                state = os.fstat(part.descriptor)
                self._open[state.st_dev, state.st_ino] = part
        except FileNotFoundError:
            return  # renamed since it was listed: found under its new name next time
        except OSError as error:
            self._say(path, _why(error))
            return
        self._say(path, "")
        part.path, part.live, part.listed = path, path == self.log, True

    def _say(self, path: Path, problem: str) -> None:
        """Each problem once, and once that it is over."""
        before = self._problems.get(path, "")
        if problem and problem != before:
            logger.warning("%s %s. Trying again until it can be read.", path, problem)
        elif before and not problem:
            logger.warning("%s can be read again.", path)
        self._problems[path] = problem


_ABSENT = "is not there (does nginx write its access log to this file?)"


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"may not be read by this user (uid {os.geteuid()}): give it the right to read, such as the group adm"
    if isinstance(error, FileNotFoundError):
        return "is not there"
    return f"cannot be read: {error.strerror}"
