"""Answers of any length, streamed as they are read, in constant memory."""

import logging
import zlib
from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Response, current_app, request
from werkzeug.exceptions import ServiceUnavailable

__all__ = ["MOST_DOWNLOADS", "free_place", "streamed"]

log = logging.getLogger(__name__)

MOST_DOWNLOADS = 2
"""In one process at a time: each keeps a thread for as long as its reader takes, and pages need the others."""
_RETRY_SECONDS = 60
_GZIP = zlib.MAX_WBITS | 16
_FAST = 1


def streamed(parts: Iterator[bytes], content_type: str, broken_off: bytes) -> Response:
    """An answer of these parts, compressed for readers who can read it; raises ServiceUnavailable.

    ``broken_off`` is said at the end where reading fails half-way.
    """
    response = Response(content_type=content_type)
    response.vary.add("Accept-Encoding")
    compressed = request.accept_encodings["gzip"] > 0
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    if request.method == "GET":
        whole = _whole_or_broken(parts, broken_off)
        response.response = _Download(_compressed(whole) if compressed else whole, free_place())
    return response


def free_place() -> BoundedSemaphore:
    """One of the few places, which is taken until it is released; raises ServiceUnavailable."""
    places: BoundedSemaphore = current_app.extensions.setdefault("downloads", BoundedSemaphore(MOST_DOWNLOADS))
    if not places.acquire(blocking=False):
        raise ServiceUnavailable(retry_after=_RETRY_SECONDS)
    return places


class _Download:
    """Parts of an answer; its slot is released when the server closes it, whether or not it was started."""

    def __init__(self, parts: Iterator[bytes], places: BoundedSemaphore):
        self.parts, self.places, self.open = parts, places, True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self.parts)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Called at the end, and by the server whatever becomes of the reader."""
        if self.open:
            self.open = False
            self.places.release()


def _whole_or_broken(parts: Iterator[bytes], broken_off: bytes) -> Iterator[bytes]:
    """The parts; where reading fails half-way, an end that says so: the server would end the answer like any other."""
    try:
        yield from parts
    except Exception:
        log.exception("a download broke off")
        yield broken_off


def _compressed(parts: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_FAST, wbits=_GZIP)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()
