"""The demo as its user meets it: a real start, real requests, a kill, a real Ctrl-C. Takes about a minute."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from base.stack import environment
from base.stack.demo import django_environment
from base.stack.places import SRC
from base.stack.postgres import READER, Postgres, free_port
from tests.containers.journey import FIGURES, REQUESTS, Person

pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="looks for leftover processes in /proc")
ROME = ZoneInfo("Europe/Rome")


class Demo:
    """A demo with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.home, self.log = folder / "home", folder / "said.log"
        self.port = free_port()
        self.log.touch()

    def start(self, verb: str = "demo", *options: str) -> "subprocess.Popen[str]":
        own = {name: value for name, value in os.environ.items() if "DATABASE" not in name and "DJANGO" not in name}
        port = ["--port", str(self.port)] if verb == "demo" else []
        command = [sys.executable, "-m", "base.stack", verb, *port, "--home", str(self.home)]
        with self.log.open("a") as log:
            return subprocess.Popen([*command, *options], cwd=SRC, env=own, stdout=log, stderr=log, text=True)

    def started(self, seconds: int = 240) -> "subprocess.Popen[str]":
        process, deadline = self.start(), time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert process.poll() is None, self.said
            with contextlib.suppress(OSError):
                if self.person().get("/it/").status == 200:
                    return process
            time.sleep(0.2)
        process.terminate()
        pytest.fail(f"no answer after {seconds} s:\n{self.said}")

    @property
    def said(self) -> str:
        return self.log.read_text()

    def person(self) -> Person:
        return Person(f"http://127.0.0.1:{self.port}")

    def owner(self) -> Person:
        """Somebody who is signed in with the login that the demo printed."""
        person, kept = self.person(), environment.read(self.home / "environment")
        person.sign_in("admin", kept["DEMO_PASSWORD"])
        return person

    def manage(self, *arguments: str) -> None:
        kept = environment.read(self.home / "environment")
        server = Postgres(self.home / "postgres", int(kept["POSTGRES_PORT"]), kept["POSTGRES_PASSWORD"])
        values = os.environ | kept | django_environment(self.home, self.port)
        values |= {"DATABASE_URL": server.url("djangoforge"), "GOLD_DATABASE_URL": server.url("gold")}
        values |= {"READONLY_DATABASE_URL": server.url("djangoforge", READER)}
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=SRC, env=values, check=True)

    def raw_lines(self, day: str) -> int:
        """How many lines nginx wrote, in all parts of its log, on that day of the site's zone."""
        times = [
            datetime.fromisoformat(json.loads(line)["time"]).astimezone(ROME)
            for part in (self.home / "logs").glob("access.log*")
            for line in part.read_text(errors="replace").splitlines()
        ]
        return sum(time.date().isoformat() == day for time in times)

    def processes(self) -> dict[int, str]:
        """The command lines, by pid, of the processes that belong to this demo, whoever their parent is."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if str(self.home) in command or (entry / "cwd").resolve() == self.home:
                    found[int(entry.name)] = command
        return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo"))
    process = demo.started()
    try:
        yield demo
    finally:
        for running in (process, *_restarted):
            if running.poll() is None:
                running.terminate()
                running.wait(30)


_restarted: list["subprocess.Popen[str]"] = []


def test_both_languages_and_the_health_checks_answer(demo: Demo) -> None:
    for path in ("/it/", "/en/", "/healthz"):
        assert demo.person().get(path).status == 200, path
    assert json.loads(demo.person().ok("/readyz").body)["state"] == "ready"


def test_a_second_demo_says_that_it_already_runs(demo: Demo) -> None:
    assert demo.start().wait(20) == 1
    assert f"✗ The demo already runs at http://127.0.0.1:{demo.port}" in demo.said


def test_a_running_demo_can_be_branded(demo: Demo) -> None:
    process = demo.start("brand", "demo")
    assert process.wait(120) == 0, demo.said
    assert "Ronchello is as its folder says: nothing was changed." in demo.said
    assert demo.start("brand", "nobody").wait(20) == 1
    assert "✗ There is no config/brands/nobody/brand.toml. There are: demo" in demo.said


def test_a_request_is_in_the_log_within_five_seconds_under_the_id_it_carried(demo: Demo) -> None:
    owner = demo.owner()
    request_id = demo.person().ok("/en/").headers["x-request-id"]
    deadline = time.monotonic() + 5
    while request_id not in owner.ok(f"{REQUESTS}?request_id={request_id}").body.partition("<tbody")[2]:
        assert time.monotonic() < deadline, f"{request_id} is not in the list after 5 s"
        time.sleep(0.2)


def test_the_charts_total_for_each_day_is_the_count_of_that_days_raw_lines(demo: Demo) -> None:
    demo.manage("flow", "run", "traffic")
    figure = json.loads(demo.owner().ok(f"{FIGURES}figure.json").body)
    today = datetime.now(ROME).date()
    for ago in (1, 2, 10, 25):
        day = (today - timedelta(days=ago)).isoformat()
        drawn = sum(
            count or 0
            for trace in figure["data"]
            for x, count in zip(trace["x"], trace["y"], strict=True)
            if x.startswith(day)
        )
        assert drawn == demo.raw_lines(day) > 0, day


def test_a_killed_process_ends_the_whole_with_a_clear_word_and_the_next_start_is_whole(demo: Demo) -> None:
    killed = [pid for pid, command in demo.processes().items() if "tail_access_log" in command]
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    _wait_for(lambda: "✗ “logs” ended by itself, so the whole demo stopped." in demo.said)
    _wait_for(lambda: not demo.processes())

    again = demo.started(seconds=60)
    _restarted.append(again)
    assert demo.said.count("The demo company") == 1  # content survives a restart, and is not loaded again
    again.send_signal(signal.SIGINT)
    assert again.wait(30) == 0
    assert demo.processes() == {}
    assert "Its data is kept" in demo.said


def _wait_for(holds: Callable[[], bool], seconds: int = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)
