"""Any order of writing, tearing, rotating, truncating, losing, killing and starting: the table and a model agree."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, connections, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from logging_app import gaps, parts, rollup, store
from logging_app.models import AccessLogEntry, Day, Gap, LogFile, TrafficHour, UnparsableLine
from logging_app.parts import GzipPart, Part
from logging_app.pipeline import Ingester
from logging_app.rollup import Hours
from logging_app.store import Store

from .streams import Stream, begins, files, stored
from .written_log import WrittenLog

pytestmark = pytest.mark.django_db

# Several batches per look; longer than a torn line and the whole one behind it.
CHUNK_BYTES = 2_500
# Where a process may die: before or after any call of these.
DEATHS: list[tuple[Any, str]] = [
    (Part, "read"), (Part, "refresh"), (GzipPart, "bytes_at"), (gaps, "seen"), (gaps, "note"), (Store, "prepare"),
    (Store, "_copy"), (Hours, "write"), (store, "_moved"), (Store, "save"), (rollup, "mark_dirty"),
]  # fmt: skip


class Killed(BaseException):
    """SIGKILL: nothing in the reader may catch it, and PostgreSQL undoes what was not committed."""


class Machine(WrittenLog):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.ingester: Ingester | None = None
        self.undone = transaction.atomic()
        self.undone.__enter__()

    @rule()
    def look(self) -> None:
        self.ingester = self.ingester or Ingester(self.log)
        assert self.ingester.step()
        self.agree()
        behind = [stream for stream in self.there() if stream.known and not self.is_read(stream)]
        assert not behind, [stream.path.name for stream in behind]

    @rule(where=st.sampled_from(DEATHS), call=st.integers(1, 4), after=st.booleans())
    def kill(self, where: tuple[Any, str], call: int, after: bool) -> None:
        self.ingester = self.ingester or Ingester(self.log)
        try:
            with dying(*where, call, after):
                self.ingester.step()
        except Killed:
            pass
        self.restart()
        self.agree()

    @rule()
    def restart(self) -> None:
        if self.ingester:
            self.ingester.close()
            self.ingester = None

    @rule()
    def start_another(self) -> None:
        other = connections["default"].copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [store.READER_LOCK])
                (alone,) = cursor.fetchone()
                assert alone == (not (self.ingester and self.ingester._reading))
                if alone:
                    before = LogFile.objects.aggregate(n=Sum("bytes_read"))
                    waiting = Ingester(self.log)
                    assert not waiting.step()
                    waiting.close()
                    assert LogFile.objects.aggregate(n=Sum("bytes_read")) == before
                    cursor.execute("SELECT pg_advisory_unlock_all()")  # closing is not waited for
        finally:
            other.close()

    def see(self) -> None:
        """Find out how much there is to read, and die of it."""
        self.kill((Store, "_copy"), 1, after=False)

    # What must be true.

    def agree(self) -> None:
        """What is stored of each file is how one stream begins, each line once; and the figures are the rows'."""
        unread = list(self.streams)
        for file in LogFile.objects.all():
            found = stored(file)
            stream = next((s for s in unread if s.lines(torn=True)[: len(found)] == found and begins(file, s)), None)
            assert stream, f"{file.path}: {found}"
            unread.remove(stream)
            assert (file.lines, file.unparsable) == (len(found), UnparsableLine.objects.filter(log_file=file).count())
            assert stream.lost or stream.returned or not Gap.objects.filter(log_file=file).exists()
        rows = AccessLogEntry.objects.count()
        assert (TrafficHour.objects.aggregate(n=Sum("requests"))["n"] or 0) == rows
        assert (LogFile.objects.aggregate(n=Sum("lines") - Sum("unparsable"))["n"] or 0) == rows

    def is_read(self, stream: Stream) -> bool:
        lines = stream.lines(torn=False)
        return any(stored(file)[: len(lines)] == lines for file in files(stream))

    def teardown(self) -> None:
        try:
            self.finish()
        finally:
            self.restart()
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")
            self.folder.cleanup()

    def finish(self) -> None:
        self.restart()
        if self.rest:
            self.mend()
        if not self.log.exists():
            self.reopen()
        self.write(1)
        self.wait()
        self.look()
        assert all(stored(file) == stream.lines(torn=True) for stream in self.there() for file in files(stream))
        gone = [file for file in LogFile.objects.all() if file.size > file.bytes_read]
        assert {(gap.log_file_id, gap.offset, gap.missing) for gap in Gap.objects.all()} == {
            (file.pk, file.bytes_read, file.size - file.bytes_read) for file in gone
        }
        rollup.compute_dirty_days()
        assert (Day.objects.aggregate(n=Sum("requests"))["n"] or 0) == AccessLogEntry.objects.count()


@contextmanager
def dying(owner: Any, name: str, call: int, after: bool) -> Iterator[None]:
    real: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def dies(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and not after:
            raise Killed
        result = real(*args, **named)
        if calls == call:
            raise Killed
        return result

    with patch.object(owner, name, dies):
        yield


def test_what_is_torn_lost_or_interrupted_anywhere_is_told_and_all_else_is_stored_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "CHUNK_BYTES", CHUNK_BYTES)
    monkeypatch.setattr(gaps, "GONE_AFTER", timedelta(0))
    usual = settings(
        max_examples=min(settings().max_examples, 1_000) if settings().max_examples > 100 else 25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(partial(Machine, tmp_path), settings=usual)  # type: ignore[arg-type] # any that makes one
