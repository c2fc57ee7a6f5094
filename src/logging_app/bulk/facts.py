"""What the rollups of a day need of each request: a row of numbers."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from .words import Array

# -1 is none. A referrer of the own site counts as none; `view` is what models/days.py says.
FACTS = np.dtype(
    [
        ("path", "i8"), ("agent", "i8"), ("referrer", "i8"), ("campaign", "i8"), ("visitor", "i8"),
        ("bytes_sent", "i8"), ("request_ms", "i4"), ("ip", "i4"), ("status", "i2"),
        ("is_bot", "?"), ("view", "?"), ("probe", "?"), ("sign_in", "?"),
    ]
)  # fmt: skip

# Counting is quicker than sorting until most of what is counted is not there.
_FEW_EMPTY = 16


@dataclass
class DayFacts:
    """Of some lines: `of` says the place of each line's day in `days`."""

    days: list[date]
    of: Array
    facts: Array

    def by_day(self) -> dict[date, Array]:
        if len(self.days) == 1:
            return {self.days[0]: self.facts}
        return {day: self.facts[self.of == place] for place, day in enumerate(self.days)}


def totals(groups: Array, values: Array, count: int) -> Array:
    """The sum of each group's values, below 2^48 each, exactly."""
    low, high = (np.bincount(groups, part, count) for part in (values & 0xFFFFFFFF, values >> 32))
    sums: Array = low.astype(np.int64) + (high.astype(np.int64) << 32)
    return sums


def groups(values: Array) -> tuple[Array, Array]:
    """(the distinct whole numbers, ascending; the place of each value's), by counting where they lie close together."""
    if not len(values) or int(values.max()) - (first := int(values.min())) > _FEW_EMPTY * len(values):
        return np.unique(values, return_inverse=True)
    there = np.bincount(values - first) > 0
    return np.flatnonzero(there) + first, (np.cumsum(there) - 1)[values - first]
