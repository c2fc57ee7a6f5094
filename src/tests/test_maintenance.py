"""What a visitor meets while gunicorn is away: nginx itself, with its real configuration, and a dead socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .nginx_alone import ask, nginx_in

PAGE = "<!DOCTYPE html><title>Torniamo subito</title>"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where an nginx listens that has nobody behind it."""
    with nginx_in(tmp_path) as port:
        yield port


@pytest.mark.parametrize(("path", "method"), [("/", "GET"), ("/it/contatti/", "POST"), ("/en/?a=b", "GET")])
def test_every_address_answers_with_the_page_and_says_when_to_come_back(
    port: int, tmp_path: Path, path: str, method: str
) -> None:
    (tmp_path / "media" / "maintenance.html").write_text(PAGE)
    answer, body = ask(port, path, method)
    assert answer.status == 503
    assert body == PAGE
    assert answer.headers["Retry-After"] == "120"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_before_the_page_was_ever_written_it_is_still_a_503(port: int) -> None:
    answer, _body = ask(port, "/it/")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "120"


def test_pictures_and_styles_are_served_all_the_same_and_the_page_has_no_address(port: int, tmp_path: Path) -> None:
    (tmp_path / "media" / "maintenance.html").write_text(PAGE)
    (tmp_path / "static" / "a.css").write_text("b {}")
    assert ask(port, "/static/a.css")[0].status == 200
    assert ask(port, "/media/maintenance.html")[0].status == 404
