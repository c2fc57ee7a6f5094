"""Any order of writing, tearing, rotating, truncating, losing, killing and starting: the table and a model agree.

The model is what nginx wrote: one stream of bytes per log, wherever rotation has put it since.
"""

import gzip
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, connections, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from logging_app import gaps, parts, rollup, store
from logging_app.models import AccessLogEntry, Day, Gap, LogFile, TrafficHour, UnparsableLine
from logging_app.parts import GzipPart, Part
from logging_app.pipeline import Ingester
from logging_app.rollup import Hours
from logging_app.store import Store

from .lines import line
from .streams import Stream, begins, files, stored

pytestmark = pytest.mark.django_db

# Several batches per look; longer than a torn line and the whole one behind it.
CHUNK_BYTES = 2_500
# Up to here a line says nothing that is its own.
COMMON_BYTES = 110
# Where a process may die: before or after any call of these.
DEATHS: list[tuple[Any, str]] = [
    (Part, "read"), (Part, "refresh"), (GzipPart, "bytes_at"), (gaps, "seen"), (gaps, "note"), (Store, "prepare"),
    (Store, "_copy"), (Hours, "write"), (store, "_moved"), (Store, "save"), (rollup, "mark_dirty"),
]  # fmt: skip


class Killed(BaseException):
    """SIGKILL: nothing in the reader may catch it, and PostgreSQL undoes what was not committed."""


class Machine(RuleBasedStateMachine):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(dir=folder)
        self.log = Path(self.folder.name) / "access.log"
        self.held = Stream(self.log)  # what nginx has open
        self.streams = [self.held]
        self.rest = b""  # of a line that nginx is writing
        self.requests = self.copies = 0
        self.ingester: Ingester | None = None
        self.undone = transaction.atomic()
        self.undone.__enter__()

    # nginx

    @rule(count=st.integers(1, 8))
    def write(self, count: int) -> None:
        self.held.append(self.rest + b"".join(self.request() for _ in range(count)))
        self.rest = b""

    @precondition(lambda self: not self.rest and self.held.whole)
    @rule(after=st.integers(1, 500))
    def tear(self, after: int) -> None:
        whole = self.request()
        at = max(after % (len(whole) - 1), 1 if self.held.known else COMMON_BYTES)
        self.held.append(whole[:at])
        self.rest = whole[at:]

    @precondition(lambda self: self.rest)
    @rule()
    def mend(self) -> None:
        self.held.append(self.rest)
        self.rest = b""

    @precondition(lambda self: self.rest)
    @rule()
    def crash(self) -> None:
        """The rest is never written: the line is torn for ever, with the one that nginx writes behind it."""
        self.rest = b""

    @precondition(lambda self: not self.log.exists() and not self.rest)
    @rule()
    def reopen(self) -> None:
        self.held = Stream(self.log)
        self.streams.append(self.held)

    def request(self) -> bytes:
        self.requests += 1
        own = f"{self.requests:04}"
        return line(
            msec=int(time.time()) // 3600 * 3600,
            request_id=f"{self.requests:032x}",
            request_uri=f"/{own}/?a=1",
            http_user_agent=f"Mozilla/5.0 ({own}) Firefox/140.0",
            connection=int(own) + 10_000,
        )

    # logrotate, and people

    @precondition(lambda self: self.log.exists() and self.held.known)
    @rule()
    def rename(self) -> None:
        """nginx goes on writing to the renamed file until it reopens."""
        numbered = [stream for stream in self.there() if stream.path.name.startswith("access.log.")]
        for stream in sorted(numbered, key=lambda stream: int(stream.path.name.split(".")[2]), reverse=True):
            number, *packed = stream.path.name.split(".")[2:]
            stream.move(self.log.with_name(".".join(["access.log", str(int(number) + 1), *packed])))
        self.held.move(self.log.with_name("access.log.1"))

    @precondition(lambda self: self.held.path == self.log and self.held.known)
    @rule(looks=st.sets(st.sampled_from(["half", "whole"])))
    def copytruncate(self, looks: set[str]) -> None:
        copy = self.another_name()
        if "half" in looks:
            copy.write_bytes(self.held.data[: len(self.held.data) // 2])
            self.look()
        shutil.copyfile(self.log, copy)
        if "whole" in looks:
            self.look()
        self.held.path = copy
        self.truncate()

    @precondition(lambda self: self.still())
    @rule(number=st.integers(0, 99), looks=st.sets(st.sampled_from(["half", "whole"])))
    def compress(self, number: int, looks: set[str]) -> None:
        stream = self.still()[number % len(self.still())]
        packed, data = stream.path.with_name(stream.path.name + ".gz"), gzip.compress(stream.data)
        age(stream.path)
        if "half" in looks:
            packed.write_bytes(data[: len(data) // 2])
            self.look()
        packed.write_bytes(data)
        age(packed)
        if "whole" in looks:
            self.look()
        stream.path.unlink()
        stream.path = packed

    @rule()
    def wait(self) -> None:
        for stream in self.still():
            age(stream.path)

    @precondition(lambda self: self.still())
    @rule(number=st.integers(0, 99), seen=st.booleans())
    def delete(self, number: int, seen: bool) -> None:
        if seen:
            self.see()
        stream = self.still()[number % len(self.still())]
        stream.path.unlink()
        stream.lost = True

    @precondition(lambda self: self.held.path == self.log and self.held.known)
    @rule(seen=st.booleans())
    def empty(self, seen: bool) -> None:
        if seen:
            self.see()
        self.held.lost = True
        self.truncate()

    @precondition(lambda self: any(stream.lost for stream in self.streams))
    @rule()
    def put_back(self) -> None:
        stream = next(stream for stream in self.streams if stream.lost)
        stream.path, stream.lost, stream.returned = self.another_name(), False, True
        stream.path.write_bytes(stream.data)

    def see(self) -> None:
        """Find out how much there is to read, and die of it."""
        self.kill((Store, "_copy"), 1, after=False)

    def truncate(self) -> None:
        os.truncate(self.log, 0)
        self.held = Stream(self.log)
        self.streams.append(self.held)

    def another_name(self) -> Path:
        self.copies += 1
        return self.log.with_name(f"access.log-20261122-{self.copies}")

    def there(self) -> list[Stream]:
        return [stream for stream in self.streams if not stream.lost]

    def still(self) -> list[Stream]:
        """The plain parts that nginx has left."""
        return [stream for stream in self.there() if stream is not self.held and stream.path.suffix != ".gz"]

    # the ingester

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

    # what must be true

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


def age(path: Path) -> None:
    """As old as what is left to rotate tomorrow."""
    os.utime(path, (time.time() - 86_400,) * 2)


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
