"""The parts of a growing, rotated log: the file nginx writes to, and those that rotation has put beside it."""

import logging
import os
import re
import time
from pathlib import Path

from .parts import GzipPart, Part, open_part

logger = logging.getLogger(__name__)

# Between logrotate's rename and nginx's reopening there is no log for a moment.
MISSING_SECONDS = 5

# access.log.1, access.log-20261122, access.log-20261122-1763800000, each also .gz; not access.log.bak
_ROTATED = re.compile(r"[.-]\d[\d.:T_-]*(\.gz)?")


class LogTail:
    """Finds the parts of `log`: itself and its rotated files beside it, plain and compressed."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._open: dict[tuple[int, int], Part] = {}  # by device and inode
        self._problems: dict[Path, str] = {}
        self._broken: set[Path] = set()
        self._last_seen = time.monotonic()

    def parts(self) -> list[Part]:
        """Oldest first. Of several files that begin alike (a copy being made, a compressed one), only the longest."""
        for part in self._open.values():
            part.listed = part.live = False
        for path in self._listed():
            self._take(path)
        longest: dict[str, Part] = {}
        for part in self._open.values():
            part.refresh()
            self._tell_of_a_broken_end(part)
            other = longest.get(part.fingerprint)
            if part.fingerprint and (other is None or _worth(part) > _worth(other)):
                longest[part.fingerprint] = part
        for part in [part for part in self._open.values() if part not in longest.values()]:
            self.release(part)
        return sorted(longest.values(), key=lambda part: (part.live, part.modified, part.path.name))

    def release(self, part: Part) -> None:
        """Nothing in `part` is left to read: let go of it if it is gone from the folder and still."""
        if not part.listed and part.settled:
            self._open = {key: other for key, other in self._open.items() if other is not part}
            part.close()

    def close(self) -> None:
        for part in self._open.values():
            part.close()
        self._open.clear()

    def _tell_of_a_broken_end(self, part: Part) -> None:
        if part.broken and part.path not in self._broken:
            self._broken.add(part.path)
            logger.error("%s is damaged and can only be read to its byte %s: %s", part.path, part.size, part.broken)

    def _listed(self) -> list[Path]:
        name = self.log.name
        try:
            names = os.listdir(self.log.parent)
        except OSError as error:
            self._say(self.log.parent, why(error))
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
                part = open_part(path)
                state = os.fstat(part.descriptor)
                self._open[state.st_dev, state.st_ino] = part
        except FileNotFoundError:
            return  # renamed since it was listed: found under its new name next time
        except OSError as error:
            self._say(path, why(error))
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


def _worth(part: Part) -> tuple[int, bool, bool]:
    return part.size, part.live, not isinstance(part, GzipPart)


_ABSENT = "is not there (does nginx write its access log to this file?)"


def why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"may not be read by this user (uid {os.geteuid()}): give it the right to read, such as the group adm"
    if isinstance(error, FileNotFoundError):
        return "is not there"
    return f"cannot be read: {error.strerror}"
