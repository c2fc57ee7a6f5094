"""The containers' health checks, run as Docker runs them."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from base.lib.heartbeat import beat


def healthy(what: str, **environment: str) -> bool:
    command = [sys.executable, "-m", "base.healthcheck", what]
    return (
        subprocess.run(command, env={"PATH": os.environ["PATH"], **environment}, cwd=settings.SRC_DIR).returncode == 0
    )


class OnlyForTheSite(BaseHTTPRequestHandler):
    """Like Django with ALLOWED_HOSTS: 400 for a host name that is not the site's."""

    def do_GET(self) -> None:
        right = self.headers["Host"] == "www.example.it" and self.path == "/healthz"
        self.send_response(200 if right else 400)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def gunicorn_port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), OnlyForTheSite)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_web_is_asked_under_the_sites_own_host_name(gunicorn_port: int) -> None:
    bind = f"0.0.0.0:{gunicorn_port}"
    assert healthy("web", GUNICORN_BIND=bind, SITE_URL="https://www.example.it")
    assert not healthy("web", GUNICORN_BIND=bind, SITE_URL="https://another.example.it")


def test_web_that_does_not_listen_is_unhealthy() -> None:
    assert not healthy("web", GUNICORN_BIND="0.0.0.0:9", SITE_URL="https://www.example.it")


def test_a_process_is_healthy_while_its_heart_beats(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "heartbeat"
    assert not healthy("heartbeat", HEARTBEAT_FILE=str(file))
    settings.HEARTBEAT_FILE = str(file)
    beat()
    assert healthy("heartbeat", HEARTBEAT_FILE=str(file))
    long_ago = time.time() - 61
    os.utime(file, (long_ago, long_ago))
    assert not healthy("heartbeat", HEARTBEAT_FILE=str(file))


def test_without_a_file_there_is_no_heartbeat_to_write(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HEARTBEAT_FILE = ""
    monkeypatch.chdir(tmp_path)  # an empty path names the current folder, which a careless touch would renew
    os.utime(tmp_path, (1, 1))
    beat()
    assert tmp_path.stat().st_mtime == 1
