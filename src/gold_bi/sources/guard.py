"""Which machines a source may speak to, decided where the connection is made, so that no name can change its mind.

A name is resolved once, every address it has is looked at, and one of those very addresses is connected to.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from . import SourceAway

# What IANA's registries of special purposes name, which `is_global` of some Python versions lets through.
NOT_PUBLIC = [
    IPv4Network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # a public number, behind which a cloud answers its own machines
    )
]  # fmt: skip
# Of IPv6 only this part is given to anybody: mapped, compatible, NAT64, local and multicast addresses lie outside.
GIVEN = IPv6Network("2000::/3")
NOT_PUBLIC_6 = [
    IPv6Network(each)
    for each in (
        "2001::/23",  # Teredo, and numbers that no machine has
        "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
]  # fmt: skip


class Refused(SourceAway):
    """The guard does not let the source speak to that host. Trying again changes nothing."""


@dataclass(frozen=True)
class Address:
    """A checked address, as a socket takes it."""

    family: int
    socket_address: tuple[Any, ...]

    @property
    def text(self) -> str:
        return str(self.socket_address[0])


def is_public(text: str) -> bool:
    """Whether the address (dotted or with colons, as a resolver gives it) may be any stranger's on the internet."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC)
    return address in GIVEN and not any(address in network for network in NOT_PUBLIC_6)


def is_allowed(host: str, port: int) -> bool:
    """Whether the integrator allows the host, by the name that is asked for and by no other name of it."""
    name = _bare(host)
    return any(
        name == _bare(allowed) and of_port in (None, port)
        for allowed, of_port in map(_divided, settings.FLOW_ALLOWED_HOSTS)
    )


def resolved(host: str, port: int) -> list[Address]:
    """The addresses of `host`, all of them public unless it is allowed. Raises Refused, or SourceAway for no address.

    The system's resolver has its own time limit.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceAway(_("The host “%s” is not known. Check its name, and the network.") % host) from error
    addresses = [Address(family, tuple(place)) for family, _kind, _protocol, _name, place in found]
    if not is_allowed(host, port):
        # All of them: whoever owns the name chooses which one would be taken.
        for address in addresses:
            if not is_public(address.text):
                raise Refused(
                    _(
                        "The host “%(host)s” is no public one (%(address)s), so it was not called. "
                        "If that is meant, add it to FLOW_ALLOWED_HOSTS."
                    )
                    % {"host": host, "address": address.text}
                )
    return addresses


def dial(host: str, port: int, seconds: float) -> socket.socket:
    """A connection to one of the checked addresses of `host`, after at most `seconds`. Raises Refused or SourceAway."""
    end, fault = monotonic() + seconds, ""
    for address in resolved(host, port):
        left = end - monotonic()
        if left <= 0:
            fault = _("it took too long")
            break
        line = socket.socket(address.family, socket.SOCK_STREAM)
        line.settimeout(left)
        try:
            line.connect(address.socket_address)
        except OSError as error:
            line.close()
            fault = _("it took too long") if isinstance(error, TimeoutError) else (error.strerror or str(error))
        else:
            return line
    raise SourceAway(_("The host “%(host)s” does not answer: %(why)s.") % {"host": host, "why": fault})


def _divided(entry: str) -> tuple[str, int | None]:
    """`host`, `host:port`, `[::1]:port` or `::1`, in its parts."""
    if entry.count(":") > 1 and not entry.startswith("["):
        return entry, None
    host, colon, port = entry.rpartition(":")
    return (host, int(port)) if colon and port.isdigit() else (entry, None)


def _bare(host: str) -> str:
    return host.strip().strip("[]").rstrip(".").lower()
