"""Requests/s of the demo's home and content page, uncached, against a plain Django view.

All three under the same gunicorn settings, DEBUG off, on one PostgreSQL, without nginx.
"""

import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from base.stack.places import SRC
from base.stack.postgres import free_port

from .installed import installed

SECONDS = 6
CONNECTIONS = 8


def run() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        environment = installed(os.environ, scratch)
        with gunicorn("tests.benchmarks.plain_django:application", environment) as port:
            limit = requests_per_second(port, "/")
        print(f"plain Django view        {limit:8.0f} requests/s   1.00")
        with gunicorn("base.wsgi:application", environment) as port:
            for name, path in (("home", "/it/"), ("content page", content_page(port))):
                rate = requests_per_second(port, path)
                print(f"{name:<20}     {rate:8.0f} requests/s   {rate / limit:.3f}   {path}")
        print(f"measured with {'wrk' if shutil.which('wrk') else 'a Python client (install wrk for a stronger one)'}")


@contextmanager
def gunicorn(application: str, environment: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:base.gunicorn", "-b", f"127.0.0.1:{port}", application]
    with subprocess.Popen(command, env=environment, cwd=SRC, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(100):
                try:
                    fetch(port, "/")
                    break
                except ConnectionError:
                    time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def fetch(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse().read().decode()


def content_page(port: int) -> str:
    """The first page the home page's header links to."""
    header = fetch(port, "/it/").partition("</header>")[0]
    found = re.search(r'href="(/it/[^"]+/)"', header)
    if not found:
        raise SystemExit("The demo's home page links to no page in its header.")
    return found[1]


def requests_per_second(port: int, path: str) -> float:
    for _ in range(20):
        fetch(port, path)  # warm: renditions, templates, connections
    if shutil.which("wrk"):
        url = f"http://127.0.0.1:{port}{path}"
        said = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", url], capture_output=True, text=True, check=True
        ).stdout
        if "Non-2xx" in said:
            raise SystemExit(f"{url} answered with errors:\n{said}")
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index] # wrk always says it
    done = [0] * CONNECTIONS
    deadline = time.monotonic() + SECONDS

    def ask(slot: int) -> None:
        while time.monotonic() < deadline:
            fetch(port, path)
            done[slot] += 1

    threads = [threading.Thread(target=ask, args=(slot,)) for slot in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS
