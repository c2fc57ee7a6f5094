"""What remains of an address when the days to keep it whole are over: 24 bits of an IPv4 one, 48 of an IPv6 one.

That is the network of a provider's customers, not of one of them.
"""

import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

_KEPT_BITS = {4: 24, 6: 48}
_BITS = f"CASE family(ip) WHEN 4 THEN {_KEPT_BITS[4]} ELSE {_KEPT_BITS[6]} END"

# Of a column `ip`: what remains of it, and whether it is more than that.
KEPT = f"network(set_masklen(ip, {_BITS}))::inet"
IS_WHOLE = f"masklen(ip) > {_BITS}"


def kept_network(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """A network as large as what remains, or larger, stays as it is."""
    bits = _KEPT_BITS[network.version]
    return network.supernet(new_prefix=bits) if network.prefixlen > bits else network


_V4 = r"\d{1,3}(?:\.\d{1,3}){3}"
_V6 = rf"(?:[0-9A-Fa-f]{{0,4}}:){{2,7}}(?:{_V4}|[0-9A-Fa-f]{{0,4}})"
_ADDRESS = re.compile(
    rf"(?<![0-9A-Za-z:.]){_V6}(?![0-9A-Za-z:]|\.\d)|(?<!\d)(?<!\d\.){_V4}(?!\d|\.\d)",
    re.ASCII,
)


def without_addresses(text: str, only: str = "") -> str:
    """`text` with what remains in the place of each address, or of the address `only`."""
    wanted = ip_address(only) if only else None

    def kept(found: re.Match[str]) -> str:
        try:
            address = ip_address(found[0])
        except ValueError:  # a time of day, a version
            return found[0]
        network = kept_network(ip_network(address))
        # The first address of a network says no more than the network, which so stays as it is.
        if address == network[0] or address.is_loopback or (wanted is not None and address != wanted):
            return found[0]
        return str(network)

    return _ADDRESS.sub(kept, text)
