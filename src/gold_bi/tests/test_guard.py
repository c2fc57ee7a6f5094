"""No flow reaches a machine that is not public, by whichever name. Every socket here leads to one that counts."""

import io
import socket
from collections.abc import Generator
from typing import Any

import pytest
from django.utils import translation

from gold_bi.sources import SourceAway, guard, web

from .outside import Listener, serving

QUICK = web.Limits(connect=2, read=0.3, total=5)

NUMBERS = [
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001", "0x7F.0x0.0x0.0x1",
    "0177.0.0.1", "0177.0.0.01", "0x7f.1", "127.0.0.1.", "0",
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "167772161",  # noqa: S104 -- nothing is bound to it
    "0x0a000001", "012.0.0.1", "172.16.0.1", "172.31.255.255", "0xac.0x10.0.1", "192.168.0.1", "192.168.255.255",
    "3232235521", "0300.0250.0.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.0.1",
    "100.64.0.1", "100.100.100.200", "100.127.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "①②⑦.⓪.⓪.①", "１２７.0.0.1",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]", "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[::7f00:1]", "[fe80::1]", "[fe80::1%25lo]",
    "[fec0::1]",
    "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]",
    "[2001:0:4136:e378:8000:63bf::1]",
    "[2001::1]", "[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::a00:1]", "[2001:db8::1]", "[100::1]",
    "[3fff::1]", "[5f00::1]",
]  # fmt: skip
NAMES = {
    "localhost": ["127.0.0.1"],
    "inside.example.com": ["10.1.2.3"],
    "metadata.google.internal": ["169.254.169.254"],
    "six.example.com": ["fd12::1"],
    "mapped.example.com": ["::ffff:192.168.1.1"],
    "both.example.com": ["93.184.216.34", "192.168.1.1"],
    "both-six.example.com": ["2606:2800:220:1::1", "::1"],
    "nat64.example.com": ["64:ff9b::a00:1"],
    "shared.example.com": ["100.64.1.1"],
    "zoned.example.com": ["fe80::1%eth0"],
}
PUBLIC = "93.184.216.34"


def answered(addresses: list[str], port: int) -> list[Any]:
    """As getaddrinfo gives them."""
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (one, port, 0, 0))
        if ":" in one
        else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
        for one in addresses
    ]


class Net:
    """What stands for the internet: wherever a socket is sent, it arrives at `listener`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.listener = Listener()
        self.dialled: list[str] = []
        self.straight: set[int] = set()  # ports that are what they are
        self.names = dict(NAMES)
        connect, resolve = socket.socket.connect, socket.getaddrinfo

        def rerouted(line: socket.socket, place: Any) -> None:
            if place[1] in self.straight:
                return connect(line, place)
            self.dialled.append(place[0])
            if line.family == socket.AF_INET:
                return connect(line, ("127.0.0.1", self.listener.port))
            with socket.socket() as knock:
                connect(knock, ("127.0.0.1", self.listener.port))
            raise OSError("arrived")

        def looked_up(host: str, port: int, **more: Any) -> list[Any]:
            return answered(self.names[host], port) if host in self.names else resolve(host, port, **more)

        monkeypatch.setattr(socket.socket, "connect", rerouted)
        monkeypatch.setattr(socket, "getaddrinfo", looked_up)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Generator[Net]:
    net = Net(monkeypatch)
    yield net
    net.listener.close()


@pytest.fixture(autouse=True)
def _english() -> Generator[None]:
    with translation.override("en"):
        yield


def test_there_are_eighty_addresses() -> None:
    assert len(NUMBERS) + len(NAMES) >= 80


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", [*NUMBERS, *NAMES])
def test_no_connection_is_made_to_a_machine_that_is_not_public(net: Net, host: str, scheme: str) -> None:
    with pytest.raises(SourceAway):
        web.get(f"{scheme}://{host}:{net.listener.port}/", io.BytesIO(), limits=QUICK)
    assert (net.listener.count(), net.dialled) == (0, [])


@pytest.mark.parametrize("host", [*NUMBERS, *NAMES])
def test_no_redirect_leads_there_either(net: Net, host: str, settings: Any) -> None:
    target = f"http://{host}:{net.listener.port}/secret"
    with serving(lambda path, _: (302, {"Location": target.encode().decode("latin-1")}, b"")) as server:
        settings.FLOW_ALLOWED_HOSTS = [f"127.0.0.1:{server.port}"]
        net.straight.add(server.port)
        with pytest.raises(SourceAway):
            web.get(server.url, io.BytesIO(), limits=QUICK)
        assert len(server.asked) == 1
    assert (net.listener.count(), net.dialled) == (0, [])


def test_a_public_machine_is_reached_so_that_the_count_means_something(net: Net) -> None:
    net.names["www.example.com"] = [PUBLIC]
    for host in ("www.example.com", PUBLIC, "[2606:2800:220:1::1]"):
        with pytest.raises(SourceAway):
            web.get(f"http://{host}/", io.BytesIO(), limits=QUICK)
        assert net.listener.count() == 1
    assert net.dialled == [PUBLIC, PUBLIC, "2606:2800:220:1::1"]


def test_a_name_that_changes_its_mind_is_asked_once_and_its_first_answer_is_what_is_dialled(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **_: answered(next(answers), port))
    with pytest.raises(SourceAway):
        web.get("http://rebinding.example.com/", io.BytesIO(), limits=QUICK)
    assert net.dialled == [PUBLIC]
    with pytest.raises(guard.Refused, match=r"rebinding\.example\.com.*127\.0\.0\.1.*FLOW_ALLOWED_HOSTS"):
        web.get("http://rebinding.example.com/", io.BytesIO(), limits=QUICK)
    assert net.dialled == [PUBLIC]


@pytest.mark.parametrize(
    ("allowed", "reached"),
    [
        ("127.0.0.1", True), ("127.0.0.1:{port}", True), ("127.0.0.1:1", False), ("localhost", False),
        ("127.0.0.2", False), ("0.0.1", False), ("[::1]:{port}", False), ("::1", False),
    ],
)  # fmt: skip
def test_an_allowed_host_is_reached_by_the_name_that_was_allowed(allowed: str, reached: bool, settings: Any) -> None:
    with serving(lambda *_: (200, {}, b"a;b")) as server:
        settings.FLOW_ALLOWED_HOSTS = [allowed.format(port=server.port)]
        body = io.BytesIO()
        if reached:
            assert web.get(server.url, body, limits=QUICK).status == 200
        else:
            with pytest.raises(guard.Refused):
                web.get(server.url, body, limits=QUICK)
        assert (body.getvalue(), len(server.asked)) == ((b"a;b", 1) if reached else (b"", 0))


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "not “file:”"),
        ("ftp://example.com/a.csv", "not “ftp:”"),
        ("gopher://example.com/_x", "not “gopher:”"),
        ("https://anna:geheim@example.com/", "holds a name or password"),
        ("http://example.com\\@127.0.0.1/", "cannot be read"),
        ("http://exa mple.com/", "cannot be read"),
        ("http://example.com/\r\nHost: x", "cannot be read"),
        ("http://example.com:99999/", "cannot be read"),
        ("http://example.com:0/", "cannot be read"),
        ("http:///path", "cannot be read"),
        ("//example.com", "cannot be read"),
        ("http://[::1/", "cannot be read"),
    ],
)
def test_addresses_that_are_none_of_the_web_are_refused_before_anything_is_looked_up(
    net: Net, address: str, why: str
) -> None:
    with pytest.raises(guard.Refused, match=why) as refused:
        web.get(address, io.BytesIO(), limits=QUICK)
    assert "geheim" not in str(refused.value)
    assert net.dialled == []


def test_proxies_of_the_environment_are_not_asked(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://10.9.9.9:3128")
    with pytest.raises(SourceAway):
        web.get(f"http://{PUBLIC}/", io.BytesIO(), limits=QUICK)
    assert net.dialled == [PUBLIC]
