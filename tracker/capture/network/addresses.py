"""Which network addresses are never asked: everything that is not plainly the public internet."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

__all__ = ["Network", "is_refused", "read_networks"]

Network = IPv4Network | IPv6Network


def read_networks(text: str) -> tuple[Network, ...]:
    """Networks separated by blanks or commas; raises ValueError."""
    return tuple(ip_network(part, strict=False) for part in text.replace(",", " ").split())


# 168.63.129.16 is inside of a cloud, though its network is public.
_REFUSED_4 = read_networks(
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
    "192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 "
    "198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
_ALLOWED_6 = IPv6Network("2000::/3")
_REFUSED_6 = read_networks("2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20")


def is_refused(address: str, more: Iterable[Network] = ()) -> bool:
    """Whether nothing may be sent to an address; ``more`` are networks that this installation refuses besides.

    IPv4 within IPv6 (mapped, translated, tunnelled) is refused with all else outside of 2000::/3. What is no address
    is refused.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return True
    if isinstance(parsed, IPv6Address):
        if parsed.scope_id is not None or parsed not in _ALLOWED_6 or _within(parsed, _REFUSED_6):
            return True
    elif _within(parsed, _REFUSED_4):
        return True
    return _within(parsed, more)


def _within(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(network.version == address.version and address in network for network in networks)
