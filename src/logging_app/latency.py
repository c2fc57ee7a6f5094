"""Percentiles out of the buckets of durations: exact to the bucket, estimated within it."""

from collections.abc import Sequence
from math import ceil

from .models.traffic import LATENCY_BUCKETS

# The last bucket is open above: what took longer is taken to have ended within as much again.
_LAST = LATENCY_BUCKETS - 1


def bucket_bounds(bucket: int) -> tuple[float, float]:
    """In milliseconds: from (included) to (excluded)."""
    return (0.0, 1.0) if bucket == 0 else (2.0 ** (bucket - 1), 2.0**bucket)


def percentile(latency: Sequence[int], share: float) -> float | None:
    """Milliseconds within which `share` (0 to 1) of the requests were answered; None of none.

    The rank is the nearest one, as of a sorted list: the first place that at least `share` of all stand at or before.
    Within its bucket it grows by a constant factor, as the buckets themselves do.
    """
    total = sum(latency)
    if not total:
        return None
    rank = max(1, ceil(share * total - 1e-9))
    before = 0
    for bucket, count in enumerate(latency):
        if count and before + count >= rank:
            low, high = bucket_bounds(min(bucket, _LAST))
            inside = (rank - before) / count
            return high * inside if bucket == 0 else low * (high / low) ** inside
        before += count
    raise AssertionError("the buckets' sum is their total")
