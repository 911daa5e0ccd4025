"""Bodies of requests, read whole before a thread is taken: with a deadline, a least rate and a bound.

The event loop waits for them, so a stranger who sends slowly holds a connection and nothing else.
"""

import asyncio
import re

from tracker.web.server.asgi import Receive, Scope

__all__ = ["LONGEST", "LONGEST_SPREADSHEET", "Bodies", "BodyLateError", "BodyTooLongError", "TooManyBodiesError"]

LONGEST = 12_000_000
"""More than any form or file of records may be; the application has its own, smaller bounds."""
LONGEST_SPREADSHEET = 31_000_000
_LARGE = re.compile(r"/desk/import|/desk/drafts/[^/]+/copy-file$")
"""Addresses that take lists of thousands of rows, or a report of a hundred pages."""
_SMALL = 1_100_000
"""What has no stated length may have no more: browsers state it."""
_MOST_AT_ONCE = 200
_MOST_BYTES = 96_000_000
"""Together, the larger bodies that one process reads at once hold no more. Small ones are never refused for them."""
_SECONDS = 15.0
_MOST_SECONDS = 600.0
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
        if length is not None and length > _longest(scope):
            raise BodyTooLongError
        large = length if length is not None and length > _SMALL else 0
        if self._reading >= self.most or (large and self._bytes + large > _MOST_BYTES):
            raise TooManyBodiesError
        self._reading += 1
        self._bytes += large
        try:
            async with asyncio.timeout(self.seconds + min((length or 0) / _LEAST_RATE, _MOST_SECONDS)):
                return await _whole(receive, _SMALL if length is None else length)
        except TimeoutError:
            raise BodyLateError from None
        finally:
            self._reading -= 1
            self._bytes -= large


def _longest(scope: Scope) -> int:
    return LONGEST_SPREADSHEET if _LARGE.match(scope["path"]) else LONGEST


async def _whole(receive: Receive, most: int) -> bytes:
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyLateError  # the sender is gone
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > most:
            raise BodyTooLongError
        if not message.get("more_body"):
            return b"".join(parts)


def _stated_length(scope: Scope) -> int | None:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return None
