"""The whole stack once per session, a browser, and a page that tells on itself."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from base.stack.environment import read
from tests.e2e.post_office import PostOffice
from tests.e2e.visit import Visit

SRC = Path(__file__).resolve().parents[2]
# Two stacks beside one another where the tests run in two processes: each changes its own site.
HOME = SRC.parent / ".test" / f"e2e-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
# Chromium as Debian ships it, without anything that calls home.
CHROMIUM = {
    "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
    "args": [
        "--no-sandbox",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ],
}
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's synchronous interface runs a loop


@pytest.fixture(scope="session")
def post_office() -> Iterator[PostOffice]:
    """Takes the mail the worker sends."""
    with PostOffice() as office:
        yield office


@pytest.fixture(scope="session")
def site(post_office: PostOffice) -> Iterator[str]:
    """The address of a demo of the suite's own; E2E_SITE names one that already runs instead."""
    if named := os.environ.get("E2E_SITE"):
        yield named.rstrip("/")
        return
    port = _free_port()
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    # The databases of the test run are not the demo's.
    env = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    env |= {"EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "base.stack", "demo", "--port", str(port), "--home", str(HOME)]
    with HOME.with_suffix(".log").open("w") as log:
        stack = subprocess.Popen(command, cwd=SRC, env=env, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/it/", stack, Path(log.name))
            yield f"http://127.0.0.1:{port}"
        finally:
            stack.send_signal(signal.SIGINT)
            stack.wait(timeout=60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**CHROMIUM)  # type: ignore[arg-type]
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def owner(browser: Browser, site: str) -> Iterator[Page]:
    """A desk with the admin open, logged in; E2E_PASSWORD is the password of a demo that E2E_SITE names."""
    context = browser.new_context(base_url=site, viewport={"width": 1440, "height": 900}, locale="it-IT")
    page = context.new_page()
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill("admin")
    password = os.environ.get("E2E_PASSWORD") or read(HOME / "environment")["DEMO_PASSWORD"]
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")
    yield page
    context.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Visit]]:
    """Opens pages in a window of a given width and light; afterwards nothing may have been complained about."""
    visits: list[Visit] = []

    def open_window(width: int = 1440, light: str = "light") -> Visit:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=light,  # type: ignore[arg-type]
            reduced_motion="reduce",
            locale="it-IT",
        )
        visits.append(Visit(context, site))
        return visits[-1]

    yield open_window
    for each in visits:
        each.context.close()
    complaints = [complaint for each in visits for complaint in each.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def phone(visit: Callable[..., Visit]) -> Page:
    return visit(390).page


@pytest.fixture
def desk(visit: Callable[..., Visit]) -> Page:
    return visit(1440).page


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, stack: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        if stack.poll() is not None:
            pytest.exit(f"The stack did not start:\n{log.read_text()[-3000:]}", 1)
        try:
            with urlopen(address, timeout=60) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.5)
    pytest.exit(f"The stack did not answer in five minutes:\n{log.read_text()[-3000:]}", 1)
