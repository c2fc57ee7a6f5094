"""Old logs come in once, whatever their format and packing, and beside a running reader."""

import gzip
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from pytest_django.fixtures import Settings

from logging_app import importing, store
from logging_app.combined import parse_combined
from logging_app.models import AccessLogEntry, LogFile, TrafficHour, UnparsableLine
from logging_app.parser import AccessLogRecord
from logging_app.pipeline import Ingester

from .lines import line

pytestmark = pytest.mark.django_db


def combined(path: str = "/", more: str = "") -> bytes:
    return (
        f'203.0.113.9 - - [22/Nov/2026:18:31:07 +0100] "GET {path} HTTP/1.1" 200 5120'
        f' "https://example.org/" "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"{more}\n'
    ).encode()


def bring(*files: Path) -> str:
    said = StringIO()
    call_command("import_access_log", *map(str, files), stdout=said)
    return said.getvalue()


def paths() -> list[str]:
    return list(AccessLogEntry.objects.order_by("id").values_list("path__text", flat=True))


def test_the_combined_format_plain_and_compressed_with_what_it_does_not_say_left_empty(tmp_path: Path) -> None:
    plain, packed = tmp_path / "old.log", tmp_path / "older.log.gz"
    plain.write_bytes(combined("/a?x=1") + combined("/b", ' "10.0.0.1" 0.003'))
    packed.write_bytes(gzip.compress(combined("/c")) + gzip.compress(combined("/d")))
    assert bring(plain, packed) == f"{plain}: 2 lines, 0 unparsable.\n{packed}: 2 lines, 0 unparsable.\n"
    assert paths() == ["/a", "/b", "/c", "/d"]
    entry = AccessLogEntry.objects.select_related("agent").order_by("id")[0]
    assert (entry.request_id, entry.connection, entry.query, entry.status, entry.bytes_sent) == (
        None, None, "x=1", 200, 5120,
    )  # fmt: skip
    assert entry.time.isoformat() == "2026-11-22T17:31:07+00:00"
    assert entry.agent.text.endswith("Firefox/140.0")


def test_a_file_imported_twice_or_packed_since_adds_nothing_and_says_so(tmp_path: Path) -> None:
    file, packed = tmp_path / "old.log", tmp_path / "old.log.2.gz"
    file.write_bytes(combined("/a") + combined("/b"))
    bring(file)
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert "nothing new" in bring(file)
    assert "nothing new" in bring(packed)
    packed.write_bytes(gzip.compress(file.read_bytes() + combined("/c")))
    bring(packed)
    assert paths() == ["/a", "/b", "/c"]
    assert TrafficHour.objects.get().requests == 3


def test_what_the_reader_has_read_is_not_imported_again(tmp_path: Path, settings: Settings) -> None:
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ERROR_LOG = tmp_path / "error.log"
    settings.ACCESS_LOG.write_bytes(line(request_id="ab" * 16, request_uri="/a"))
    call_command("tail_access_log", "--once", stdout=StringIO())
    copy = tmp_path / "saved.log"
    copy.write_bytes(settings.ACCESS_LOG.read_bytes() + line(request_uri="/b"))
    assert bring(copy) == f"{copy}: 1 lines, 0 unparsable.\n"
    assert paths() == ["/a", "/b"]
    assert AccessLogEntry.objects.order_by("id")[0].request_id == UUID("ab" * 16)


def test_an_import_that_was_stopped_goes_on_where_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "old.log"
    file.write_bytes(b"".join(combined(f"/{n}") for n in range(40)))
    monkeypatch.setattr("logging_app.parts.CHUNK_BYTES", 1_000)
    real, saved = store.Store.save, []

    def fail(self: store.Store, log_file: LogFile, batch: store.Batch) -> None:
        saved.append(batch)
        if len(saved) == 3:
            raise KeyboardInterrupt
        real(self, log_file, batch)

    with monkeypatch.context() as broken:
        broken.setattr(store.Store, "save", fail)
        with pytest.raises(KeyboardInterrupt):
            bring(file)
    assert 0 < len(paths()) < 40
    bring(file)
    assert paths() == [f"/{n}" for n in range(40)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01\x02\x7fELF\n" * 30, "line 1: neither our JSON nor the combined format"),
        (b"\n\n\n", "only empty lines"),
        (b"", "is empty"),
        (gzip.compress(b"".join(combined(f"/{n}") for n in range(900)), mtime=0)[:-400], "damaged after line"),
        (gzip.compress(b"no log\n", mtime=0), "line 1: neither"),
    ],
)
def test_what_is_no_log_is_named_and_nothing_of_any_file_is_stored(tmp_path: Path, content: bytes, said: str) -> None:
    good, bad = tmp_path / "good.log", tmp_path / "bad.log"
    good.write_bytes(combined())
    bad.write_bytes(content)
    with pytest.raises(CommandError, match=r"bad\.log") as refused:
        bring(good, bad)
    assert said in str(refused.value)
    assert not LogFile.objects.exists()


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is a folder"):
        bring(tmp_path)
    with pytest.raises(CommandError, match="is not there"):
        bring(tmp_path / "none.log")


def test_a_bad_line_in_the_middle_is_kept_raw(tmp_path: Path) -> None:
    file = tmp_path / "old.log"
    file.write_bytes(combined("/a") + b"\xff\xfe rubbish\n" + combined("/b"))
    assert "3 lines, 1 unparsable" in bring(file)
    assert UnparsableLine.objects.get().reason == "not_combined"
    assert paths() == ["/a", "/b"]


def test_a_copy_that_lost_its_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "old.log"
    file.write_bytes(combined("/a") + combined("/b"))
    bring(file)
    file.write_bytes(combined("/a"))
    with pytest.raises(CommandError, match="a copy without its end"):
        bring(file)


def test_the_reader_gives_way_to_an_import_and_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(line(request_uri="/live"))
    ingester = Ingester(log)
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [store.IMPORT_LOCK])
            assert ingester.step()
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [store.READER_LOCK])
            assert cursor.fetchone() == (True,)  # it gave way
            assert ingester.step()
            with pytest.raises(CommandError, match="Another import is running"):
                bring(log)
    finally:
        other.close()
        ingester.close()
    assert paths() == ["/live"]
    assert not [record for record in caplog.records if record.levelname != "INFO"]
    monkeypatch.setattr(importing, "PATIENCE_SECONDS", 0)
    assert "nothing new" in bring(log)


@pytest.mark.parametrize(
    ("raw", "method", "path", "agent"),
    [
        (rb'::1 - bob [22/Nov/2026:18:31:07 +0100] "GET /\xC3\xA8\"x HTTP/2.0" 404 - "-" "a\\b\tc"', "GET", "/è\"x", "a\\b\tc"),  # noqa: E501 -- a line of a log
        (rb'1.2.3.4 - - [22/Nov/2026:18:31:07 +0100] "\x16\x03\x01" 400 0 "-" "-"', "", "", ""),
        (rb'1.2.3.4 - a b [22/Nov/2026:18:31:07 +0100] "GET /x y HTTP/1.1" 200 9 "-" "\x00"', "GET", "/x y", "\ufffd"),
    ],
)  # fmt: skip
def test_the_combined_format_is_unescaped_and_storable(raw: bytes, method: str, path: str, agent: str) -> None:
    record = parse_combined(raw)
    assert isinstance(record, AccessLogRecord)
    assert (record.method, record.path, record.user_agent) == (method, path, agent)
