"""Lines for nginx that turn addresses away. The back office only writes them down; a person puts them in place."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.http import HttpRequest

from logging_app.enrichment.office import Office
from logging_app.models import LogPolicy


def deniable(addresses: Iterable[str], spared: Iterable[str] = ()) -> list[IPv4Address | IPv6Address]:
    """Those that are a single address of the internet, are not the office's, and not among the `spared`; in order."""
    office = Office(LogPolicy.current().office_networks)
    kept = {parsed for text in spared if (parsed := _address(text))}
    wanted = {parsed for text in addresses if (parsed := _address(text))}
    inside = {
        each for each in wanted if each.is_loopback or each.is_link_local or each.is_unspecified or _at_home(each)
    }
    return sorted(wanted - kept - inside - {each for each in wanted if office.holds(str(each))}, key=_order)


def snippet(addresses: Iterable[IPv4Address | IPv6Address]) -> str:
    return "".join(f"deny {address};\n" for address in addresses)


def own_addresses(request: HttpRequest) -> list[str]:
    """Where whoever looks at the screen sits: nobody shall shut themselves out."""
    return [request.META.get(name, "") for name in ("REMOTE_ADDR", "HTTP_X_REAL_IP")]


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _at_home(address: IPv4Address | IPv6Address) -> bool:
    """Of a company's or a container's network; not merely reserved, as Python's `is_private` has it."""
    first = address.packed[0]
    if isinstance(address, IPv6Address):
        return first in (0xFC, 0xFD)
    second = address.packed[1]
    return first == 10 or (first, second) == (192, 168) or (first == 172 and 16 <= second < 32)


def _order(address: IPv4Address | IPv6Address) -> tuple[int, int]:
    return address.version, int(address)
