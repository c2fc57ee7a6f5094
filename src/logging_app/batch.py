"""What was read of a log in one go: its lines, and what became of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .enrichment.office import Office
from .parser import AccessLogRecord, InvalidLine, Reason, parse_line


@dataclass
class Batch:
    """The lines of `data`, which stands at byte `start` of its file; each with its own offset."""

    start: int
    data: bytes
    records: list[tuple[int, AccessLogRecord]] = field(default_factory=list)
    invalid: list[tuple[int, InvalidLine]] = field(default_factory=list)
    ignored: int = 0

    @classmethod
    def parse(
        cls, start: int, data: bytes, parse: Callable[[bytes], AccessLogRecord | InvalidLine] = parse_line
    ) -> "Batch":
        batch = cls(start, data)
        for offset, line in batch.lines():
            parsed = parse(line)
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

    @property
    def stored(self) -> int:
        """The lines that are requests and to be recorded."""
        return len(self.records)

    def moments(self) -> set[datetime]:
        """Of every month and every day that the batch has requests of, at least one."""
        return {record.time for _, record in self.records}

    def last_time(self) -> datetime | None:
        return self.records[-1][1].time if self.records else None

    def ignore(self, office: Office) -> None:
        kept = [(offset, record) for offset, record in self.records if not office.holds(record.remote_addr)]
        self.ignored += len(self.records) - len(kept)
        self.records = kept

    def write_more(self, cursor: Any, file_id: int) -> None:
        """What the lines of another log are, for whose batch to write; in the transaction that moves the cursor."""

    def refuse(self, offset: int) -> None:
        """PostgreSQL will not take the record at `offset`: keep it as it stood."""
        line = bytes(self.data[offset - self.start :]).split(b"\n", 1)[0]
        self.records = [(at, record) for at, record in self.records if at != offset]
        self.invalid.append((offset, InvalidLine(Reason.REFUSED, line)))
