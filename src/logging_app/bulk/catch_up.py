"""A large backlog, in a process of its own that ends when it has caught up: NumPy and all its memory end with it.

Four threads, three of them with a connection: one reads ahead, one prepares the next batch's rows, one writes this
batch, one computes the rollups of the days that the log has left behind.
"""

import json
import logging
import os
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
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

# About 14,000 lines: enough for a column to pay, few enough for the memory.
CHUNK_BYTES = 8 * 1024 * 1024
Reading = Future["ColumnBatch | None"]
Prepared = tuple["ColumnBatch", "ColumnRows", Reading]  # with what is being read after it


def in_a_child(log: Path, stop: threading.Event) -> tuple[list[int], int, int]:
    """(files, lines, unparsable) of what a child process read. The caller holds no lock and lends it no connection."""
    reading, writing_end = os.pipe()
    connection.close()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        code = 1
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
        from .days import WholeDays

        if not self.store.become_reader():
            return [], 0, 0
        _become_quick_writer()
        self.whole_days: WholeDays = WholeDays()
        ahead, days = (ThreadPoolExecutor(1, initializer=_become_quick_writer) for _ in range(2))
        reader = ThreadPoolExecutor(1)
        try:
            for part in self.tail.parts():
                self._read(part, reader, ahead, days)
            if not self.stop.is_set():  # else the next reader does it
                self._finish(ahead, days)
        finally:
            for thread in (ahead, days):
                thread.submit(connection.close)
            for thread in (ahead, days, reader):  # this one last: the first asks it to read on
                thread.shutdown()
            self.tail.close()
            self.store.stop_reading()
            connection.close()
        return sorted(self.files), self.lines, self.unparsable

    def _read(
        self, part: Part, reader: ThreadPoolExecutor, ahead: ThreadPoolExecutor, days: ThreadPoolExecutor
    ) -> None:
        log_file = self.store.log_file(part)
        if part.size <= log_file.bytes_read:
            return

        def parsed(start: int) -> "ColumnBatch | None":
            from .batch import ColumnBatch

            data = b"" if self.stop.is_set() else part.read(start, CHUNK_BYTES)
            return ColumnBatch.of_columns(start, data) if data else None

        def prepared(reading: Reading) -> Prepared | None:
            if (batch := reading.result()) is None:
                return None
            reading = reader.submit(parsed, batch.start + len(batch.data))
            return batch, self.store.prepare(log_file.pk, batch), reading

        following = ahead.submit(prepared, reader.submit(parsed, log_file.bytes_read))
        while (ready := following.result()) and not self.stop.is_set():
            batch, rows, reading = ready
            following = ahead.submit(prepared, reading)
            self._write(log_file, batch, rows, following)
            self.files.add(log_file.pk)
            self._roll_up({localdate(moment) for moment in batch.moments()}, days)

    def _write(self, log_file: LogFile, batch: Batch, rows: "ColumnRows", following: "Future[Prepared | None]") -> None:
        records = len(batch.records)
        try:
            self.store.write(log_file, batch, rows)
            whole = len(batch.records) == records  # none was refused
        except DataError:  # PostgreSQL refuses something: line by line it is found out what
            following.exception()  # nobody else asks for numbers meanwhile
            batch = Batch.parse(batch.start, batch.data)
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
