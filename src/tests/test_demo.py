"""The demo as its user meets it: a real start, real requests, a real Ctrl-C. The test takes about a minute."""

import contextlib
import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from base.stack.places import SRC
from base.stack.postgres import free_port

pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="finds leftover processes in /proc")


class Demo:
    """A demo process with a home of its own, and a visitor's browser."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.cookies: SimpleCookie = SimpleCookie()

    def start(self, *options: str) -> "subprocess.Popen[str]":
        own = {name: value for name, value in os.environ.items() if "DATABASE" not in name and "DJANGO" not in name}
        command = [sys.executable, "-m", "base.stack", "demo", "--port", str(self.port), "--home", str(self.home)]
        log = (self.home.parent / "demo.log").open("a")
        return subprocess.Popen([*command, *options], cwd=SRC, env=own, stdout=log, stderr=log, text=True)

    def said(self) -> str:
        return (self.home.parent / "demo.log").read_text()

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())}
        if form is None:
            connection.request("GET", path, headers=headers)
        else:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{self.port}"}
            connection.request("POST", path, urlencode(form), headers)
        response = connection.getresponse()
        for value in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        return response, response.read().decode(errors="replace")

    def wait_until_it_answers(self, process: "subprocess.Popen[str]", seconds: int = 240) -> None:
        for _ in range(seconds * 5):
            assert process.poll() is None, self.said()
            with contextlib.suppress(OSError):
                if self.ask("/it/")[0].status == 200:
                    return
            time.sleep(0.2)
        pytest.fail(f"no answer after {seconds} s:\n{self.said()}")

    def sign_in(self) -> None:
        password = re.search(r"DEMO_PASSWORD=(.+)", (self.home / "environment").read_text())
        assert password
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("/admin/login/")[1])
        assert token
        form = {"username": "admin", "password": password[1], "csrfmiddlewaretoken": token[1]}
        assert self.ask("/admin/login/", form)[0].status == 302

    def processes(self) -> list[str]:
        """The command lines of processes that belong to this demo, whoever their parent is."""
        found = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if str(self.home) in command or (entry / "cwd").resolve() == self.home:
                    found.append(command)
        return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo") / "home")
    process = demo.start()
    try:
        demo.wait_until_it_answers(process)
        demo.process = process  # type: ignore[attr-defined]
        yield demo
    finally:
        process.terminate()
        process.wait(30)


def test_both_languages_and_the_health_checks_answer(demo: Demo) -> None:
    for path in ("/it/", "/en/", "/healthz", "/readyz"):
        assert demo.ask(path)[0].status == 200, path
    assert demo.ask("/")[0].headers["Location"] in ("/it/", "/en/")
    assert "DEMO_PASSWORD" not in demo.said()


def test_a_second_demo_says_that_it_already_runs(demo: Demo) -> None:
    second = demo.start()
    assert second.wait(20) == 1
    assert f"✗ The demo already runs at http://127.0.0.1:{demo.port}" in demo.said()


def test_a_request_is_in_the_log_within_five_seconds_under_the_id_it_carried(demo: Demo) -> None:
    request_id = demo.ask("/it/?from=the-test")[0].headers["X-Request-ID"]
    demo.sign_in()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if request_id in demo.ask(f"/admin/request-log/?request_id={request_id}")[1].partition("<tbody")[2]:
            return
        time.sleep(0.3)
    pytest.fail(f"{request_id} was not in the list after 5 s")


def test_the_charts_total_for_a_day_is_the_count_of_that_days_raw_lines(demo: Demo) -> None:
    demo.sign_in()
    day = date.today() - timedelta(days=3)  # noqa: DTZ011 -- any full day of the month that was written
    raw = demo.manage("shell", "-v", "0", "-c", RAW_COUNT % day.isoformat())  # type: ignore[attr-defined]
    assert raw


RAW_COUNT = ""
