"""One question by HTTP: its limits, its redirects, its certificate."""

import gzip
import io
import shutil
import socket
import ssl
import subprocess
from collections.abc import Generator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.utils import translation

from gold_bi.sources import SourceAway, guard, web

from .outside import Answer, always, serving

QUICK = web.Limits(connect=2, read=2, total=5)


@pytest.fixture(autouse=True)
def _open(settings: Any) -> Generator[None]:
    settings.FLOW_ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    with translation.override("en"):
        yield


def got(url: str, limits: web.Limits = QUICK, **more: Any) -> tuple[web.Answer, bytes]:
    body = io.BytesIO()
    return web.get(url, body, limits=limits, **more), body.getvalue()


def test_five_redirects_are_followed_and_a_sixth_is_not() -> None:
    def answer(path: str, _: dict[str, str]) -> Answer:
        left = int(path[1:])
        return (302, {"Location": str(left - 1)}, b"") if left else (200, {}, b"there")

    with serving(answer) as server:
        found, body = got(f"{server.url}/5")
        assert (body, found.address) == (b"there", f"{server.url}/0")
        with pytest.raises(guard.Refused, match="more than 5 times"):
            got(f"{server.url}/6")
        assert len(server.asked) == 6 + 6


def test_a_key_goes_to_the_host_it_is_for_and_not_to_one_that_it_redirects_to() -> None:
    with serving(lambda *_: (200, {}, b"x")) as other:
        with serving(lambda *_: (302, {"Location": f"{other.url}/x"}, b"")) as first:
            got(first.url, headers={"Accept": "text/csv"}, private={"Authorization": "Bearer s3cret"})
            assert first.headers[0]["authorization"] == "Bearer s3cret"
        assert "authorization" not in other.headers[0]
        assert other.headers[0]["accept"] == "text/csv"


def test_more_than_the_limit_is_not_taken_whether_it_was_announced_or_not() -> None:
    for headers in (dict[str, str](), {"Content-Length": ""}):
        with (
            serving(always(200, headers, b"x" * 5_000_000)) as server,
            pytest.raises(SourceAway, match="larger than 2 MB"),
        ):
            got(server.url, web.Limits(size=2_000_000))


def test_a_packed_answer_is_unpacked_and_a_bomb_is_not() -> None:
    packed = gzip.compress(b"day;n\n" * 50) + gzip.compress(b"more")
    bomb = gzip.compress(gzip.compress(b"\0" * 300_000_000, 9) + b"\0" * 30_000_000, 9)
    answers = {"/good": packed, "/cut": packed[:40], "/bomb": bomb, "/torn": b"\x1f\x8b\x08" + b"\xff" * 99}
    with serving(lambda path, _: (200, {"Content-Encoding": "gzip"}, answers[path])) as server:
        assert got(f"{server.url}/good")[1] == b"day;n\n" * 50 + b"more"
        for path, why in (("/cut", "before its end"), ("/bomb", "unpacks to far more"), ("/torn", "damaged")):
            with pytest.raises(SourceAway, match=why):
                got(server.url + path)


def test_an_answer_that_stops_before_its_end_is_not_taken_for_whole() -> None:
    with (
        serving(lambda *_: (200, {"Content-Length": "100"}, b"half")) as server,
        pytest.raises(web.NoAnswer, match="before its end"),
    ):
        got(server.url)


def dripping(secret: socket.socket) -> None:
    """Sends one byte at a time, and never ends."""
    line, _from = secret.accept()
    with line:
        try:
            while True:
                line.sendall(b"H")
                line.settimeout(0.02)
                try:
                    if not line.recv(4096):
                        return
                except TimeoutError:
                    pass
        except OSError:
            pass


def test_an_answer_in_drops_ends_with_the_time_for_all_of_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=dripping, args=[listener], daemon=True)
        thread.start()
        with pytest.raises(web.NoAnswer, match="took too long"):
            got(f"http://127.0.0.1:{listener.getsockname()[1]}/", web.Limits(connect=2, read=2, total=0.4))
        thread.join()


def test_what_is_no_http_is_told_without_what_it_said() -> None:
    with serving(lambda *_: (200, {}, b"")) as server:
        server.answer = lambda *_: (_ for _ in ()).throw(OSError)  # hangs up
        with pytest.raises(web.NoAnswer, match=r"“127\.0\.0\.1” broke off its answer") as fault:
            got(f"{server.url}/path?token=s3cret")
    assert "s3cret" not in str(fault.value)


@pytest.fixture
def certified(tmp_path: Path) -> ssl.SSLContext:
    """A certificate for “localhost”, signed by itself, and a server's context with it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make a certificate")
    made = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    subprocess.run([*made, *named, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context


def test_a_certificate_must_prove_the_name_that_was_asked_for(
    certified: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(lambda *_: (200, {}, b"safe")) as server:
        server.socket = certified.wrap_socket(server.socket, server_side=True)
        with pytest.raises(guard.Refused, match="does not prove who it is: self"):
            got(f"https://localhost:{server.port}/")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        assert got(f"https://localhost:{server.port}/")[1] == b"safe"
        # The same machine by another name, which the certificate does not say.
        with pytest.raises(guard.Refused, match="does not prove who it is"):
            got(f"https://127.0.0.1:{server.port}/")
        assert server.asked == ["/"]


def test_https_never_falls_back_to_http_unless_the_host_is_allowed(
    certified: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with serving(lambda *_: (200, {}, b"plain")) as plain:
        targets = iter(["http://example.com/x", f"{plain.url}/x"])
        with serving(lambda *_: (302, {"Location": next(targets)}, b"")) as server:
            server.socket = certified.wrap_socket(server.socket, server_side=True)
            with pytest.raises(guard.Refused, match="from https to http"):
                got(f"https://localhost:{server.port}/")
            assert got(f"https://localhost:{server.port}/")[1] == b"plain"
