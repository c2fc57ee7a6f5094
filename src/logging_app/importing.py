"""Old log files, read once: our JSON or the combined format, plain or compressed, through the same cursor as the log's.

So a file that the reader has read adds nothing, whatever its name is now, and an import that was stopped goes on.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from base.lib.heartbeat import beat

from .batch import Batch
from .combined import parse_combined
from .models import LogFile
from .parser import AccessLogRecord, InvalidLine, parse_line
from .parts import FINGERPRINT_BYTES, Part, fingerprint, open_part
from .pipeline import AnotherReader
from .store import Store
from .tail import why

# The log's own reader waits that long for its turn, and then has that long to take it.
TURN_SECONDS = 5.0
PAUSE_SECONDS = 1.3
# For the lock of a reader that does not give way, such as one that catches up with a large backlog.
PATIENCE_SECONDS = 600.0
POLL_SECONDS = 0.1
_SAMPLE_BYTES = 64 * 1024
_SAMPLE_LINES = 20
Parse = Callable[[bytes], AccessLogRecord | InvalidLine]


class CannotImport(RuntimeError):
    """Why, for a person to read."""


@dataclass
class OldFile:
    """A file that can be imported: checked before the first line of any is stored."""

    path: Path
    part: Part
    parse: Parse


@dataclass
class Progress:
    """Of one file, in bytes of its text."""

    path: Path
    start: int
    size: int
    at: int
    lines: int = 0
    unparsable: int = 0
    ignored: int = 0


class Import:
    def __init__(self, stop: threading.Event, tell: Callable[[Progress], None], wait: Callable[[str], None]) -> None:
        self.store = Store()
        self.stop = stop
        self._tell, self._wait = tell, wait
        self._turn_ends = 0.0
        self._reading = False

    def run(self, files: list[OldFile]) -> list[Progress]:
        """Raises CannotImport when another import runs, AnotherReader when the log's reader does not give way."""
        if not self.store.begin_import():
            raise CannotImport("Another import is running. Nothing was read here; start again when it has ended.")
        try:
            return [self._read(file) for file in files if not self.stop.is_set()]
        finally:
            self._give_way()
            self.store.end_import()

    def _read(self, file: OldFile) -> Progress:
        self._take_turn()
        log_file = self._log_file(file)
        part = file.part
        progress = Progress(file.path, log_file.bytes_read, part.size, log_file.bytes_read)
        while not self.stop.is_set() and (data := part.read(log_file.bytes_read)):
            batch = Batch.parse(log_file.bytes_read, data, file.parse)
            self.store.save(log_file, batch)
            beat()
            progress.at = log_file.bytes_read
            progress.lines += batch.stored + len(batch.invalid) + batch.ignored
            progress.unparsable += len(batch.invalid)
            progress.ignored += batch.ignored
            self._tell(progress)
            if time.monotonic() > self._turn_ends:
                self._give_way()
                self.stop.wait(PAUSE_SECONDS)
                self._take_turn()
                log_file = self._log_file(file)
        return progress

    def _log_file(self, file: OldFile) -> LogFile:
        log_file = self.store.log_file(file.part)
        if log_file.bytes_read > file.part.size:
            raise CannotImport(
                f"{file.path} begins like a file that was read to byte {log_file.bytes_read}, but is only"
                f" {file.part.size} bytes long: it is a copy without its end. Nothing of it was read."
            )
        if log_file.size < file.part.size:
            log_file.size = file.part.size
            log_file.save(update_fields=["size"])
        return log_file

    def _take_turn(self) -> None:
        started = told = time.monotonic()
        while not self._reading:
            self._reading = self.store.become_reader()
            now = time.monotonic()
            if self._reading:
                self._turn_ends = now + TURN_SECONDS
            elif now - started > PATIENCE_SECONDS or self.stop.wait(POLL_SECONDS):
                raise AnotherReader
            elif now - told > 5:
                self._wait("Waiting for tail_access_log, which is storing lines of its own.")
                told = now + 60

    def _give_way(self) -> None:
        if self._reading:
            self._reading = False
            self.store.stop_reading()


def check(paths: Iterable[Path]) -> list[OldFile]:
    """Raises CannotImport, naming the file and the line, for the first that is no log."""
    files: list[OldFile] = []
    try:
        for path in paths:
            files += [_checked(path)]  # one by one: those before a bad one are open and must be closed
    except BaseException:
        for file in files:
            file.part.close()
        raise
    return files


def _checked(path: Path) -> OldFile:
    if path.is_dir():
        raise CannotImport(f"{path} is a folder. Name the files in it: {path}/access.log.*")
    if path.exists() and not path.is_file():
        raise CannotImport(f"{path} is not a file. Nothing was read.")
    try:
        part = open_part(path)
    except OSError as error:
        raise CannotImport(f"{path} {why(error)}. Nothing was read.") from error
    try:
        return _understood(path, part)
    except BaseException:
        part.close()
        raise


def _understood(path: Path, part: Part) -> OldFile:
    part.whole = True
    part.refresh()
    sample = part.bytes_at(0, _SAMPLE_BYTES)
    if part.broken:
        raise CannotImport(
            f"{path}: the compressed data is damaged after line {_lines(part)} ({part.broken}). Nothing was read;"
            " unpack what can be saved of it (zcat FILE > OTHER) and import that."
        )
    if not sample:
        raise CannotImport(f"{path} is empty.")
    part.fingerprint = part.fingerprint or fingerprint(sample[:FINGERPRINT_BYTES], final=True)
    return OldFile(path, part, _format(path, sample))


def _format(path: Path, sample: bytes) -> Parse:
    """The one that understands most of the first lines."""
    lines = [line for line in sample.split(b"\n")[:_SAMPLE_LINES] if line.strip()]
    understood: dict[Parse, int] = {
        parse: sum(isinstance(parse(line), AccessLogRecord) for line in lines) for parse in (parse_line, parse_combined)
    }
    best: Parse = max(understood, key=lambda parse: understood[parse])
    if not understood[best]:
        raise CannotImport(
            f"{path}, line 1: neither our JSON nor the combined format of nginx and Apache, and so are the lines"
            f" after it: {lines[0][:60]!r}. Nothing was read."
            if lines
            else f"{path}, line 1: only empty lines. Nothing was read."
        )
    return best


def _lines(part: Part) -> int:
    count = offset = 0
    while data := part.bytes_at(offset, _SAMPLE_BYTES):
        count += data.count(b"\n")
        offset += len(data)
    return count
