"""Keeps the tests' own process from talking to any machine but this one.

Every connection, datagram and name look-up of Python's socket module is looked at before anything is sent. An audit
hook would see as much, and be called some thousand times for each page that a test fetches. Child processes are not
seen, nor libraries that connect in C: those are given addresses of this machine only.
"""

import functools
import ipaddress
import socket

import pytest

_INTERNET = (socket.AF_INET, socket.AF_INET6)


def allow_loopback_only():
    """Refuse all else for the rest of the process."""
    _guard(socket.socket, "connect", _internet_host)
    _guard(socket.socket, "connect_ex", _internet_host)
    # Flags may stand before the address, and for ``sendmsg`` ancillary data too.
    _guard(socket.socket, "sendto", lambda connection, _data, *rest: _internet_host(connection, rest[-1]))
    _guard(socket.socket, "sendmsg", lambda connection, _buffers, *rest: _internet_host(connection, *rest[2:]))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        _guard(socket, name, lambda host, *_, **__: host)


def _internet_host(connection, address=None):
    return address[0] if address and connection.family in _INTERNET else None


def _guard(owner, name, host_of):
    unguarded = getattr(owner, name)

    @functools.wraps(unguarded)
    def guarded(*arguments, **options):
        host = host_of(*arguments, **options)
        if host and not _is_loopback(host):
            # Not an Exception, so code that expects the network to fail cannot hide it.
            pytest.fail(f"{name} to {host!r}: tests talk to loopback and Unix sockets only")
        return unguarded(*arguments, **options)

    setattr(owner, name, guarded)


def _is_loopback(host):
    name = host.decode() if isinstance(host, bytes | bytearray) else host
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name == "localhost"
