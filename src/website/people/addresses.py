"""Where somebody signs in from."""

import ipaddress

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """nginx sets X-Real-IP itself on every request; without nginx (a developer's server) it is the connection's."""
    named = str(request.META.get("HTTP_X_REAL_IP") or request.META.get("REMOTE_ADDR") or "")
    try:
        return str(ipaddress.ip_address(named))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 -- no address was told; nothing is bound to it


def shortened(address: str) -> str:
    """The network an address is in: enough to tell abroad from home, too little to tell whose it is."""
    bits = 24 if ipaddress.ip_address(address).version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False).network_address)
