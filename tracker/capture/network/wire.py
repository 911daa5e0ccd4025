"""The wire: connections to addresses that were checked, within limits, with every byte of request and answer kept."""

import hashlib
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from typing import Any

import httpcore2

from tracker.capture.network.addresses import Network, is_refused

__all__ = ["Budget", "Connect", "FetchError", "Resolve", "Wire", "connect", "resolve"]

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host; raises OSError."""
Connect = Callable[[str, int, float], socket.socket]
"""A connection to an address and port within seconds; raises OSError."""
RESOLVE_SECONDS = 5.0
CONNECT_SECONDS = 5.0


class FetchError(Exception):
    """Nothing was fetched; ``reason`` is one of those of captures. ``retry_after`` is what the server asked for."""

    def __init__(self, reason: str, detail: str = "", retry_after: float | None = None):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.retry_after = reason, retry_after


class Budget:
    """What a fetch, or all those for one page, may still receive and unpack, and how long it may still take."""

    def __init__(self, most_bytes: int, seconds: float, *, most_unpacked: int):
        self._left, self._unpacked, self._end = most_bytes, most_unpacked, time.monotonic() + seconds

    def seconds(self, most: float) -> float:
        """How long the next step may take; raises FetchError if the time is up."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError("timed out")
        return min(left, most)

    def received(self, count: int) -> None:
        """Count bytes as they come; raises FetchError."""
        self._left -= count
        if self._left < 0:
            raise FetchError("too big")

    def unpacked(self, count: int) -> None:
        """Count bytes as they are unpacked; raises FetchError."""
        self._unpacked -= count
        if self._unpacked < 0:
            raise FetchError("unpacks too big")


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, as the machine's resolver has them."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address, which is not looked up again."""
    return socket.create_connection((address, port), seconds)


class Wire(httpcore2.NetworkBackend):
    """The connections of one exchange: ``request`` and ``response`` are the bytes as they went and came, decrypted."""

    def __init__(self, budget: Budget, refused: Iterable[Network], resolve: Resolve, connect: Connect):
        self._budget, self._refused, self._resolve, self._connect = budget, tuple(refused), resolve, connect
        self.request, self.response = bytearray(), bytearray()
        self.address = self.certificate = self.tls = ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the budget says
        local_address: str | None = None,  # noqa: ARG002 - as the interface has it
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - as the interface has it
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a host, if none of its addresses is refused."""
        addresses = self._addresses(host.strip("[]"), port)
        if not addresses or any(is_refused(address, self._refused) for address in addresses):
            raise FetchError("address refused", ", ".join(addresses))
        self.address = addresses[0]
        try:
            return _Recorded(self, self._connect(self.address, port, self._budget.seconds(CONNECT_SECONDS)))
        except TimeoutError:
            raise FetchError("timed out", "no connection") from None
        except OSError as error:
            raise FetchError("refused connection", str(error)) from None

    def _addresses(self, host: str, port: int) -> list[str]:
        """Asked for in a thread, as the resolver of the machine keeps its own time."""
        pool = ThreadPoolExecutor(1, "resolver")
        try:
            return pool.submit(self._resolve, host, port).result(self._budget.seconds(RESOLVE_SECONDS))
        except LateError:
            raise FetchError("timed out", "name") from None
        except (OSError, UnicodeError) as error:
            raise FetchError("name not found", str(error)) from None
        finally:
            pool.shutdown(wait=False)

    def sent(self, content: bytes) -> None:
        """Keep what was sent."""
        self.request += content

    def received(self, content: bytes) -> bytes:
        """Keep what was received, within the budget."""
        self._budget.received(len(content))
        self.response += content
        return content

    def seconds(self, most: float | None = None) -> float:
        """How long the next step may take."""
        return self._budget.seconds(most or CONNECT_SECONDS * 6)

    def secured(self, secure: ssl.SSLSocket) -> None:
        """Keep which certificate the server showed."""
        self.certificate = hashlib.sha256(secure.getpeercert(binary_form=True) or b"").hexdigest()
        self.tls = secure.version() or ""


class _Recorded(httpcore2.NetworkStream):
    """A connection whose bytes are kept."""

    def __init__(self, wire: Wire, connection: socket.socket):
        self._wire, self._socket = wire, connection

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come; time is checked at each read, so that drops cannot last."""
        self._socket.settimeout(self._wire.seconds(timeout))
        try:
            return self._wire.received(self._socket.recv(max_bytes))
        except TimeoutError:
            raise FetchError("timed out") from None
        except OSError as error:
            raise FetchError("broken off", str(error)) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        if not buffer:
            return  # the end of a request without a body
        self._socket.settimeout(self._wire.seconds(timeout))
        try:
            self._socket.sendall(buffer)
        except TimeoutError:
            raise FetchError("timed out") from None
        except OSError as error:
            raise FetchError("broken off", str(error)) from None
        self._wire.sent(buffer)

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same, encrypted, if the certificate is right."""
        self._socket.settimeout(self._wire.seconds(timeout))
        try:
            secure = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except ssl.SSLCertVerificationError as error:
            raise FetchError("bad certificate", error.verify_message) from None
        except TimeoutError:
            raise FetchError("timed out", "TLS") from None
        except OSError as error:
            raise FetchError("broken off", str(error)) from None
        self._wire.secured(secure)
        return _Recorded(self._wire, secure)

    def get_extra_info(self, info: str) -> Any:
        """What the library asks of a connection."""
        if info == "ssl_object" and isinstance(self._socket, ssl.SSLSocket):
            return self._socket
        return None
