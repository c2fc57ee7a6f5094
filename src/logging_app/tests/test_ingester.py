"""What the ingester stores from a log that grows, tears, rotates and vanishes."""

import gzip
import os
import shutil
import time
from datetime import UTC, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Count, Sum
from django.db.models.functions import TruncHour
from django.utils import timezone
from pytest_django.fixtures import Settings

from logging_app import parts, pipeline, store, tail
from logging_app.models import AccessLogEntry, Gap, LogFile, TrafficHour, UnparsableLine
from logging_app.pipeline import Ingester

from .lines import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Path:
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ERROR_LOG = tmp_path / "error.log"
    return settings.ACCESS_LOG


def write(log: Path, *lines: bytes) -> None:
    with log.open("ab") as file:
        file.write(b"".join(lines))


def read_once() -> str:
    said = StringIO()
    call_command("tail_access_log", "--once", stdout=said)
    return said.getvalue().strip()


def paths() -> list[str]:
    return list(AccessLogEntry.objects.order_by("id").values_list("path__text", flat=True))


def test_it_reads_a_line_once_however_often_it_starts(log: Path) -> None:
    write(log, line(request_uri="/a"), line(request_uri="/b"))
    assert read_once() == "Read 2 lines of 1 files, 0 unparsable."
    assert read_once() == "Read 0 lines of 0 files, 0 unparsable."
    write(log, line(request_uri="/c"))
    assert read_once() == "Read 1 lines of 1 files, 0 unparsable."
    assert paths() == ["/a", "/b", "/c"]


def pack(part: Path, days: int = 2) -> Path:
    """As logrotate compresses: under a new name, with the time of the original."""
    packed = part.with_name(part.name + ".gz")
    packed.write_bytes(gzip.compress(part.read_bytes()))
    part.unlink()
    os.utime(packed, (time.time() - days * 86_400,) * 2)
    return packed


def test_a_part_that_was_compressed_unread_is_read_and_one_read_before_is_not_read_again(log: Path) -> None:
    write(log, *(line(request_uri=f"/{n}") for n in range(3)))
    read_once()
    write(log, line(request_uri="/3"))
    log.rename(log.with_name("access.log.1"))
    packed = pack(log.with_name("access.log.1"))
    unread = log.with_name("access.log.2")
    write(unread, line(request_uri="/older"))
    pack(unread, days=3)
    write(log, line(request_uri="/4"))
    assert read_once() == "Read 3 lines of 3 files, 0 unparsable."
    assert sorted(paths()) == ["/0", "/1", "/2", "/3", "/4", "/older"]
    assert LogFile.objects.get(path=str(packed)).lines == 4
    assert read_once() == "Read 0 lines of 0 files, 0 unparsable."


def test_a_file_is_not_read_while_it_is_being_compressed_nor_twice_while_both_are_there(log: Path) -> None:
    part = log.with_name("access.log.1")
    write(part, *(line(request_uri=f"/{n}") for n in range(3)))
    half = log.with_name("access.log.1.gz")
    half.write_bytes(gzip.compress(part.read_bytes())[:-30])
    read_once()
    half.write_bytes(gzip.compress(part.read_bytes()))
    os.utime(half, (time.time() - 86_400,) * 2)
    read_once()
    part.unlink()
    read_once()
    assert paths() == ["/0", "/1", "/2"]
    assert LogFile.objects.count() == 1


def test_a_damaged_compressed_part_is_told_once_and_read_as_far_as_it_goes(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(log, line(request_uri="/new"))
    part = log.with_name("access.log.1")
    write(part, *(line(request_uri=f"/{n}") for n in range(9)))
    packed = pack(part)
    os.truncate(packed, packed.stat().st_size - 60)
    os.utime(packed, (time.time() - 86_400,) * 2)
    ingester = Ingester(log)
    assert ingester.step()
    assert ingester.step()
    ingester.close()
    assert "/0" in paths()
    assert paths()[-1] == "/new"
    assert caplog.text.count("is damaged") == 1


def test_bytes_that_vanish_unread_are_a_gap_once_and_none_when_they_come_back(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(log, line(request_uri="/a"))
    read_once()
    file = LogFile.objects.get()
    assert (file.size, file.bytes_read) == (log.stat().st_size, log.stat().st_size)
    LogFile.objects.update(size=file.size + 700, last_seen_at=timezone.now() - timedelta(minutes=1))
    whole = log.read_bytes() + line(request_uri="/lost")
    os.truncate(log, 0)
    write(log, line(request_uri="/b"))
    read_once()
    read_once()
    gap = Gap.objects.get()
    assert (gap.log_file_id, gap.offset, gap.missing) == (file.pk, file.bytes_read, 700)
    assert caplog.text.count("vanished before they were read") == 1
    write(log.with_name("access.log.1"), whole)
    read_once()
    assert sorted(paths()) == ["/a", "/b", "/lost"]
    assert not Gap.objects.exists()


def test_a_file_deleted_before_its_end_was_read_is_a_gap(log: Path) -> None:
    write(log, line(request_uri="/a"))
    read_once()
    LogFile.objects.update(size=9_000, last_seen_at=timezone.now() - timedelta(minutes=1))
    log.unlink()
    read_once()
    assert Gap.objects.get().missing == 9_000 - LogFile.objects.get().bytes_read


def test_a_file_that_begins_with_the_rest_of_a_torn_line_is_itself(log: Path) -> None:
    for name in ("access.log.1", "access.log.2", "access.log"):
        write(log.with_name(name), b'"scheme":"https","connection":12,"server_protocol":"HTTP/1.1"}\n')
        write(log.with_name(name), line(request_uri="/" + name))
    read_once()
    assert sorted(paths()) == ["/access.log", "/access.log.1", "/access.log.2"]


def test_a_full_disk_is_told_once_loses_nothing_and_doubles_nothing(
    log: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(log, line(request_uri="/a"))
    monkeypatch.setattr("logging_app.pipeline.connection.close", lambda: None)  # the test's transaction lives in it
    ingester = Ingester(log)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            " 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;"
            "CREATE TRIGGER full_disk BEFORE INSERT ON logging_app_traffic_hour EXECUTE FUNCTION full_disk()"
        )
        assert not ingester.step()
        assert not ingester.step()
        assert caplog.text.count("No space left on device") == 1
        assert paths() == []
        cursor.execute("DROP TRIGGER full_disk ON logging_app_traffic_hour")
    assert ingester.step()
    assert "Reading the log again." in caplog.messages
    assert paths() == ["/a"]
    ingester.close()
    with connection.cursor() as cursor:  # one for each look, since the connection was not closed in between
        cursor.execute("SELECT pg_advisory_unlock_all()")


def test_a_clock_that_jumps_loses_no_line(log: Path) -> None:
    times = [1795368667.1, 1793000000, 1798900000, 1795368600, 0, 7_000_000_000]
    write(log, *(line(request_uri=f"/{n}", msec=at) for n, at in enumerate(times)))
    read_once()
    assert paths() == [f"/{n}" for n in range(len(times))]


def test_a_half_written_last_line_waits_for_its_rest(log: Path) -> None:
    whole = line(request_uri="/torn")
    write(log, line(request_uri="/first"), whole[:100])
    read_once()
    assert paths() == ["/first"]
    assert not UnparsableLine.objects.exists()
    write(log, whole[100:])
    read_once()
    assert paths() == ["/first", "/torn"]


def test_a_half_written_first_line_waits_too(log: Path) -> None:
    whole = line(request_uri="/torn")
    write(log, whole[:100])
    read_once()
    assert not LogFile.objects.exists()
    write(log, whole[100:])
    read_once()
    assert paths() == ["/torn"]


def test_a_line_that_is_not_json_is_counted_and_kept_raw_with_its_place(log: Path) -> None:
    first = line()
    write(log, first, b"not \xff json\n", line())
    assert read_once() == "Read 3 lines of 1 files, 1 unparsable."
    kept = UnparsableLine.objects.get()
    assert (bytes(kept.raw), kept.offset, kept.reason) == (b"not \xff json", len(first), "not_json")
    file = LogFile.objects.get()
    assert (file.bytes_read, file.lines, file.unparsable) == (log.stat().st_size, 3, 1)


def test_a_row_postgresql_refuses_is_kept_raw_and_fails_no_other(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = store._line
    monkeypatch.setattr(store, "_line", lambda *row: real(*row).replace("refuse=me", "\\0"))
    bad = line(request_uri="/bad?refuse=me")
    write(log, line(request_uri="/a"), bad, line(request_uri="/b"), line(request_uri="/c"))
    assert read_once() == "Read 4 lines of 1 files, 1 unparsable."
    assert paths() == ["/a", "/b", "/c"]
    assert bytes(UnparsableLine.objects.get().raw) == bad.rstrip()
    assert TrafficHour.objects.aggregate(n=Sum("requests"))["n"] == 3


def test_hostile_text_is_stored_as_it_is(log: Path) -> None:
    hostile = "back\\slash\ttab\nline \\N \\. ' \" </script> \u202e {}"
    write(log, line(http_user_agent=hostile, request_uri="/?" + hostile))
    read_once()
    entry = AccessLogEntry.objects.select_related("agent").get()
    assert (entry.agent.text, entry.query) == (hostile, hostile)


def test_it_follows_a_rename_rotation(log: Path) -> None:
    ingester = Ingester(log)
    write(log, line(request_uri="/1"))
    assert ingester.step()
    write(log, line(request_uri="/2"))
    log.rename(log.with_name("access.log.1"))
    write(log.with_name("access.log.1"), line(request_uri="/3"))  # nginx still holds the old file
    write(log, line(request_uri="/4"))
    assert ingester.step()
    assert paths() == ["/1", "/2", "/3", "/4"]
    assert set(LogFile.objects.values_list("path", flat=True)) == {str(log), f"{log}.1"}
    ingester.close()


def test_it_reads_the_rest_of_a_file_that_rotation_has_already_compressed(log: Path) -> None:
    ingester = Ingester(log)
    write(log, line(request_uri="/1"))
    ingester.step()
    write(log, line(request_uri="/2"))
    log.rename(log.with_name("access.log.1.gz"))
    log.with_name("access.log.1.gz").unlink()
    write(log, line(request_uri="/3"))
    ingester.step()
    assert paths() == ["/1", "/2", "/3"]
    ingester.close()


@pytest.mark.parametrize("restarted", [False, True])
def test_it_follows_a_copytruncate_rotation(log: Path, restarted: bool) -> None:
    ingester = Ingester(log)
    write(log, line(request_uri="/1"))
    ingester.step()
    write(log, line(request_uri="/2"))
    shutil.copy(log, log.with_name("access.log-20261122"))
    ingester.step()  # both files begin alike now
    os.truncate(log, 0)
    write(log, *(line(request_uri=f"/new{n}") for n in range(3)))  # already longer than what was read
    if restarted:
        ingester.close()
        ingester = Ingester(log)
    ingester.step()
    assert paths() == ["/1", "/2", "/new0", "/new1", "/new2"]
    ingester.close()


def test_rotated_parts_are_read_oldest_first_and_other_files_not_at_all(log: Path) -> None:
    for age, name in enumerate(["access.log", "access.log.1", "access.log.2", "access.log-20261101"]):
        write(log.with_name(name), line(request_uri="/" + name))
        os.utime(log.with_name(name), (time.time() - age * 86_400,) * 2)
    for name in ("access.log.bak", "access.log.gz", "access.log~", "other.access.log", ".access.log.1.new"):
        write(log.with_name(name), line(request_uri="/never"))
    read_once()
    assert paths() == ["/access.log-20261101", "/access.log.2", "/access.log.1", "/access.log"]


def test_the_torn_last_line_of_a_rotated_file_is_kept_once_the_file_is_still(log: Path) -> None:
    old = log.with_name("access.log.1")
    write(old, line(request_uri="/old"), b'{"time":"2026-')
    write(log, line(request_uri="/new"))
    read_once()
    assert not UnparsableLine.objects.exists()
    os.utime(old, (time.time() - parts.SETTLED_SECONDS - 1,) * 2)
    read_once()
    assert bytes(UnparsableLine.objects.get().raw) == b'{"time":"2026-'


def test_a_line_longer_than_any_of_nginx_does_not_stop_it(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "CHUNK_BYTES", 2_000)
    write(log, line(request_uri="/a"), b"x" * 5_000 + b"\n", line(request_uri="/b"))
    read_once()
    assert paths() == ["/a", "/b"]
    assert LogFile.objects.get().bytes_read == log.stat().st_size
    assert b"".join(bytes(part.raw) for part in UnparsableLine.objects.order_by("offset")) == b"x" * 5_000


def test_many_chunks_are_cut_at_line_ends(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "CHUNK_BYTES", 1_500)
    write(log, *(line(request_uri=f"/{n}") for n in range(50)))
    read_once()
    assert paths() == [f"/{n}" for n in range(50)]


def test_it_says_once_that_the_log_is_missing_or_unreadable_and_goes_on_when_it_can(
    log: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "MISSING_SECONDS", 0)
    ingester = Ingester(log)
    ingester.step()
    ingester.step()
    assert [record.getMessage() for record in caplog.records] == [
        f"{log} is not there (does nginx write its access log to this file?). Trying again until it can be read."
    ]
    caplog.clear()
    write(log, line(request_uri="/late"))
    real = os.open

    def refuse(path: Path, flags: int) -> int:
        if path == log:
            raise PermissionError(13, "Permission denied")
        return real(path, flags)

    with monkeypatch.context() as root_may_read_all:
        root_may_read_all.setattr(os, "open", refuse)
        ingester.step()
        ingester.step()
    assert "may not be read by this user" in caplog.text
    assert len(caplog.records) == 2  # it is there again; it may not be read
    ingester.step()
    assert paths() == ["/late"]
    assert caplog.messages[-1] == f"{log} can be read again."
    ingester.close()


def test_a_second_reader_says_that_there_is_another_and_reads_nothing(
    log: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pipeline, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(pipeline, "POLL_SECONDS", 0.01)
    write(log, line())
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [store.READER_LOCK])
        with pytest.raises(CommandError, match="Another tail_access_log"):
            read_once()
        assert not Ingester(log).step()
    finally:
        other.close()
    assert not paths()
    assert "waits for it to end" in caplog.text


def test_postgresql_refuses_the_same_bytes_of_a_file_twice(log: Path) -> None:
    write(log, line())
    read_once()
    entry = AccessLogEntry.objects.get()
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_the_rollup_equals_the_raw_rows_of_every_hour(log: Path) -> None:
    start = 1_792_890_000  # 25 October 2026, when Rome's clock goes back
    kinds = [(200, "a"), (204, "b"), (301, "a"), (404, "a"), (502, "a"), (0, "")] * 40
    write(
        log,
        *(
            line(msec=start + n * 97.3, status=status, host=host, body_bytes_sent=n, request_time=n / 1000)
            for n, (status, host) in enumerate(kinds)
        ),
    )
    read_once()
    assert_rollup_is_true()
    highest = TrafficHour.objects.order_by("-revision").values_list("revision", flat=True)[0]
    write(log, line(msec=start, host="a"))
    read_once()
    assert_rollup_is_true()
    changed = TrafficHour.objects.filter(revision__gt=highest)
    assert [(row.host, row.status) for row in changed] == [("a", 200)]


def assert_rollup_is_true() -> None:
    raw = (
        AccessLogEntry.objects.annotate(hour=TruncHour("time", tzinfo=UTC))
        .values_list("hour", "endpoint__host", "status", "is_bot")
        .annotate(Count("id"), Sum("bytes_sent"), Sum("request_ms"))
    )
    rolled = TrafficHour.objects.values_list(
        "hour", "host", "status", "is_bot", "requests", "bytes_sent", "request_ms", "latency"
    )
    assert {row[:-1] for row in rolled} == set(raw)
    assert all(sum(row[-1]) == row[4] for row in rolled)
