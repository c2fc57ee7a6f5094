"""Requests, unparsable lines, rollup and cursor, committed together or not at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.db import DataError, connection, transaction
from django.utils import timezone

from . import rollup
from .models import AccessLogEntry, LogFile, UnparsableLine
from .parser import AccessLogRecord, InvalidLine, Reason, parse_line
from .tail import Part

# Any number, the same in every reader: PostgreSQL's advisory lock that one of them holds at a time.
READER_LOCK = 7_224_002

# In this order after `log_file_id` and `offset`; the numbers and the time first, then what may need escaping.
_COLUMNS = (
    "log_file_id", "offset", "time", "remote_addr", "status", "bytes_sent", "request_time", "upstream_time",
    "request_id", "method", "path", "query", "referrer", "user_agent", "host", "protocol", "scheme", "request_line",
)  # fmt: skip
_COPY = "COPY {} ({}) FROM STDIN".format(AccessLogEntry._meta.db_table, ", ".join(f'"{column}"' for column in _COLUMNS))
_SPECIAL = re.compile(r"[\\\n\r\t]")
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass
class Batch:
    """The lines of `data`, which stands at byte `start` of its file; each with its own offset."""

    start: int
    data: bytes
    records: list[tuple[int, AccessLogRecord]] = field(default_factory=list)
    invalid: list[tuple[int, InvalidLine]] = field(default_factory=list)

    @classmethod
    def parse(cls, start: int, data: bytes) -> "Batch":
        batch = cls(start, data)
        for offset, line in batch.lines():
            parsed = parse_line(line)
            if isinstance(parsed, InvalidLine):
                batch.invalid.append((offset, parsed))
            else:
                batch.records.append((offset, parsed))
        return batch

    def lines(self) -> Iterator[tuple[int, bytes]]:
        offset, end = self.start, self.start + len(self.data)
        for line in self.data.split(b"\n"):
            if offset < end:  # after the last line's end there is nothing
                yield offset, line
            offset += len(line) + 1

    def refuse(self, offset: int) -> None:
        """PostgreSQL will not take the record at `offset`: keep it as it stood."""
        line = self.data[offset - self.start :].split(b"\n", 1)[0]
        self.records = [(at, record) for at, record in self.records if at != offset]
        self.invalid.append((offset, InvalidLine(Reason.REFUSED, line)))


class CursorMoved(RuntimeError):
    """Somebody else has read on in the same file: start again from what the database says."""


class Store:
    """The one reader's side of the database. Its lock lives and dies with the connection it writes through."""

    def __init__(self) -> None:
        self._files: dict[str, LogFile] = {}  # by fingerprint; true while the lock is held

    def become_reader(self) -> bool:
        """Whether this process is now the one that reads; to be asked again after the connection was lost."""
        self._files.clear()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [READER_LOCK])
            return bool(cursor.fetchone()[0])

    def stop_reading(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [READER_LOCK])

    def log_file(self, part: Part) -> LogFile:
        """The file's cursor, recorded now if it was never seen: before its first row."""
        known = self._files.get(part.fingerprint)
        if known is None:
            known, _ = LogFile.objects.get_or_create(
                fingerprint=part.fingerprint, defaults={"path": str(part.path), "inode": part.inode}
            )
            self._files[part.fingerprint] = known
        if (known.path, known.inode) != (str(part.path), part.inode):
            known.path, known.inode = str(part.path), part.inode
            known.save(update_fields=["path", "inode"])
        return known

    def save(self, log_file: LogFile, batch: Batch) -> None:
        """Store `batch` and move the cursor past it. Raises CursorMoved, storing nothing."""
        with transaction.atomic(), connection.cursor() as cursor:
            for offset in _copy(cursor, log_file.pk, batch.records):
                batch.refuse(offset)
            UnparsableLine.objects.bulk_create(
                UnparsableLine(log_file=log_file, offset=offset, reason=line.reason.value, raw=line.raw)
                for offset, line in batch.invalid
            )
            rollup.add(cursor, (record for _, record in batch.records))
            moved: dict[str, Any] = {
                "bytes_read": batch.start + len(batch.data),
                "lines": log_file.lines + len(batch.records) + len(batch.invalid),
                "unparsable": log_file.unparsable + len(batch.invalid),
                "last_read_at": timezone.now(),
            }
            if not LogFile.objects.filter(pk=log_file.pk, bytes_read=batch.start).update(**moved):
                raise CursorMoved(f"{log_file.path} is no longer at byte {batch.start}")
        for name, value in moved.items():
            setattr(log_file, name, value)


def _copy(cursor: Any, file_id: int, records: list[tuple[int, AccessLogRecord]]) -> list[int]:
    """Write the records; returns the offsets of those PostgreSQL refuses, found by halving."""
    if not records:
        return []
    try:
        with transaction.atomic(), connection.wrap_database_errors:  # which Django does not do for COPY
            cursor.copy_expert(_COPY, StringIO("".join(_row(file_id, *record) for record in records)))
    except DataError:
        if len(records) == 1:
            return [records[0][0]]
        middle = len(records) // 2
        return _copy(cursor, file_id, records[:middle]) + _copy(cursor, file_id, records[middle:])
    return []


def _row(file_id: int, offset: int, r: AccessLogRecord) -> str:
    """One line of COPY's text format. The parser leaves no NUL in any text, so it can stand for the tab meanwhile."""
    text = "\0".join(
        (
            r.request_id,
            r.method,
            r.path,
            r.query,
            r.referrer,
            r.user_agent,
            r.host,
            r.protocol,
            r.scheme,
            r.request_line,
        )
    )
    text = _SPECIAL.sub(lambda special: _ESCAPED[special[0]], text).replace("\0", "\t")
    address = r.remote_addr or "\\N"
    upstream = "\\N" if r.upstream_time is None else r.upstream_time
    return (
        f"{file_id}\t{offset}\t{r.time.isoformat()}\t{address}\t{r.status}\t{r.bytes_sent}"
        f"\t{r.request_time}\t{upstream}\t{text}\n"
    )
