"""What remains of an address when the days to keep it whole are over: 24 bits of an IPv4 one, 48 of an IPv6 one.

That is the network of a provider's customers, not of one of them.
"""

from ipaddress import IPv4Network, IPv6Network

_KEPT_BITS = {4: 24, 6: 48}
_BITS = f"CASE family(ip) WHEN 4 THEN {_KEPT_BITS[4]} ELSE {_KEPT_BITS[6]} END"

# Of a column `ip`: what remains of it, and whether it is more than that.
KEPT = f"network(set_masklen(ip, {_BITS}))::inet"
IS_WHOLE = f"masklen(ip) > {_BITS}"


def kept_network(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """A network as large as what remains, or larger, stays as it is."""
    bits = _KEPT_BITS[network.version]
    return network.supernet(new_prefix=bits) if network.prefixlen > bits else network
