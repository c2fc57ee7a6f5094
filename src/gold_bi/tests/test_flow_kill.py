"""Loads, replacements and undos killed -9 at random moments: GOLD is as it was, or as it should become."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from gold_bi import runner

from .processes import url
from .sales_files import text

KILLS = int(os.environ.get("KILLS", "6"))  # 100 in `./manager.sh flow_kill_test`
LINES = 6_000

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "gold"], available_apps=["gold_bi"])


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["subprocess.Popen[str]"]:
    environment = {
        **os.environ,
        "DATABASE_URL": url("default"),
        "GOLD_DATABASE_URL": url("gold"),
        "FLOW_FILES_DIR": str(tmp_path / "kept"),
        "DJANGO_SETTINGS_MODULE": "base.settings.test",
    }
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "gold_bi.tests.loading_process"],
        env=environment, cwd=settings.SRC_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process
        assert process.stdin
        process.stdin.close()


def asked(worker: "subprocess.Popen[str]", work: str, kill_after: float | None = None) -> bool:
    """Whether the work was done; by then the server has let go of it."""
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(work + "\n")
    worker.stdin.flush()
    child = int(worker.stdout.readline())
    if kill_after is not None:
        threading.Timer(kill_after, _kill, [child]).start()
    done = worker.stdout.readline().strip() == "done"
    with connections["gold"].cursor() as cursor:
        for _ in range(500):
            cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext('sales'))", [runner.FLOW_LOCKS])
            if cursor.fetchone()[0]:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext('sales'))", [runner.FLOW_LOCKS])
                return done
            time.sleep(0.02)
    raise AssertionError("The server never let go.")


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):  # it was quicker
        os.kill(child, signal.SIGKILL)


def test_gold_is_the_old_or_the_new_wherever_a_run_is_killed(worker: "subprocess.Popen[str]", tmp_path: Path) -> None:
    lines = [
        f"{n // 9},{n % 800 + 20_000},THING {n % 800},{n % 7 + 1},2011-{n % 3 + 1:02}-05 10:00:00,2.5,{n % 90}.0,Italy"
        for n in range(LINES)
    ]
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_bytes(text(lines))
    second.write_bytes(text([line.replace(",2.5,", ",3.5,") for line in lines[: LINES // 2]]))
    steps = [f"load a.csv {first}", f"load a.csv {second}", "undo a.csv", "undo a.csv"]
    states, took = [runner.checksum("sales")], []
    for step in steps:
        started = time.monotonic()
        assert asked(worker, step), step
        took.append(time.monotonic() - started)
        states.append(runner.checksum("sales"))
    assert states == [*states[:2], states[2], states[1], states[0]]
    assert len(set(states)) == 3
    chance, at, kills, old = random.Random(time.time()), 0, 0, 0
    while kills < KILLS:
        done = asked(worker, steps[at], chance.uniform(0, 1.1 * took[at]))
        now = runner.checksum("sales")
        assert now in (states[at], states[at + 1]), f"{steps[at]} left something else"
        kills += not done
        old += not done and now == states[at]
        if now == states[at + 1] or (kills % 4 == 3 and asked(worker, steps[at])):
            at = (at + 1) % 4
    print(f"{kills} kills: {old} left the old state, {kills - old} the new one")  # noqa: T201
