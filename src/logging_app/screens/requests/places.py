"""Where an entry stands in the log: its time and its id, by which alone it is found without asking every month."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from logging_app.models import AccessLogEntry

PATTERN = r"\d{1,17}-\d{1,19}"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HIGHEST_ID = 2**63 - 1


@dataclass(frozen=True, order=True)
class Place:
    """Written as microseconds since 1970 and id, such as 1795368667123000-1099511627776."""

    time: datetime
    id: int

    @classmethod
    def of(cls, entry: AccessLogEntry) -> "Place":
        return cls(entry.time, entry.id)

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        if not re.fullmatch(PATTERN, text):
            return None
        microseconds, _, number = text.partition("-")
        try:
            moment = _EPOCH + timedelta(microseconds=int(microseconds))
        except OverflowError:
            return None
        return cls(moment, int(number)) if int(number) <= _HIGHEST_ID else None

    def __str__(self) -> str:
        return f"{(self.time - _EPOCH) // timedelta(microseconds=1)}-{self.id}"

    def entry(self) -> AccessLogEntry | None:
        return AccessLogEntry.objects.filter(time=self.time, id=self.id).first()
