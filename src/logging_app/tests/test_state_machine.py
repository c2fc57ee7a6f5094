"""Whatever nginx, logrotate and fate do in whatever order: the table holds what was written, each line once."""

import gzip
import os
import secrets
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from logging_app import store
from logging_app.models import AccessLogEntry, Gap, LogFile, TrafficHour, UnparsableLine
from logging_app.pipeline import Ingester

from .lines import line

TABLES = ("accesslogentry", "logfile", "traffic_hour", "day", "daysalt", "unparsableline", "gap")


class Killed(BaseException):
    """Not to be caught by anybody, like kill -9."""


class Log(RuleBasedStateMachine):
    """`written` are the ids of whole lines. nginx writes on to the file it has open until it is told to reopen."""

    def __init__(self) -> None:
        super().__init__()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE {} CASCADE".format(", ".join(f"logging_app_{name}" for name in TABLES)))
        self.folder = Path(tempfile.mkdtemp())
        self.log = self.folder / "access.log"
        self.open = self.log.open("ab", buffering=0)
        self.renamed = False
        self.rest = b""
        self.copies = 0
        self.written: list[str] = []
        self.ingester = Ingester(self.log)

    @rule(count=st.integers(1, 5))
    def write(self, count: int) -> None:
        self.end_the_line()
        for _ in range(count):
            self.open.write(self.line())

    @precondition(lambda self: not self.rest)
    @rule(share=st.floats(0.01, 0.99))
    def tear(self, share: float) -> None:
        whole = self.line()
        cut = max(1, int(len(whole) * share))
        self.open.write(whole[:cut])
        self.rest = whole[cut:]

    @rule()
    def end_the_line(self) -> None:
        self.open.write(self.rest)
        self.rest = b""

    @precondition(lambda self: not self.renamed and self.log.stat().st_size)
    @rule()
    def rename(self) -> None:
        for path in sorted(self.folder.glob("access.log.[0-9]*"), key=number, reverse=True):
            path.rename(path.with_name(path.name.replace(f".{number(path)}", f".{number(path) + 1}")))
        self.log.rename(self.folder / "access.log.1")
        self.renamed = True

    @precondition(lambda self: self.renamed)
    @rule()
    def reopen(self) -> None:
        self.end_the_line()
        self.open.close()
        self.open = self.log.open("ab", buffering=0)
        self.renamed = False

    @precondition(lambda self: not self.renamed and not self.rest)
    @rule()
    def copytruncate(self) -> None:
        self.copies += 1
        shutil.copyfile(self.log, self.folder / f"access.log-202611{self.copies:02}")
        os.truncate(self.log, 0)

    @rule()
    def compress(self) -> None:
        """As logrotate does with delaycompress: nobody has had it open for a day."""
        for path in self.folder.glob("access.log.*[0-9]"):
            if number(path) > 1 or not self.renamed:
                packed = path.with_name(path.name + ".gz")
                packed.write_bytes(gzip.compress(path.read_bytes()))
                os.utime(packed, (time.time() - 3600,) * 2)
                path.unlink()

    @rule()
    def look(self) -> None:
        assert self.ingester.step()

    @rule(moment=st.sampled_from(["before the rows", "between rows and cursor", "after the commit"]))
    def look_and_be_killed(self, moment: str) -> None:
        real = store.Store.write

        def killed(*args: object) -> None:
            if moment == "after the commit":
                real(*args)  # type: ignore[arg-type]
            raise Killed

        what = "rollup.mark_dirty" if moment == "between rows and cursor" else "Store.write"
        with patch(f"logging_app.store.{what}", killed), suppress(Killed):
            self.ingester.step()
        self.start_anew()

    @rule()
    def start_anew(self) -> None:
        for tail in self.ingester.tails:
            tail.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        self.ingester = Ingester(self.log)

    @invariant()
    def nothing_is_stored_that_was_not_written_and_nothing_twice(self) -> None:
        stored = self.stored()
        assert len(stored) == len(set(stored))
        assert set(stored) <= set(self.written)
        assert (TrafficHour.objects.aggregate(n=Sum("requests"))["n"] or 0) == len(stored)

    def teardown(self) -> None:
        if self.renamed:
            self.reopen()
        self.end_the_line()
        self.open.close()
        assert self.ingester.step()
        self.start_anew()
        assert self.ingester.step()
        self.start_anew()
        assert sorted(self.stored()) == sorted(self.written)
        assert (LogFile.objects.aggregate(n=Sum("lines"))["n"] or 0) == len(self.written)
        assert not UnparsableLine.objects.exists()
        assert not Gap.objects.exists()
        shutil.rmtree(self.folder)

    def line(self) -> bytes:
        self.written.append(secrets.token_hex(16))
        return line(request_id=self.written[-1], connection=len(self.written))

    def stored(self) -> list[str]:
        return [each.hex for each in AccessLogEntry.objects.values_list("request_id", flat=True) if each]


def number(path: Path) -> int:
    return int(path.name.removeprefix("access.log.").removesuffix(".gz"))


@pytest.mark.django_db
def test_the_table_and_the_model_always_agree() -> None:
    quick = settings(
        max_examples=min(settings().max_examples, 1_000) if settings().max_examples > 100 else 25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Log, settings=quick)  # type: ignore[no-untyped-call]
