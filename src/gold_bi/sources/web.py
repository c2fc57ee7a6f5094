"""One question by HTTP to a host that the guard lets through, with an end to its time, its size and its redirects.

The standard library's client, on a socket of the guard's: no proxy, no other protocol, no connection that it opens by
itself. Messages name the host alone, for keys stand in paths and questions too.
"""

import http.client
import io
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from errno import EDQUOT, ENOSPC
from time import monotonic
from typing import Any, BinaryIO
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from . import SourceAway, guard
from .unpacking import Unpacked

PIECE = 1 << 16
REDIRECTS = 5
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Limits:
    """`connect` and `read` in seconds of one wait, `total` of everything with redirects; `size` in bytes, unpacked."""

    connect: float = 10
    read: float = 30
    total: float = 300
    size: int = 200_000_000


USUAL = Limits()


class NoAnswer(SourceAway):
    """The host was reached and did not answer, or not to the end. Another attempt may find it well again."""


@dataclass(frozen=True)
class Answer:
    """What was answered at `address`, after redirects. Its body is in the file that was given for it."""

    status: int
    headers: Message
    address: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""


@dataclass(frozen=True)
class Place:
    """An address in its parts, of those that may be asked."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def named(self) -> str:
        """As the header Host has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def place_of(address: str) -> Place:
    """Raises Refused for what is no address of the web, or has a name and password in it."""
    try:
        if any(sign <= " " or sign in "\\\x7f" for sign in address):
            raise ValueError
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
        if scheme and scheme not in PORTS:
            raise guard.Refused(_("Only addresses that begin with https:// or http:// are read, not “%s:”.") % scheme)
        if not scheme or not host or "%" in host or port == 0:
            raise ValueError
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        raise guard.Refused(_("The address of the source cannot be read. It looks like https://host/path.")) from None
    if parts.username is not None or parts.password is not None:
        raise guard.Refused(
            _("The address at “%s” holds a name or password. Give the key by a variable of the environment.") % host
        )
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    question = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Place(scheme, host, port or PORTS[scheme], f"{target}?{question}" if question else target)


def get(
    address: str,
    body: BinaryIO,
    headers: Mapping[str, str] | None = None,
    private: Mapping[str, str] | None = None,
    limits: Limits = USUAL,
) -> Answer:
    """Ask for `address` and write what a final answer holds to `body`, unpacked.

    `private` headers go to the host of `address` alone, to no other one that it redirects to.
    Raises Refused, NoAnswer or SourceAway, with a sentence; never for a status.
    """
    end = monotonic() + limits.total
    place = first = place_of(address)
    if private and place.scheme == "http" and not guard.is_allowed(place.host, place.port):
        raise guard.Refused(_("A key would go to “%s” in clear. Write its address with https://.") % place.host)
    for _hop in range(REDIRECTS + 1):
        own = dict(private or {}) if place.origin == first.origin else {}
        answer = _asked(place, address, body, {**(headers or {}), **own}, limits, end)
        location = answer.headers.get("Location")
        if answer.status not in (301, 302, 303, 307, 308) or not location:
            return answer
        address = _next(address, location, place.host)
        before, place = place, place_of(address)
        if before.scheme == "https" and place.scheme == "http" and not guard.is_allowed(place.host, place.port):
            raise guard.Refused(
                _("The host “%(host)s” leads from https to http at “%(other)s”, where anybody could read along.")
                % {"host": before.host, "other": place.host}
            )
    raise guard.Refused(_("The host “%(host)s” leads on and on: more than %(most)s times.") % {
        "host": first.host, "most": REDIRECTS,
    })  # fmt: skip


def _next(address: str, location: str, host: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        raise guard.Refused(_("The host “%s” leads to an address that cannot be read.") % host) from None


def _asked(place: Place, address: str, body: BinaryIO, headers: dict[str, str], limits: Limits, end: float) -> Answer:
    wire = _connected(place, limits, end)
    try:
        client = http.client.HTTPConnection(place.host, place.port)
        client.sock = _Patient(wire, limits.read, end)  # all that the client needs of one
        fixed = {"Host": place.named, "Accept-Encoding": "gzip", "Connection": "close", "User-Agent": "DjangoForge"}
        client.request("GET", place.target, headers={**headers, **fixed})
        response = client.getresponse()
        if response.status in (200, 203):
            _receive(response, body, limits.size, place.host)
        return Answer(response.status, response.headers, address)
    except TimeoutError:
        raise NoAnswer(_("The host “%s” took too long to answer.") % place.host) from None
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
            raise  # this machine's fault
        # Without what http.client says of it: it quotes addresses and headers.
        raise NoAnswer(
            _("The host “%(host)s” broke off its answer (%(kind)s).")
            % {"host": place.host, "kind": type(error).__name__}
        ) from None
    finally:
        wire.close()


def _connected(place: Place, limits: Limits, end: float) -> socket.socket:
    left = end - monotonic()
    if left <= 0:
        raise NoAnswer(_("The host “%s” took too long to answer.") % place.host)
    line = guard.dial(place.host, place.port, min(limits.connect, left))
    if place.scheme == "http":
        return line
    try:
        line.settimeout(max(min(limits.read, end - monotonic()), 0.001))
        return ssl.create_default_context().wrap_socket(line, server_hostname=place.host)
    except ssl.SSLCertVerificationError as error:
        line.close()
        raise guard.Refused(
            _("The host “%(host)s” does not prove who it is: %(why)s.")
            % {"host": place.host, "why": error.verify_message.rstrip(".")}
        ) from None
    except OSError as error:
        line.close()
        why = getattr(error, "reason", None) or type(error).__name__
        raise NoAnswer(_("No safe connection to “%(host)s”: %(why)s.") % {"host": place.host, "why": why}) from None


def _receive(response: http.client.HTTPResponse, body: BinaryIO, most: int, host: str) -> None:
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    unpacked = Unpacked(packing, most, host)
    expected, received = response.length, 0
    if packing == "identity" and expected is not None and expected > most:
        raise unpacked.too_large()
    while piece := response.read(PIECE):
        received += len(piece)
        for part in unpacked.parts(piece):
            body.write(part)
    if (expected is not None and received < expected) or not unpacked.is_whole:
        raise NoAnswer(_("The host “%s” broke off its answer before its end.") % host)


class _Patient:
    """A connected socket as http.client uses it: every wait ends with `read` seconds, and all of them at `end`."""

    def __init__(self, line: socket.socket, read: float, end: float) -> None:
        self.line, self.read, self.end = line, read, end

    def sendall(self, data: Any) -> None:
        self._set_limit()
        self.line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self), PIECE)

    def close(self) -> None:
        """http.client closes once the headers of the answer are there; whoever dialled closes after the body."""

    def receive(self, buffer: Any) -> int:
        self._set_limit()
        return self.line.recv_into(buffer)

    def _set_limit(self) -> None:
        left = self.end - monotonic()
        if left <= 0:
            raise TimeoutError
        self.line.settimeout(min(self.read, left))


class _Incoming(io.RawIOBase):
    def __init__(self, line: _Patient) -> None:
        self.line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.line.receive(buffer)
