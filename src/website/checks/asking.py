"""One address of another site, asked whether it is there: HEAD, and GET where that is not answered.

Our server stands where visitors do not, next to databases and routers. So a name is resolved once, every number it
has must be a public one, and the connection goes to a number that was looked at; each redirect is treated alike.
"""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote, urljoin, urlsplit

from .outside import OutsideLink

State = OutsideLink.State
IP = IPv4Address | IPv6Address
SECONDS = 5  # for one request, its connection included
REDIRECTS = 5
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; DjangoForge link check)", "Accept": "*/*", "Connection": "close"}
SHUT = {401, 403, 407, 429, 451, 999}  # 999: LinkedIn's own


@dataclass(frozen=True)
class Answer:
    state: OutsideLink.State
    code: int | None = None


class _PrivateAddressError(Exception):
    pass


def is_public(number: IP) -> bool:
    """Whether an address belongs to the internet; one of IPv4 inside IPv6 counts as what it leads to."""
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    return is_public(inner) if inner else number.is_global and not number.is_multicast


def ask(address: str, may_ask: Callable[[IP], bool] = is_public) -> Answer:
    """Follow `address`; never raises. `may_ask` says of each IP address whether to connect to it."""
    try:
        for _redirect in range(REDIRECTS + 1):
            code, location = _request(address, may_ask)
            if code not in (301, 302, 303, 307, 308) or not location:
                return Answer(_meaning(code), code)
            address = urljoin(address, location)
    except _PrivateAddressError:
        return Answer(State.PRIVATE)
    except ssl.SSLCertVerificationError:
        return Answer(State.INSECURE)
    except (OSError, HTTPException, ValueError):  # ValueError: no port, no host name
        return Answer(State.SILENT)
    return Answer(State.WINDING)


def _meaning(code: int) -> OutsideLink.State:
    if code in SHUT:
        return State.SHUT
    if code >= 500:
        return State.TROUBLED
    return State.GONE if code >= 400 else State.FINE


def _request(address: str, may_ask: Callable[[IP], bool]) -> tuple[int, str]:
    """Status and `Location`."""
    try:
        code, location = _send("HEAD", address, may_ask)
    except (TimeoutError, HTTPException, ConnectionError):
        code, location = 405, ""  # some servers do not know what HEAD is
    return _send("GET", address, may_ask) if code >= 400 else (code, location)


def _send(method: str, address: str, may_ask: Callable[[IP], bool]) -> tuple[int, str]:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    host = parts.hostname.encode("idna").decode()
    port = parts.port or (443 if parts.scheme == "https" else 80)
    line = socket.create_connection((_number(host, port, may_ask), port), timeout=SECONDS)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        line = context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
    # The socket's own limit is for each byte received; this one is for all of them.
    watch = threading.Timer(SECONDS, _hang_up, [line])
    watch.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        connection = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(host, port)
        connection.sock = line
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        connection.request(method, f"{path}?{query}" if query else path, headers=HEADERS)
        with connection.getresponse() as answer:
            return answer.status, answer.headers.get("Location", "")
    finally:
        watch.cancel()
        line.close()


def _number(host: str, port: int, may_ask: Callable[[IP], bool]) -> str:
    """The IP address to connect to. Raises _PrivateAddressError if one of the name's is not to be asked."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(may_ask(ip_address(each.split("%")[0])) for each in found):
        raise _PrivateAddressError(host)
    return found[0]


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
