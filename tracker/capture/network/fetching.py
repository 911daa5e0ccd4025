"""The fetcher: one address and where it leads, within limits, from the public internet only.

Each hop is checked as the first one was: scheme, port, addresses. Nothing is read from the environment, no cookie is
kept, nobody signs in.
"""

import functools
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

import httpcore2
import httpx2

from tracker.capture.network.addresses import Network
from tracker.capture.network.wire import Budget, Connect, FetchError, Resolve, Wire, connect, resolve
from tracker.core.captures.captures import MOST_BYTES

__all__ = ["Exchange", "FetchError", "Fetched", "Fetcher", "trusted"]

MOST_HOPS = 5
SECONDS = 30.0
MOST_UNPACKED = 100_000_000
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
_AT_ONCE = 65_536


class Exchange(NamedTuple):
    """One request and its answer, byte for byte as they went over the wire (decrypted)."""

    url: str
    status: int
    at: datetime
    address: str
    request: bytes
    response: bytes
    certificate: str
    tls: str


class Fetched(NamedTuple):
    """Where an address led. ``headers`` are the last answer's, names in small letters; ``body`` is unpacked."""

    exchanges: tuple[Exchange, ...]
    headers: dict[str, str]
    body: bytes

    @property
    def final(self) -> Exchange:
        """The last of the exchanges, whose answer is no redirect."""
        return self.exchanges[-1]


@functools.cache
def trusted() -> ssl.SSLContext:
    """What this machine trusts. One for all: making it costs thirty times what using it does."""
    return ssl.create_default_context()


class Fetcher:
    """Fetches by GET. ``resolve`` and ``connect`` are the machine's own; tests hand in others, settings cannot."""

    def __init__(
        self,
        agent: str,
        now: Callable[[], datetime],
        *,
        refused: Iterable[Network] = (),
        resolve: Resolve = resolve,
        connect: Connect = connect,
        trust: Callable[[], ssl.SSLContext] = trusted,
        seconds: float = SECONDS,
        most_bytes: int = MOST_BYTES,
    ):
        self._agent, self._now, self._refused, self._trust = agent, now, tuple(refused), trust
        self._resolve, self._connect, self._seconds, self._most_bytes = resolve, connect, seconds, most_bytes

    def fetch(
        self, address: str, budget: Budget | None = None, enter: Callable[[str], object] = lambda _: None
    ) -> Fetched:
        """Ask an address and follow where it leads; any status is an answer. Raises FetchError with its reason.

        ``budget`` is one that several share, as all that a page loads does; from several threads, too.
        ``enter`` is told each host before it is asked, and may raise.
        """
        budget = budget or Budget(self._most_bytes, self._seconds, most_unpacked=MOST_UNPACKED)
        exchanges: list[Exchange] = []
        url = _parsed(address)
        while True:
            enter(url.raw_host.decode("ascii"))
            exchange, headers, body = self._exchange(url, budget)
            exchanges.append(exchange)
            to = headers.get("location")
            if exchange.status not in _REDIRECTS or not to:
                return Fetched(tuple(exchanges), headers, body)
            if len(exchanges) > MOST_HOPS:
                raise FetchError("too many redirects")
            url = _parsed(to, url)

    def _exchange(self, url: httpx2.URL, budget: Budget) -> tuple[Exchange, dict[str, str], bytes]:
        at, wire = self._now(), Wire(budget, self._refused, self._resolve, self._connect)
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        request_headers = [("Host", url.netloc.decode("ascii")), ("User-Agent", self._agent), ("Accept", "*/*")]
        request_headers += [("Accept-Encoding", "gzip"), ("Connection", "close")]
        pool = httpcore2.ConnectionPool(self._trust(), network_backend=wire, max_keepalive_connections=0)
        try:
            with pool, pool.stream("GET", target, headers=request_headers) as answer:
                headers = _headers(answer.headers)
                body = _unpacked(answer, headers.get("content-encoding", ""), budget)
                status = answer.status
        except (httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.UnsupportedProtocol) as error:
            raise FetchError("broken off", str(error)) from None
        except httpcore2.TimeoutException:
            raise FetchError("timed out") from None
        parts = (bytes(wire.request), bytes(wire.response), wire.certificate, wire.tls)
        return Exchange(str(url), status, at, wire.address, *parts), headers, body


def _parsed(address: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """An address as it is asked for; raises FetchError for what is never asked."""
    try:
        url = base.join(address) if base else httpx2.URL(address)
        host = url.raw_host
    except (httpx2.InvalidURL, ValueError, TypeError):
        raise FetchError("address refused", "no address") from None
    if url.scheme not in _PORTS:
        raise FetchError("scheme refused", url.scheme)
    if not host or url.userinfo or b"%" in host:
        raise FetchError("address refused", "host or user")
    if url.port is not None and url.port not in _PORTS.values():
        raise FetchError("port refused", str(url.port))
    return url.copy_with(fragment=None)


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The first of each name, in small letters."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return headers


def _unpacked(answer: httpcore2.Response, encoding: str, budget: Budget) -> bytes:
    """The body, unpacked as it comes, so that nothing small becomes endless."""
    packed = encoding.strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError("cannot be opened", f"encoding {encoding}")
    parts, unpacker = list[bytes](), None if packed in ("", "identity") else _Unpacker()
    for received in answer.iter_stream():
        for part in unpacker.unpack(received) if unpacker else (received,):
            budget.unpacked(len(part))
            parts.append(part)
    if unpacker and parts and not unpacker.is_whole:
        raise FetchError("broken off", "packed body")
    return b"".join(parts)


class _Unpacker:
    """Unpacks a body of one gzip member or several, or of deflate; what follows them is left out."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 32)

    @property
    def is_whole(self) -> bool:
        """Whether the last member came to its end."""
        return self._member.eof

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """What is in some bytes, in portions."""
        try:
            while packed:
                if self._member.eof:
                    if not packed.startswith(b"\x1f"):
                        return
                    self._member = zlib.decompressobj(zlib.MAX_WBITS | 32)
                yield self._member.decompress(packed, _AT_ONCE)
                packed = self._member.unconsumed_tail or self._member.unused_data
        except zlib.error as error:
            raise FetchError("broken off", str(error)) from None
