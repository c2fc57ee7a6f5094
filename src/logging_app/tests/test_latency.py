"""Percentiles from buckets against those of the durations themselves."""

import random
from math import ceil

import pytest

from logging_app.latency import bucket_bounds, percentile
from logging_app.models import LATENCY_BUCKETS, latency_bucket


def buckets(durations: list[int]) -> list[int]:
    found = [0] * LATENCY_BUCKETS
    for each in durations:
        found[latency_bucket(each)] += 1
    return found


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("share", [0.5, 0.95, 0.99, 1.0])
def test_the_estimate_is_in_the_bucket_of_the_exact_percentile(seed: int, share: float) -> None:
    chance = random.Random(seed)
    durations = sorted(int(chance.lognormvariate(4, 1.6)) % 30_000 for _ in range(chance.randrange(1, 400)))
    exact = durations[ceil(share * len(durations)) - 1]
    low, high = bucket_bounds(latency_bucket(exact))
    estimate = percentile(buckets(durations), share)
    assert estimate is not None
    assert low <= estimate <= high


def test_it_grows_with_the_share() -> None:
    latency = buckets([0, 3, 5, 9, 40, 41, 300, 301, 9000])
    values = [percentile(latency, share / 100) or 0 for share in range(1, 101)]
    assert values == sorted(values)


def test_of_no_request_there_is_no_percentile() -> None:
    assert percentile([0] * LATENCY_BUCKETS, 0.95) is None


def test_what_took_longest_stays_finite() -> None:
    assert percentile(buckets([10_000_000]), 0.5) == 2**LATENCY_BUCKETS / 2
