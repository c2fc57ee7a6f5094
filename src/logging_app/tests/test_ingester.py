"""What the ingester stores of a log that grows, line by line."""

from datetime import UTC
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.db.models.functions import TruncHour

from logging_app import parts, store
from logging_app.models import AccessLogEntry, LogFile, TrafficHour, UnparsableLine

from .lines import line
from .reading import paths, read_once, write

pytestmark = pytest.mark.django_db


def test_it_reads_a_line_once_however_often_it_starts(log: Path) -> None:
    write(log, line(request_uri="/a"), line(request_uri="/b"))
    assert read_once() == "Read 2 lines of 1 files, 0 unparsable."
    assert read_once() == "Read 0 lines of 0 files, 0 unparsable."
    write(log, line(request_uri="/c"))
    assert read_once() == "Read 1 lines of 1 files, 0 unparsable."
    assert paths() == ["/a", "/b", "/c"]


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


def test_a_clock_that_jumps_loses_no_line(log: Path) -> None:
    times = [1795368667.1, 1793000000, 1798900000, 1795368600, 0, 7_000_000_000]
    write(log, *(line(request_uri=f"/{n}", msec=at) for n, at in enumerate(times)))
    read_once()
    assert paths() == [f"/{n}" for n in range(len(times))]


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
