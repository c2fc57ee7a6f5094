"""The ingester: tail → parse → store → rollup, until it is told to stop."""

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection

from base.lib.heartbeat import beat

from . import gaps, rollup
from .batch import Batch
from .bulk.catch_up import in_a_child
from .chores import Chores
from .error_store import ErrorBatch
from .models import LogFile
from .parts import Part
from .store import CursorMoved, Store
from .tail import LogTail

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
RETRY_SECONDS = 1.0
# From here on a process of its own is quicker, its start included.
BACKLOG_BYTES = 16 * 1024 * 1024
# After a child that got nowhere.
SINGLE_FILE_SECONDS = 600.0
# How long `--once` waits for another reader: PostgreSQL notices within moments that a killed one is gone.
PATIENCE_SECONDS = 5.0


class AnotherReader(RuntimeError):
    """The log is being read by another process."""


@dataclass
class Totals:
    """What one run read."""

    files: set[int] = field(default_factory=set)
    lines: int = 0
    unparsable: int = 0

    def add(self, file_id: int, batch: Batch) -> None:
        self.files.add(file_id)
        self.lines += batch.stored + len(batch.invalid)
        self.unparsable += len(batch.invalid)


class Ingester:
    """Reads the access log and, where it is named, the error log."""

    def __init__(self, log: Path, stop: threading.Event | None = None, error_log: Path | None = None) -> None:
        self.tail = LogTail(log)
        self.tails = {self.tail: LogFile.Kind.ACCESS}
        if error_log:
            self.tails[LogTail(error_log)] = LogFile.Kind.ERROR
        self.store = Store()
        self.stop = stop or threading.Event()
        self.totals = Totals()
        self._reading = False
        self._complaint = ""
        self._days = rollup.Computing()
        self._chores = Chores([tail.log for tail in self.tails], self.store.forget)
        self._alone_until = 0.0

    def run_once(self) -> Totals:
        """Read what is there. Raises AnotherReader, and Django's errors when the database does not answer."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.store.become_reader():
            if time.monotonic() > deadline or self.stop.wait(POLL_SECONDS):
                raise AnotherReader
        self._reading = True
        self._read_everything()
        rollup.compute_dirty_days()
        self.close()
        return self.totals

    def run(self) -> Totals:
        """Read on until `stop` is set, through restarts of the database and rotations of the log."""
        while not self.stop.is_set():
            self.stop.wait(POLL_SECONDS if self.step() else RETRY_SECONDS)
        self.close()
        return self.totals

    def close(self) -> None:
        """Let go of the files and of the lock. (A process that dies lets go of them too.)"""
        for tail in self.tails:
            tail.close()
        if self._reading:
            self._reading = False
            with suppress(DatabaseError, InterfaceError):
                self.store.stop_reading()

    def step(self) -> bool:
        """One look at the log; False when it could not be taken."""
        try:
            if not self._reading:
                self._reading = self.store.become_reader()
            if not self._reading and self.store.import_waits():
                beat()
                return True  # it gives way in its turn
            if not self._reading:
                self._complain("Another tail_access_log is reading this log; this one waits for it to end.")
                return False
            self._read_everything()
            self._days.compute_when_due()
            self._chores.run_due()
            if self.store.import_waits():
                self._give_way()
        except AnotherReader:
            self._complain("Another tail_access_log is reading this log; this one waits for it to end.")
        except CursorMoved as moved:
            logger.error("%s: somebody else reads the same log; starting again from the database's word", moved)
        except (OperationalError, InterfaceError) as error:
            self._complain(f"PostgreSQL does not take the log's lines; waiting for it. It says: {_first_line(error)}")
        except ProgrammingError as error:
            self._complain(
                f"The request log's tables are not as expected; run “manage.py migrate”. {_first_line(error)}"
            )
        else:
            beat()
            if self._complaint:
                logger.warning("Reading the log again.")
                self._complaint = ""
            return True
        connection.close()
        self._reading = False
        return False

    def _give_way(self) -> None:
        """An import of old files waits: it reads for some seconds, then it is this reader's turn again."""
        self._reading = False
        self.store.stop_reading()

    def _read_everything(self) -> None:
        self._catch_up_if_behind()
        for tail, kind in self.tails.items():
            parts = tail.parts()
            for part in parts:
                self._read(tail, part, kind)
            if not self.stop.is_set():
                gaps.note(tail.log, kind, parts)

    def _catch_up_if_behind(self) -> None:
        """Let a child read a large backlog of the access log; what it leaves is read here, line by line."""
        if time.monotonic() < self._alone_until or self._behind() <= BACKLOG_BYTES:
            return
        self.store.stop_reading()
        self._reading = False
        files, lines, unparsable = in_a_child(self.tail.log, self.stop)
        self.totals.files |= set(files)
        self.totals.lines += lines
        self.totals.unparsable += unparsable
        if not lines:
            self._alone_until = time.monotonic() + SINGLE_FILE_SECONDS
        self._reading = self.store.become_reader()
        if not self._reading:
            raise AnotherReader

    def _behind(self) -> int:
        """Bytes."""
        return sum(max(0, part.size - self.store.log_file(part).bytes_read) for part in self.tail.parts())

    def _read(self, tail: LogTail, part: Part, kind: LogFile.Kind) -> None:
        log_file = self.store.log_file(part, kind)
        gaps.seen(log_file, part)
        # A refreshed part may have been truncated and begun anew: then it is another file's turn.
        while part.fingerprint == log_file.fingerprint and part.size > log_file.bytes_read:
            data = b"" if self.stop.is_set() else part.read(log_file.bytes_read)
            if not data:
                return
            batch = _batch(log_file, data)
            self.store.save(log_file, batch)
            beat()
            self.totals.add(log_file.pk, batch)
            part.refresh()
            gaps.seen(log_file, part)
        tail.release(part)

    def _complain(self, sentence: str) -> None:
        """Once for as long as it stays true."""
        if sentence != self._complaint:
            logger.warning("%s", sentence)
            self._complaint = sentence


def _batch(log_file: LogFile, data: bytes) -> Batch:
    if log_file.kind == LogFile.Kind.ERROR:
        return ErrorBatch.parse_errors(log_file.bytes_read, data, log_file.last_time)
    return Batch.parse(log_file.bytes_read, data)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
