"""A day's rollups are what its requests say, whether the day has 23, 24 or 25 hours."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from logging_app import rollup
from logging_app.batch import Batch
from logging_app.models import (
    AccessLogEntry,
    AddressDay,
    Day,
    Endpoint,
    LogFile,
    Path,
    PathDay,
    TrafficHour,
    latency_bucket,
)
from logging_app.store import Store

from .lines import line

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
FIREFOX, GOOGLE = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Googlebot/2.1"


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    settings.TIME_ZONE = "Europe/Rome"
    store = Store()
    assert store.become_reader()
    yield store
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


def log_file() -> LogFile:
    return LogFile.objects.create(path="a", fingerprint=f"f{LogFile.objects.count()}", inode=1)


def lines_of(day: date, step: timedelta) -> bytes:
    """Requests from an hour before the day to an hour after it, of every kind."""
    at, end = (datetime(d.year, d.month, d.day, tzinfo=ROME) for d in (day, day + timedelta(days=1)))
    moment, last = at.timestamp() - 3600, end.timestamp() + 3600
    lines, number = [], 0
    while moment < last:
        lines.append(
            line(
                msec=moment,
                remote_addr=f"203.0.113.{number % 5}",
                request_uri=f"/{('it/', 'x.css', 'wp-login.php')[number % 3]}",
                status=(200, 404, 304, 500, 600)[number % 5],
                http_user_agent=(FIREFOX, GOOGLE)[number % 4 == 0],
                request_method=("GET", "POST")[number % 7 == 0],
                request_time=number / 100,
                body_bytes_sent=number,
            )
        )
        moment += step.total_seconds()
        number += 1
    return b"".join(lines)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 3), 24)], ids=str
)
def test_a_day_rolled_up_equals_its_requests(store: Store, day: date, hours: int) -> None:
    store.save(log_file(), Batch.parse(0, lines_of(day, timedelta(minutes=6))))
    assert rollup.compute_dirty_days() == 3
    entries = [e for e in AccessLogEntry.objects.all() if e.time.astimezone(ROME).date() == day]
    assert len(entries) == hours * 10
    kinds = dict(Path.objects.values_list("pk", "kind"))
    methods = dict(Endpoint.objects.values_list("pk", "method"))
    views = [
        e
        for e in entries
        if not e.is_bot and methods[e.endpoint_id] == "GET" and e.status in (200, 304) and kinds[e.path_id] == "page"
    ]
    found = Day.objects.get(day=day)
    assert (found.requests, found.views, found.bytes_sent) == (
        len(entries),
        len(views),
        sum(e.bytes_sent for e in entries),
    )
    assert found.people_requests == sum(not e.is_bot for e in entries)
    assert found.visitors == len({e.visitor for e in views})
    assert found.bots == len({e.visitor for e in entries if e.is_bot})
    assert found.client_errors == sum(400 <= e.status < 500 for e in entries)
    assert found.server_errors == sum(500 <= e.status < 600 for e in entries)
    assert dict(PathDay.objects.filter(day=day).values_list("path", "views")) == {
        path: sum(e.path_id == path for e in views) for path in {e.path_id for e in entries}
    }
    for row in PathDay.objects.filter(day=day):
        took = Counter(latency_bucket(e.request_ms) for e in entries if e.path_id == row.path_id)
        assert row.latency == [took[bucket] for bucket in range(16)]
    assert dict(AddressDay.objects.filter(day=day).values_list("ip", "errors")) == {
        ip: sum(e.ip == ip and e.status >= 400 for e in entries) for ip in {e.ip for e in entries}
    }
    assert sum(TrafficHour.objects.values_list("requests", flat=True)) == AccessLogEntry.objects.count()


def test_a_day_that_gets_more_requests_is_computed_anew_and_others_are_not(store: Store) -> None:
    file = log_file()
    first = lines_of(date(2026, 11, 3), timedelta(hours=1))
    store.save(file, Batch.parse(0, first))
    rollup.compute_dirty_days()
    assert rollup.compute_dirty_days() == 0
    store.save(file, Batch.parse(len(first), line(msec=datetime(2026, 11, 3, 12, tzinfo=ROME).timestamp())))
    assert list(Day.objects.filter(dirty=True).values_list("day", flat=True)) == [date(2026, 11, 3)]
    assert rollup.compute_dirty_days() == 1
    assert Day.objects.get(day=date(2026, 11, 3)).requests == 25


def test_a_sealed_day_keeps_its_figures(store: Store) -> None:
    Day.objects.create(day=date(2026, 11, 3), sealed=True, requests=7)
    store.save(log_file(), Batch.parse(0, line(msec=datetime(2026, 11, 3, 12, tzinfo=ROME).timestamp())))
    assert rollup.compute_dirty_days() == 0
    assert Day.objects.get().requests == 7


def test_a_month_left_bare_by_a_killed_catch_up_gets_its_indexes_from_the_next_reader(store: Store) -> None:
    store.save(log_file(), Batch.parse(0, line()))
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX logging_app_accesslogentry_2026_11_ip")
        assert Store().become_reader()
        cursor.execute("SELECT to_regclass('logging_app_accesslogentry_2026_11_ip') IS NOT NULL")
        assert cursor.fetchone() == (True,)
