"""Addresses whose requests are not recorded: the company's own."""

from functools import lru_cache
from ipaddress import ip_address, ip_network


class Office:
    """Built from `LogPolicy.office_networks`: one address or network a line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._networks = [ip_network(line.strip(), strict=False) for line in text.splitlines() if line.strip()]
        self.holds = lru_cache(maxsize=10_000)(self._holds)

    def _holds(self, ip: str | None) -> bool:
        if not self._networks or ip is None:
            return False
        address = ip_address(ip)
        return any(address in network for network in self._networks)
