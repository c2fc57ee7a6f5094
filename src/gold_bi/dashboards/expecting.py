"""What a series of days would have been expected to be, and what its next weeks may be: medians, nothing learnt.

Pure functions of a series; a day that is missing in it had nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import median
from typing import SupportsFloat

HISTORY = 8  # weeks that a median is taken of
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
A_YEAR = 52 * A_WEEK  # so that weekdays meet
FAR = 3.5  # times the usual deviation (Iglewicz and Hoaglin's limit for a modified z-score)
SPREAD = 1.4826  # of a normal distribution: standard deviation over median absolute deviation
MOST_FACTOR = 4.0  # of a season: what is beyond was no season but an accident
WITHIN = 0.8  # of the weeks lie within the range that is given

Days = Mapping[date, SupportsFloat | None]


def value(series: Days, day: date) -> float:
    return float(series.get(day) or 0)


def unusual(series: Days, first: date, last: date) -> dict[date, float]:
    """The days from `first` to `last` that lie far from the same weekday of the weeks before, with what was usual.

    `series` has to go back HISTORY weeks before `first`; where it begins later, its first days are not judged.
    """
    begins = min(series, default=None)
    found = {}
    for day in _days(first, last):
        if begins is None or day - HISTORY * A_WEEK < begins:
            continue
        before = [value(series, day - n * A_WEEK) for n in range(1, HISTORY + 1)]
        usual = median(before)
        deviation = median(abs(each - usual) for each in before)
        # Small counts vary by their root, and nobody calls a tenth more unusual.
        scale = max(SPREAD * deviation, sqrt(abs(usual)), 0.15 * abs(usual), 1.0)
        if abs(value(series, day) - usual) > FAR * scale:
            found[day] = usual
    return found


@dataclass(frozen=True)
class Week:
    """Seven days from `first` on, and between which sums eight weeks of ten would lie."""

    first: date
    expected: float
    least: float
    most: float


@dataclass(frozen=True)
class Forecast:
    """`error`: by how much of the sum the same way was off over the last HISTORY weeks, from 0 on."""

    weeks: list[Week]
    error: float
    by_season: bool


def forecast(series: Days, last: date, weeks: int = 4) -> Forecast | None:
    """The weeks after `last`. None where the series does not go back far enough to say how wrong it would be.

    A week is the median of its weekdays over the HISTORY weeks before; where last year had the same weeks, also with
    what that season was to its own weeks before. Whichever was less wrong over the last HISTORY weeks is taken.
    """
    begins = min(series, default=None)
    if begins is None or last - 2 * HISTORY * A_WEEK < begins:
        return None
    ends = [last - n * A_WEEK for n in range(HISTORY)]  # the last days of the weeks that were
    actual = [_sum(series, end) for end in ends]
    if sum(actual) <= 0:
        return None
    tried = []
    for by_season in (False, True):
        if by_season and ends[-1] - A_WEEK - A_YEAR - HISTORY * A_WEEK < begins:
            continue
        guesses = [_guess(series, end - A_WEEK, 1, by_season) for end in ends]
        misses = [abs(guess - was) for guess, was in zip(guesses, actual, strict=True)]
        tried.append((sum(misses) / sum(actual), by_season, guesses))
    error, by_season, guesses = min(tried, key=lambda one: one[0])
    off = sorted(abs(guess - was) / max(guess, 1.0) for guess, was in zip(guesses, actual, strict=True))
    margin = off[min(len(off) - 1, round(WITHIN * len(off)))]
    found = []
    for number in range(1, weeks + 1):
        expected = max(0.0, _guess(series, last, number, by_season))
        first = last + A_DAY + (number - 1) * A_WEEK
        found.append(Week(first, expected, max(0.0, expected * (1 - margin)), expected * (1 + margin)))
    return Forecast(found, error, by_season)


def _guess(series: Days, last: date, ahead: int, by_season: bool) -> float:
    """The sum of the week that ends `ahead` weeks after `last`, from what was known on `last`."""
    level = _level(series, last)
    if not by_season:
        return level
    then = last - A_YEAR
    usual_then = _level(series, then)
    season = _sum(series, then + ahead * A_WEEK) / usual_then if usual_then else 1.0
    return level * min(max(season, 1 / MOST_FACTOR), MOST_FACTOR)


def _level(series: Days, last: date) -> float:
    """A usual week, seen from `last`."""
    return sum(
        median(value(series, last - weekday * A_DAY - n * A_WEEK) for n in range(HISTORY)) for weekday in range(7)
    )


def _sum(series: Days, last: date) -> float:
    return sum(value(series, day) for day in _days(last - 6 * A_DAY, last))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * A_DAY
