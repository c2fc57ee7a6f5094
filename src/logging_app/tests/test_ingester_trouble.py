"""What the ingester says, once, and does when something keeps it from reading or takes away what it would read."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection, connections
from django.utils import timezone

from logging_app import pipeline, store, tail
from logging_app.models import Gap, LogFile
from logging_app.pipeline import Ingester

from .lines import line
from .reading import paths, read_once, write

pytestmark = pytest.mark.django_db


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
