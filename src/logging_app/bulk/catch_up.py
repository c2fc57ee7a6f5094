"""A large backlog, in a process of its own that ends when it has caught up: NumPy and all its memory end with it.

Another process reads and parses ahead (ahead.py). Here are three threads, each with a connection: one prepares the next
batch's rows, one writes this batch, one computes the rollups of the days that the log has left behind.
"""

import ctypes
import gc
import json
import logging
import os
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DataError, connection
from django.utils.timezone import localdate

from base.lib.heartbeat import beat
from logging_app import rollup, writing
from logging_app.batch import Batch
from logging_app.models import LogFile
from logging_app.parent import StopOrOrphan
from logging_app.partitions import INDEXES
from logging_app.parts import Part
from logging_app.tail import LogTail

if TYPE_CHECKING:
    from .batch import ColumnBatch
    from .store import ColumnRows

logger = logging.getLogger(__name__)

# <malloc.h>
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
Prepared = tuple["ColumnBatch", "ColumnRows"]


def in_a_child(log: Path, stop: threading.Event) -> tuple[list[int], int, int]:
    """(files, lines, unparsable) of what a child process read. The caller holds no lock and lends it no connection."""
    reading, writing_end = os.pipe()
    connection.close()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        code = 1
        _prepare_for_arrays()
        try:
            os.write(writing_end, json.dumps(CatchUp(log, StopOrOrphan(stop, parent)).run()).encode())
            code = 0
        except Exception:  # the child ends here in any case; the parent reads what it left
            logger.exception("The backlog could not be read all at once; going on line by line.")
        finally:
            os._exit(code)
    os.close(writing_end)
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        beat()
        if stop.wait(0.2):
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
            break
    with os.fdopen(reading, "rb") as said:
        files, lines, unparsable = json.loads(said.read() or b"[[], 0, 0]")
    return files, lines, unparsable


def _prepare_for_arrays() -> None:
    """In the child, before NumPy is loaded."""
    gc.freeze()  # what the parent had loaded stays for good, and need not be looked through for what may go
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # NumPy would begin threads that wait for work, and none comes
    # The arrays of one batch go where those of the one before were, not back to the system in between.
    with suppress(AttributeError):  # not every C library can be told
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, 32 * 1024 * 1024)
        libc.mallopt(_M_TRIM_THRESHOLD, 512 * 1024 * 1024)


class CatchUp:
    def __init__(self, log: Path, stop: threading.Event | StopOrOrphan) -> None:
        from .store import ColumnStore  # loads NumPy, which the waiting ingester does without

        self.tail = LogTail(log)
        self.store: ColumnStore = ColumnStore()
        self.stop = stop
        self.files: set[int] = set()
        self.lines = self.unparsable = 0
        self._left: set[date] = set()
        self._computing: list[Future[None]] = []

    def run(self) -> tuple[list[int], int, int]:
        """(files, lines, unparsable) of what was there, indexed and rolled up; nothing if another one reads."""
        from .ahead import ReadAhead
        from .days import WholeDays

        parts = self.tail.parts()
        self.reading = ReadAhead(parts)
        if not self.store.become_reader():
            self.reading.close()
            return [], 0, 0
        _become_quick_writer()
        self.whole_days: WholeDays = WholeDays()
        ahead, days = (ThreadPoolExecutor(1, initializer=_become_quick_writer) for _ in range(2))
        try:
            for number, part in enumerate(parts):
                if not self.stop.is_set():
                    self._read(number, part, ahead, days)
            if not self.stop.is_set():  # else the next reader does it
                self._finish(ahead, days)
        finally:
            for thread in (ahead, days):
                thread.submit(connection.close)
            for thread in (ahead, days):
                thread.shutdown()
            self.reading.close()
            self.tail.close()
            self.store.stop_reading()
            connection.close()
        return sorted(self.files), self.lines, self.unparsable

    def _read(self, number: int, part: Part, ahead: ThreadPoolExecutor, days: ThreadPoolExecutor) -> None:
        log_file = self.store.log_file(part)
        if part.size <= log_file.bytes_read:
            return

        def prepared() -> Prepared | None:
            batch = self.reading.following()
            return None if batch is None else (batch, self.store.prepare(log_file.pk, batch))

        self.reading.begin(number, log_file.bytes_read)
        following = ahead.submit(prepared)
        while (ready := following.result()) and not self.stop.is_set():
            batch, rows = ready
            following = ahead.submit(prepared)
            self._write(log_file, batch, rows, following)
            self.files.add(log_file.pk)
            self._roll_up({localdate(moment) for moment in batch.moments()}, days)
            self.reading.release(batch)

    def _write(self, log_file: LogFile, batch: Batch, rows: "ColumnRows", following: "Future[Prepared | None]") -> None:
        records = len(batch.records)
        try:
            self.store.write(log_file, batch, rows)
            whole = len(batch.records) == records  # none was refused
        except DataError:  # PostgreSQL refuses something: line by line it is found out what
            following.exception()  # nobody else asks for numbers meanwhile
            batch = Batch.parse(batch.start, bytes(batch.data))
            self.store.save(log_file, batch)
            whole = False
        if whole:
            self.whole_days.add(rows.facts, rows.addresses, rows.generation)
        else:
            self.whole_days.give_up(localdate(moment) for moment in batch.moments())
        self.lines += batch.stored + len(batch.invalid) + batch.ignored
        self.unparsable += len(batch.invalid)
        beat()

    def _roll_up(self, days: set[date], thread: ThreadPoolExecutor) -> None:
        """Compute the days that the log has left behind, while it is read on."""
        for day in sorted(day for day in self._left if days and day < min(days)):
            self._computing.append(thread.submit(self._compute, day))
            self._left.discard(day)
        self._left |= days

    def _compute(self, day: date) -> None:
        from .days import compute

        if (whole := self.whole_days.take(day)) is not None:
            compute(day, whole)

    def _finish(self, ahead: ThreadPoolExecutor, days: ThreadPoolExecutor) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")  # what was written before is on the disk with what comes now
        self._computing += [days.submit(self._compute, day) for day in sorted(self._left)]
        aside = ("request_id", "errors", "missing")  # about half of the work, on the other connection
        half = ahead.submit(self.store.index, aside)
        self.store.index([name for name in INDEXES if name not in aside])
        for each in (half, *self._computing):
            each.result()
        rollup.compute_dirty_days()  # those of which there were entries before, by their entries


def _become_quick_writer() -> None:
    """Rows and cursor are lost together or not at all, so a crash only means reading the last batches again."""
    writing.become_writer()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
