"""What nginx wrote, byte by byte, and what the table says of it."""

import json
from pathlib import Path

from logging_app import parts
from logging_app.models import AccessLogEntry, LogFile, UnparsableLine
from logging_app.models.access import OFFSET_BITS

Lines = list[tuple[int, str | bytes]]


class Stream:
    """What nginx wrote from one opening (or truncation) of its log to the next, and the file that holds it now."""

    def __init__(self, path: Path) -> None:
        self.path, self.data, self.lost = path, b"", False
        self.returned = False  # once lost: its gap is there until its bytes are read
        path.touch()

    def append(self, data: bytes) -> None:
        self.data += data
        with self.path.open("ab") as file:
            file.write(data)

    def move(self, path: Path) -> None:
        self.path.rename(path)
        self.path = path

    def lines(self, torn: bool) -> Lines:
        """Each line by its first byte: a request's id or, if it is none, its bytes; `torn` adds an unended last one."""
        found, start = [], 0
        for each in self.data.splitlines(keepends=True):
            if torn or each.endswith(b"\n"):
                found.append((start, id_or_bytes(each.rstrip(b"\n"))))
            start += len(each)
        return found

    @property
    def whole(self) -> bool:
        return self.data.endswith(b"\n") or not self.data

    @property
    def known(self) -> bool:
        """Enough of it is there to tell it from any other."""
        return len(self.data) >= parts.FINGERPRINT_BYTES or (self.data[:1] == b"{" and b"\n" in self.data)


def begins(file: LogFile, stream: Stream) -> bool:
    head = stream.data[: parts.FINGERPRINT_BYTES]
    return file.fingerprint in (parts.fingerprint(head, final=True), parts.fingerprint(head, final=False))


def files(stream: Stream) -> list[LogFile]:
    """The rows of the table that stand for `stream`: one, once it was seen."""
    return [file for file in LogFile.objects.all() if begins(file, stream)]


def stored(file: LogFile) -> Lines:
    first, last = file.pk << OFFSET_BITS, (file.pk + 1) << OFFSET_BITS
    rows = AccessLogEntry.objects.filter(id__gte=first, id__lt=last).values_list("id", "request_id")
    odd = UnparsableLine.objects.filter(log_file=file)
    return sorted([(pk - first, each.hex) for pk, each in rows if each] + [(o.offset, bytes(o.raw)) for o in odd])


def id_or_bytes(text: bytes) -> str | bytes:
    try:
        return str(json.loads(text)["request_id"])
    except (ValueError, TypeError):
        return text
