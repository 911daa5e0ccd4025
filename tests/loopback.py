"""Keeps the tests' own process from talking to any machine but this one.

An audit hook sees every connection, datagram and name look-up of Python's socket module before anything is
sent. It does not see child processes, nor libraries that connect in C: those are given addresses of this
machine only.
"""

import ipaddress
import socket
import sys

import pytest

_INTERNET = (socket.AF_INET, socket.AF_INET6)


def allow_loopback_only():
    """Refuse all else for the rest of the process: an audit hook cannot be taken away again."""
    sys.addaudithook(_refuse_outbound)


def _refuse_outbound(event, arguments):
    if not event.startswith("socket."):
        return
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        connection, address = arguments
        host = address[0] if address and connection.family in _INTERNET else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    else:
        return
    if host and not _is_loopback(host):
        # Not an Exception, so code that expects the network to fail cannot hide it.
        pytest.fail(f"{event} to {host!r}: tests talk to loopback and Unix sockets only")


def _is_loopback(host):
    name = host.decode() if isinstance(host, bytes | bytearray) else host
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name == "localhost"
