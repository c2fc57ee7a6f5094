"""A thousand hostile requests through the real nginx, and every one of them looked at in a browser.

Sent by raw sockets, for no client library would. Each carries its number in what nginx logs of it, so that it is
known which were stored; what is looked at is the list, the requests themselves and the live view.
"""

import random
import socket
from collections.abc import Callable
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page

from tests.e2e.visit import Visit

LINES = 1_000
PATIENCE = 60_000  # milliseconds until the ingester has stored them
# Run, these would leave a mark on the page.
MARK = "window.__ran=1"
SCRIPTS = [
    f"<script>{MARK}</script>",
    f'"><img src=x onerror="{MARK}">',
    f"'><svg onload={MARK}>",
    f"</title></textarea></style><script>{MARK}</script>",
    f"javascript:{MARK}//",
    f"</bdi></code></a><iframe srcdoc='<script>parent.{MARK}</script>'>",
    "{{7*7}}${7*7}<%= 7*7 %>{% debug %}{# x #}",
    "{{ settings.SECRET_KEY }}{% include 'x' %}",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u202egpj.exe\u2066\u200f\ufeff",
    "%00%0d%0aSet-Cookie:x=1%3Cscript%3E",
    "A" * 6_000,
    "🦊é\u0301" * 40,
]
RAW = [b"\xff\xfe\xc0\x80\xed\xa0\x80", b"\x01\x02\x1b[31m\x7f\x07", b"\xe2\x80\xae<b>", b"\x80" * 900]
TLS = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(128, 250))

BARE = [TLS, b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"\xff\xff\xff\xff /\r\n\r\n"]
BROWSER = "HeadlessChrome"
ROWS = """() => [...document.querySelectorAll("tr.log-row")].map((row) => [
    row.querySelector("td.log-path a").getAttribute("href"),
    row.querySelector("code").textContent,
    row.querySelector(".log-agent").textContent,
])"""


def request_of(number: int, chance: random.Random) -> bytes:
    """One request as it goes over the wire; its number stands in its path, or in its agent where it has no path."""
    script = chance.choice(SCRIPTS)
    raw = chance.choice(RAW) if number % 5 == 0 else b""
    agent = script.encode() + raw + b" #%d" % number
    path = f"/hostile/{number}/".encode() + quote(script, safe="<>\"'{}%$#@=()|!*:;,").replace("#", "").encode() + raw
    query = b"?q=" + quote(chance.choice(SCRIPTS)).encode() + b"&%3Cb%3E=1"
    referrer = chance.choice([b"https://evil.example/" + agent, agent, b"https://[evil", b"javascript:1"])
    method = chance.choice([b"GET", b"GET", b"POST", b"PROPFIND", b"<B>", b"HEAD"])
    return (
        method + b" " + path[:7_000] + query[:500] + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: " + agent[:7_500]
        + b"\r\nReferer: " + referrer[:3_000] + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )  # fmt: skip


def send(address: tuple[str, int], data: bytes) -> None:
    with socket.create_connection(address, timeout=30) as wire:
        wire.sendall(data)
        wire.settimeout(30)
        try:
            while wire.recv(65_536):
                pass
        except ConnectionResetError:
            pass  # nginx has said and logged what it thinks of it


def everything_since(page: Page, beginning: str) -> list[str]:
    """The addresses of all requests but the browser's own, from the newest page of the list back to `beginning`."""
    found: list[str] = []
    page.goto("/admin/requests/")
    while True:
        assert_nothing_ran(page)
        for href, path, agent in page.evaluate(ROWS):
            if beginning in path:
                return found
            if BROWSER not in agent:
                found.append(href)
        page.get_by_role("link", name="Meno recenti").click()
        page.wait_for_load_state("networkidle")


def assert_nothing_ran(page: Page) -> None:
    assert page.evaluate("() => window.__ran") is None, page.url
    assert page.locator("main iframe, main svg[onload], main img[onerror]").count() == 0, page.url


@pytest.fixture
def looked(visit: Callable[..., Visit], owner: Page) -> Visit:
    """A window in which the owner is signed in, and which writes down what goes wrong in it."""
    window = visit(1440)
    window.context.add_cookies(owner.context.cookies())  # type: ignore[arg-type]
    return window


def test_a_thousand_hostile_requests_are_shown_and_none_of_them_runs(site: str, looked: Visit) -> None:
    where, chance, page = urlsplit(site), random.Random(4), looked.page
    address = (str(where.hostname), int(where.port or 80))
    page.goto("/admin/requests/?path_contains=hostile-beginning")
    for number in range(LINES):
        send(address, chance.choice(BARE) if number % 25 == 24 else request_of(number, chance))
    # The last line: once it is stored, all the others are.
    send(address, f"GET /hostile-end/ HTTP/1.0\r\nHost: 127.0.0.1\r\nUser-Agent: {BROWSER}\r\n\r\n".encode())
    page.goto("/admin/requests/live/?path=/hostile-end/")
    page.wait_for_function("() => document.querySelector('tr.log-row')", timeout=PATIENCE)

    rows = everything_since(page, "hostile-beginning")
    assert len(rows) == len(set(rows)) == LINES
    for href in chance.sample(rows, 25):
        page.goto(href)
        assert_nothing_ran(page)
    assert not looked.complaints, looked.complaints[:5]


def test_a_hostile_request_that_comes_in_live_does_not_run_either(site: str, looked: Visit) -> None:
    where, page = urlsplit(site), looked.page
    page.goto("/admin/requests/live/?path=/hostile/")
    for number in range(len(SCRIPTS)):
        send((str(where.hostname), int(where.port or 80)), request_of(LINES + number, random.Random(number)))
    page.wait_for_function(f"() => document.querySelectorAll('tr.log-row--new').length >= {len(SCRIPTS) // 2}")
    assert_nothing_ran(page)
