"""Bodies of requests, read whole before a thread is taken: with a deadline, a least rate and a bound.

The event loop waits for them, so a stranger who sends slowly holds a connection and nothing else.
"""

import asyncio

from tracker.web.server.asgi import Receive, Scope

__all__ = ["LONGEST", "Bodies", "BodyLateError", "BodyTooLongError", "TooManyBodiesError"]

LONGEST = 12_000_000
"""More than any form or upload of the site may be; the application has its own, smaller bounds."""
_MOST_AT_ONCE = 200
_MOST_BYTES = 96_000_000
"""Together, the bodies that are being read in one process hold no more."""
_SECONDS = 15.0
_LEAST_RATE = 10_000
"""Bytes a second: a body must be whole after ``_SECONDS`` and the time that it takes at this rate."""


class BodyLateError(Exception):
    """A body came too slowly."""


class BodyTooLongError(Exception):
    """A body is longer than anything that the site takes."""


class TooManyBodiesError(Exception):
    """Too many bodies are being read already."""


class Bodies:
    """Reads the bodies of one process."""

    def __init__(self, seconds: float = _SECONDS, most: int = _MOST_AT_ONCE):
        self.seconds, self.most = seconds, most
        self._reading = self._bytes = 0

    async def read(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body. Raises the errors of this module."""
        length = _stated_length(scope)
        if length is not None and length > LONGEST:
            raise BodyTooLongError
        if self._reading >= self.most or self._bytes + (length or 0) > _MOST_BYTES:
            raise TooManyBodiesError
        self._reading += 1
        self._bytes += length or 0
        try:
            async with asyncio.timeout(self.seconds + (length or 0) / _LEAST_RATE):
                return await _whole(receive)
        except TimeoutError:
            raise BodyLateError from None
        finally:
            self._reading -= 1
            self._bytes -= length or 0


async def _whole(receive: Receive) -> bytes:
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyLateError  # the sender is gone
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > LONGEST:
            raise BodyTooLongError
        if not message.get("more_body"):
            return b"".join(parts)


def _stated_length(scope: Scope) -> int | None:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return None
