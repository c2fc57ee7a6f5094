"""nginx itself, with its real configuration: it logs every request but the live view's own questions."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.fixtures import Settings

from logging_app.completeness import completeness
from logging_app.models import AccessLogEntry

from .nginx_alone import ask, nginx_in


class Headers(BaseHTTPRequestHandler):
    """Answers with the headers it got, as JSON."""

    def do_GET(self) -> None:
        said = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Not on stderr."""

    def address_string(self) -> str:
        return "nginx"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where nginx listens."""
    (tmp_path / "run").mkdir()
    with socketserver.ThreadingUnixStreamServer(str(tmp_path / "run" / "gunicorn.sock"), Headers) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        try:
            with nginx_in(tmp_path) as port:
                yield port
        finally:
            site.shutdown()
            thread.join()


def logged(log: Path, last: str) -> list[str]:
    """What was asked for, once the line of `last` is there."""
    deadline = time.monotonic() + 20
    while True:
        lines: list[dict[str, Any]] = [json.loads(line) for line in log.read_text().splitlines()]
        uris = [line["request_uri"] for line in lines]
        if last in uris:
            return uris
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.django_db(databases=["default", "gold"])
def test_the_live_page_is_logged_and_its_questions_are_not_and_nothing_is_missing(
    port: int, tmp_path: Path, settings: Settings
) -> None:
    live, rows = reverse("requests:live"), reverse("requests:live_rows")
    asked = [live, f"{rows}?after=1-1", f"{rows}?who=people", f"{rows}more/", "/it/"]
    assert [ask(port, uri)[0].status for uri in asked] == [200] * len(asked)
    log = tmp_path / "logs" / "access.log"
    assert logged(log, "/it/")[-3:] == [live, f"{rows}more/", "/it/"]

    settings.ACCESS_LOG, settings.ERROR_LOG = log, tmp_path / "logs" / "error.log"
    call_command("tail_access_log", "--once", stdout=StringIO())
    state = completeness()
    assert state.read == state.size == log.stat().st_size
    assert (state.whole, state.missing, state.unparsable) == (True, 0, 0)
    assert not AccessLogEntry.objects.filter(path__text=rows).exists()


def test_the_site_learns_as_much_of_a_question_as_of_any_request(port: int) -> None:
    of_any, of_a_question = (json.loads(ask(port, uri)[1]) for uri in ("/it/", reverse("requests:live_rows")))
    assert len(of_any.pop("X-Request-ID")) == len(of_a_question.pop("X-Request-ID")) == 32
    assert of_a_question == of_any
    assert of_any["X-Real-IP"] == of_any["X-Forwarded-For"] == "127.0.0.1"
    assert of_any["Host"] == f"127.0.0.1:{port}"
