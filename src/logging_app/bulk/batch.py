"""A batch of columns, and the days that its lines are of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from django.utils.timezone import localdate

from logging_app.batch import Batch

from .facts import groups
from .parse import Columns, parse
from .words import Array

_QUARTER = 900_000  # milliseconds; the days of every zone begin at a quarter of an hour


@dataclass
class ColumnBatch(Batch):
    """A batch whose `records` are only the lines that are not ordinary; the ordinary ones stand in `columns`."""

    columns: Columns | None = None

    @classmethod
    def of_columns(cls, start: int, data: bytes) -> "ColumnBatch":
        columns, odd = parse(start, data)
        return cls(start, data, odd.records, odd.invalid, 0, columns)

    @property
    def stored(self) -> int:
        return len(self.records) + (len(self.columns) if self.columns else 0)

    def moments(self) -> set[datetime]:
        if not self.columns:
            return super().moments()
        quarters, _ = _quarters(self.columns.time)
        return super().moments() | {_moment(quarter * _QUARTER) for quarter in quarters}

    def last_time(self) -> datetime | None:
        odd = self.records[-1] if self.records else None
        if self.columns and (not odd or self.columns.offset[-1] > odd[0]):
            return _moment(int(self.columns.time[-1]))
        return odd[1].time if odd else None


def _quarters(times: Array) -> tuple[list[int], Array]:
    """(the quarters of an hour that there are, the place of each line's)."""
    found, of = groups(times // _QUARTER)
    return found.tolist(), of


def days_of(times: Array) -> tuple[list[date], Array]:
    quarters, of = _quarters(times)
    each = [localdate(_moment(quarter * _QUARTER)) for quarter in quarters]
    days = sorted(set(each))
    return days, np.array([days.index(day) for day in each])[of]


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
