"""Lines of the error log into PostgreSQL; the cursor, its transaction and the one reader are store.py's."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DataError, transaction

from .batch import Batch
from .enrichment.office import Office
from .error_log import Clock, ErrorLogRecord, parse_error_line
from .models import ErrorLogEntry
from .models.access import entry_id
from .parser import InvalidLine

_AT_ONCE = 1_000


class ErrorBatch(Batch):
    """Lines of the error log. They have no part in months and rollups, so `moments` is empty."""

    errors: list[tuple[int, ErrorLogRecord]]

    @classmethod
    def parse_errors(cls, start: int, data: bytes, last: datetime | None) -> "ErrorBatch":
        """`last` is the time of the line before: it tells the hour that comes twice from its second coming."""
        batch = cls(start, data)
        batch.errors = []
        clock = Clock(ZoneInfo(settings.ERROR_LOG_TIME_ZONE), last)
        for offset, line in batch.lines():
            parsed = parse_error_line(line, clock)
            if isinstance(parsed, InvalidLine):
                batch.invalid.append((offset, parsed))
            else:
                batch.errors.append((offset, parsed))
        return batch

    @property
    def stored(self) -> int:
        return len(self.errors)

    def moments(self) -> set[datetime]:
        return set()

    def last_time(self) -> datetime | None:
        return self.errors[-1][1].time if self.errors else None

    def ignore(self, office: Office) -> None:
        kept = [(offset, record) for offset, record in self.errors if not office.holds(record.remote_addr)]
        self.ignored += len(self.errors) - len(kept)
        self.errors = kept

    def refuse(self, offset: int) -> None:
        super().refuse(offset)
        self.errors = [(at, record) for at, record in self.errors if at != offset]

    def write_more(self, cursor: Any, file_id: int) -> None:
        rows = {offset: _entry(entry_id(file_id, offset), record) for offset, record in self.errors}
        for offset in _create(rows):
            self.refuse(offset)


def _entry(pk: int, record: ErrorLogRecord) -> ErrorLogEntry:
    return ErrorLogEntry(
        id=pk,
        time=record.time,
        level=record.level,
        process=record.process,
        connection=record.connection,
        message=record.message,
        ip=record.remote_addr,
        server=record.server,
        host=record.host,
        method=record.method,
        path=record.path,
        query=record.query,
        upstream=record.upstream,
        referrer=record.referrer,
    )


def _create(rows: dict[int, ErrorLogEntry]) -> list[int]:
    """Write the rows; returns the offsets of those PostgreSQL refuses, found by halving."""
    if not rows:
        return []
    try:
        with transaction.atomic():
            ErrorLogEntry.objects.bulk_create(rows.values(), batch_size=_AT_ONCE)
    except DataError:
        offsets = list(rows)
        if len(offsets) == 1:
            return offsets
        middle = len(offsets) // 2
        halves = offsets[:middle], offsets[middle:]
        return [refused for half in halves for refused in _create({offset: rows[offset] for offset in half})]
    return []
