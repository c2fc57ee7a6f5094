"""Every minute of thousands of schedules, against an oracle that counts minutes."""

from datetime import datetime
from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from website.hours.calculation import changes, intervals, status
from website.hours.schedule import Schedule

from .oracle import MINUTE, first_change, open_minutes
from .schedules import schedules

EXAMPLES = max(200, settings.default.max_examples) if settings.default else 200


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(schedules())
def test_no_minute_of_any_schedule_differs_from_the_oracle(drawn: tuple[Schedule, datetime, int]) -> None:
    schedule, start, minutes = drawn
    end = start + minutes * MINUTE
    expected = open_minutes(schedule, start, minutes)

    found = intervals(schedule, start, end)
    answer = [False] * minutes
    for interval in found:
        first, last = ((moment - start) // MINUTE for moment in (interval.start, interval.end))
        answer[first:last] = [True] * (last - first)
    assert answer == expected
    assert all(one.end < other.start for one, other in pairwise(found))

    for at in (0, minutes // 3, minutes // 2):
        _status_agrees(schedule, start + at * MINUTE, expected[at:])
    for moment, said in changes(schedule, start, end):
        assert said.open == expected[(moment - start) // MINUTE]


def _status_agrees(schedule: Schedule, now: datetime, expected: list[bool]) -> None:
    said, change = status(schedule, now), first_change(expected)
    assert said.open == expected[0]
    if change is not None:
        assert said.changes == now + change * MINUTE
    else:
        assert said.changes is None or said.changes >= now + len(expected) * MINUTE
