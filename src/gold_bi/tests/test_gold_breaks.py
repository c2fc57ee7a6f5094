"""GOLD's server stopped, frozen or full in the middle of a run: nothing is lost, and the next attempt loads all."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from django_tasks import task_backends

from base.stack.postgres import OWNER, Postgres, free_port
from gold_bi import tasks
from gold_bi.flows import registry
from gold_bi.last_known.models import Trouble
from gold_bi.loaders import parts
from gold_bi.models import FactSale, FactTrafficHour, FlowRun, SourceFile, TrafficDay
from gold_bi.runner import overseeing
from gold_bi.sources import Rows

from .frames import at, hours
from .sales_files import EXCERPT

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "gold"])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    """GOLD on a server of its own, which may be broken."""
    own = Postgres(tmp_path / "pg", free_port(), "x", durable=True)
    with own.in_use():
        own.make_databases("own_gold")
        gold = connections["gold"]
        before = dict(gold.settings_dict)
        gold.close()
        gold.settings_dict.update(HOST="127.0.0.1", PORT=own.port, USER=OWNER, PASSWORD="x", NAME="own_gold")
        try:
            call_command("migrate", database="gold", verbosity=0)
            with translation.override("en"):
                yield own
        finally:
            for process in processes(own):
                os.kill(process, signal.SIGCONT)
            gold.close()
            gold.settings_dict.update(before)


def processes(server: Postgres) -> list[int]:
    """The server's own process and its children."""
    file = server.data / "postmaster.pid"
    if not file.exists():
        return []
    first = int(file.read_text().splitlines()[0])
    children = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == first:
                    children.append(int(entry.name))
    return [first, *children]


def stop(server: Postgres) -> None:
    os.kill(processes(server)[0], signal.SIGQUIT)  # at once, as a crash would
    while server.running:
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


def freeze(server: Postgres) -> None:
    for process in processes(server):
        os.kill(process, signal.SIGSTOP)


def thaw(server: Postgres) -> None:
    for process in reversed(processes(server)):
        os.kill(process, signal.SIGCONT)


def breaking(monkeypatch: pytest.MonkeyPatch, breaks: Callable[[], object]) -> None:
    """Traffic's source: while it is read for the first time, something happens to GOLD."""
    calls = [breaks]

    def read(after: int) -> pd.DataFrame:
        if calls:
            calls.pop()()
        frame = hours((at("2026-11-20T22:00"), 2, 5), (at("2026-11-20T23:00"), 2, 7))
        return frame[frame["revision"] > after]

    flow = replace(registry.find("traffic"), source=Rows(read, "revision"))
    monkeypatch.setitem(registry._flows, "traffic", flow)


def attempt_again() -> None:
    """What the worker does when the time of the next attempt has come."""
    again = task_backends["db"].results.pop()  # type: ignore[attr-defined]
    assert again.task.run_after is not None
    tasks.run_flow.call(*again.args, **again.kwargs)


def all_is_loaded() -> bool:
    runs = list(FlowRun.objects.order_by("pk").values_list("state", "attempt"))
    assert runs == [("failed", 1), ("succeeded", 2)]
    assert not Trouble.objects.under_way().exists()
    return FactTrafficHour.objects.count() == 2 and sum(TrafficDay.objects.values_list("requests", flat=True)) == 12


def test_a_server_that_is_stopped_in_the_middle(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, lambda: stop(server))
    said = tasks.run_flow.call("traffic", "anna")
    assert "GOLD, the database of the figures, does not answer" in said
    assert "Attempt 2 follows at" in said
    assert not Trouble.objects.get().certain
    server._start()
    attempt_again()
    assert all_is_loaded()
    assert "interrupted" in FlowRun.objects.failed().get().reason


def test_a_server_that_freezes_in_the_middle(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overseeing, "KNOCK_EVERY", 0.1)
    monkeypatch.setattr(overseeing, "UNANSWERED", 2)
    breaking(monkeypatch, lambda: freeze(server))
    said = tasks.run_flow.call("traffic", "anna")
    assert "does not answer" in said
    thaw(server)
    with connections["gold"].cursor() as cursor:  # what was frozen ends as it finds its line cut
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            if not cursor.fetchone()[0]:
                break
    attempt_again()
    assert all_is_loaded()


def test_a_disk_that_is_full(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, lambda: None)
    with connections["gold"].cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            " 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;"
            " CREATE TRIGGER full_disk BEFORE INSERT ON gold_bi_trafficday EXECUTE FUNCTION full_disk()"
        )
    said = tasks.run_flow.call("traffic", "anna")
    assert "No space left on device" in said
    failed = FlowRun.objects.get()
    assert "No space left on device" in failed.reason
    assert "2 rows read" in failed.log
    assert not FactTrafficHour.objects.exists()
    with connections["gold"].cursor() as cursor:
        cursor.execute("DROP TRIGGER full_disk ON gold_bi_trafficday")
    attempt_again()
    assert all_is_loaded()


def test_a_file_in_the_folder_that_was_half_loaded_is_loaded_by_the_next_attempt(
    server: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path / "files"))
    folder = tmp_path / "files" / "sales"
    folder.mkdir(parents=True)
    source = sorted(EXCERPT.glob("*.csv"))[0]
    (folder / "day.csv").write_bytes(source.read_bytes())
    real, calls = parts.make_known, ["rehearsal", "load"]

    def known(facts: type) -> None:
        if calls and calls.pop(0) == "load":
            stop(server)
        real(facts)

    monkeypatch.setattr(parts, "make_known", known)
    assert "does not answer" in tasks.run_flow.call("sales", "schedule")
    server._start()
    assert SourceFile.objects.get().state == SourceFile.State.READY
    attempt_again()
    assert SourceFile.objects.get().state == SourceFile.State.LOADED
    assert FactSale.objects.exists()
