"""Whole addresses for some days, requests for some months, and what a person may have erased."""

import zipfile
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Sum
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from logging_app import erasure, partitions, retention, rollup
from logging_app.models import (
    AccessLogEntry,
    AddressDay,
    Day,
    DaySalt,
    Erasure,
    ErrorLogEntry,
    LogFile,
    LogPolicy,
    PathDay,
    Pruning,
    TrafficHour,
    UnparsableLine,
)
from logging_app.models import (
    Path as PathText,
)

from .lines import line

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
FOUR, SIX = "203.0.113.77", "2001:db8:aa:bb:cc::9"


def ingest(log: Path, *lines: bytes) -> None:
    with log.open("ab") as file:
        file.writelines(lines)
    call_command("tail_access_log", "--once", stdout=StringIO())
    rollup.compute_dirty_days()


def ago(days: float) -> float:
    return (timezone.now() - timedelta(days=days)).timestamp()


def everything_stored() -> str:
    """Every row of every table of the request log, and of the other database, as text."""
    rows: list[Any] = []
    for model in apps.get_models():
        alias = "gold" if model._meta.app_label == "gold_bi" else "default"
        if model._meta.app_label in ("logging_app", "gold_bi", "django_tasks_db") and model._meta.managed:
            with connections[alias].cursor() as cursor:
                cursor.execute(f'SELECT row_to_json(t)::text FROM "{model._meta.db_table}" t')
                rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_after_the_days_to_keep_them_no_whole_address_is_left_anywhere(log: Path) -> None:
    ingest(
        log,
        line(remote_addr=FOUR, msec=ago(8)),
        line(remote_addr="203.0.113.78", msec=ago(8)),
        line(remote_addr=SIX, msec=ago(8)),
        b'{"remote_addr":"203.0.113.77", torn\n',
        line(remote_addr="198.51.100.5", msec=ago(1)),
    )
    UnparsableLine.objects.update(read_at=timezone.now() - timedelta(days=8))
    assert FOUR in everything_stored()
    assert SIX in everything_stored()
    done = retention.prune()
    assert done is not None
    assert (done.addresses_shortened, done.lines_deleted) == (3, 1)
    left = everything_stored()
    assert FOUR not in left
    assert SIX not in left
    assert {str(ip) for ip in AccessLogEntry.objects.values_list("ip", flat=True)} == {
        "203.0.113.0/24",
        "2001:db8:aa::/48",
        "198.51.100.5",
    }
    # Two addresses of one network are one row now, and count what both asked for.
    assert AddressDay.objects.get(ip="203.0.113.0/24").requests == 2
    assert retention.prune() is None


def test_eight_days_later_no_whole_address_is_in_a_table_a_download_or_a_log_file(
    log: Path, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = f"{timezone.now():%Y/%m/%d %H:%M:%S} [error] 1#2: *7"
    log.with_name("error.log").write_text(
        f'{head} open() failed, client: {FOUR}, server: _, request: "GET /x HTTP/1.1", host: "www.example.it"\n'
        f"{head} client {FOUR} closed keepalive connection\n"
        f"{head} peer [{SIX.upper()}]:443 was asked by ::ffff:{FOUR}\n"
    )
    ingest(
        log, line(remote_addr=FOUR, msec=ago(0)), line(remote_addr=SIX, msec=ago(0)), b"torn " + FOUR.encode() + b"\n"
    )
    assert list(ErrorLogEntry.objects.order_by("id").values_list("ip", flat=True)) == [FOUR, None, None]
    assert FOUR in handed_out(admin_client)
    assert SIX in everything_stored()
    # As rotation leaves them: the day's parts put aside, new files begun.
    for each in (log, log.with_name("error.log")):
        each.rename(each.with_name(f"{each.name}-20261122"))
        each.touch()
    call_command("tail_access_log", "--once", stdout=StringIO())

    later = timezone.now() + timedelta(days=8)
    monkeypatch.setattr(timezone, "now", lambda: later)
    done = retention.prune(log, log.with_name("error.log"))
    assert done is not None
    assert (done.files_deleted, done.addresses_shortened) == (2, 5)
    found = everything_stored() + handed_out(admin_client)
    found += "".join(each.read_text() for each in log.parent.iterdir())
    assert FOUR not in found
    assert SIX not in found.lower()
    assert "203.0.113.0/24" in found
    assert "client 203.0.113.0/24 closed keepalive connection" in found
    assert "peer [2001:db8:aa::/48]:443 was asked by ::/48" in found
    assert retention.prune() is None


def handed_out(client: Client) -> str:
    """The list of requests as CSV and as a workbook's sheets."""
    text = downloaded(client, "csv").decode()
    with zipfile.ZipFile(BytesIO(downloaded(client, "xlsx"))) as workbook:
        return text + "".join(workbook.read(name).decode() for name in workbook.namelist())


def downloaded(client: Client, form: str) -> bytes:
    answer = client.get(reverse("requests:export", args=[form]))
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer.streaming_content)


def test_a_line_that_comes_late_is_shortened_by_the_next_look(log: Path) -> None:
    ingest(log, line(remote_addr="203.0.113.78", msec=ago(8)))
    retention.prune()
    ingest(log, line(remote_addr=FOUR, msec=ago(8)))
    assert FOUR in everything_stored()
    retention.prune()
    assert FOUR not in everything_stored()


def test_the_owner_decides_how_many_days(log: Path) -> None:
    LogPolicy(pk=1, full_ip_days=30).save()
    ingest(log, line(remote_addr=FOUR, msec=ago(8)))
    retention.prune()
    assert FOUR in everything_stored()


def test_a_days_salt_is_destroyed_when_the_day_is_over(log: Path) -> None:
    ingest(log, line(msec=ago(1)), line(msec=ago(0)))
    assert DaySalt.objects.count() == 2
    retention.prune()
    assert [salt.day for salt in DaySalt.objects.all()] == [timezone.localdate()]


def test_the_same_person_is_another_visitor_on_another_day(log: Path) -> None:
    ingest(log, line(msec=ago(1)), line(msec=ago(1)), line(msec=ago(0)))
    assert len(set(AccessLogEntry.objects.values_list("visitor", flat=True))) == 2


def test_a_month_past_its_time_is_dropped_and_its_days_keep_their_figures(log: Path) -> None:
    LogPolicy(pk=1, retention_months=1).save()
    gone = timezone.now() - timedelta(days=100)
    ingest(log, line(request_uri="/gone", msec=gone.timestamp()), line(request_uri="/kept", msec=ago(0)))
    done = retention.prune()
    assert done is not None
    assert (done.requests_deleted, done.texts_deleted) == (1, 1)
    old = timezone.localdate(gone)  # its own day in the site's zone: the clocks may have changed since
    assert f"{gone:%Y-%m}" == done.months_dropped
    assert [str(entry.path) for entry in AccessLogEntry.objects.select_related("path")] == ["/kept"]
    with connection.cursor() as cursor:
        assert len(partitions.months(cursor)) == 1
    assert Day.objects.get(pk=old).requests == 1
    assert TrafficHour.objects.aggregate(all=Sum("requests"))["all"] == 2
    # What people looked for is gone with the requests.
    assert not PathText.objects.filter(text="/gone").exists()
    assert not PathDay.objects.filter(day=old).exists()


def test_a_rotated_part_is_deleted_once_read_and_too_old(log: Path) -> None:
    import os

    part, unread = log.with_name("access.log.1"), log.with_name("access.log.2")
    part.write_bytes(line(msec=ago(9)))
    ingest(log, line(msec=ago(9)))
    unread.write_bytes(line(msec=ago(9)))
    for each in (part, unread, log):
        os.utime(each, (ago(8.5), ago(8.5)))
    done = retention.prune(log)
    assert done is not None
    assert done.files_deleted == 1
    # What nginx writes to and what nobody has read stay.
    assert sorted(each.name for each in log.parent.iterdir()) == ["access.log", "access.log.2"]
    assert LogFile.objects.count() == 2


def test_an_erased_address_leaves_rows_and_rollups_as_if_it_had_never_come(log: Path) -> None:
    others = [line(request_uri=f"/{n}", remote_addr="198.51.100.5", msec=ago(n % 3)) for n in range(9)]
    ingest(log, *others)
    before = (figures(), AccessLogEntry.objects.count())
    durations = [
        (4**n - 1) / 1000 for n in range(9)
    ]  # of the first bucket, of the last, and of every other one between
    ingest(
        log,
        *(
            line(request_uri=f"/{n}", remote_addr=FOUR, msec=ago(n % 3), status=200 + n // 5 * 204, request_time=took)
            for n, took in enumerate(durations)
        ),
    )
    assert (figures(), AccessLogEntry.objects.count()) != before
    Erasure.objects.create(ip=FOUR, ordered_by="owner")
    assert erasure.carry_out_orders() == 1
    assert (figures(), AccessLogEntry.objects.count()) == before
    order = Erasure.objects.get()
    assert (order.requests, order.ip) == (9, "203.0.113.0/24")
    assert order.done_at is not None
    assert FOUR not in everything_stored()
    assert erasure.carry_out_orders() == 0


@pytest.mark.parametrize("address", [FOUR, SIX])
def test_an_erased_address_is_erased_where_others_messages_and_torn_lines_name_it(log: Path, address: str) -> None:
    head = f"{timezone.now():%Y/%m/%d %H:%M:%S} [error] 1#2: *7"
    log.with_name("error.log").write_text(
        f"{head} open() failed, client: {address}, server: _\n"
        f"{head} client {address} closed keepalive connection beside {address}7\n"
        f"rest, client: {address}, server: _\n"
        f"rest, client: {address}7, server: _\n"
        f"{head} limiting, client: 198.51.100.5, server: _\n"
    )
    ingest(log, line(remote_addr="198.51.100.5"))
    Erasure.objects.create(ip=address, ordered_by="owner")
    erasure.carry_out_orders()
    assert Erasure.objects.get().errors == 3
    messages = ErrorLogEntry.objects.order_by("id").values_list("message", flat=True)
    kept = {FOUR: "203.0.113.0/24", SIX: "2001:db8:aa::/48"}[address]
    neighbour = f"{address}7"
    assert list(messages) == [f"client {kept} closed keepalive connection beside {neighbour}", "limiting"]
    assert bytes(UnparsableLine.objects.get().raw).decode() == f"rest, client: {neighbour}, server: _"


def figures() -> list[Any]:
    days = Day.objects.order_by("day").values_list(
        "day", "requests", "views", "visitors", "client_errors", "bytes_sent"
    )
    paths = PathDay.objects.order_by("day", "path").values_list("day", "path", "requests", "latency")
    hours = TrafficHour.objects.filter(requests__gt=0).order_by("hour", "status")
    return [*days, *paths, *hours.values_list("hour", "status", "requests", "bytes_sent", "latency")]


def test_the_office_is_not_recorded(log: Path) -> None:
    LogPolicy(pk=1, office_networks="203.0.113.0/24\n2001:db8::/32").save()
    ingest(log, line(remote_addr=FOUR), line(remote_addr=SIX), line(remote_addr="198.51.100.5"))
    assert [entry.ip for entry in AccessLogEntry.objects.all()] == ["198.51.100.5"]
    file = LogFile.objects.get()
    assert (file.lines, file.ignored) == (3, 2)
    assert FOUR not in everything_stored()


def test_each_pruning_is_written_down(log: Path) -> None:
    ingest(log, line(msec=ago(8)))
    retention.prune()
    assert Pruning.objects.get().addresses_shortened == 1
