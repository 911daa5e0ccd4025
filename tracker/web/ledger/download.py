"""The whole ledger as one answer of any length, streamed as it is read, in constant memory."""

import logging
import zlib
from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Response, current_app, request
from werkzeug.exceptions import ServiceUnavailable

from tracker.services.reading.ledger_download import ledger_lines
from tracker.store.ledger import ledger_head
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.conditional import unchanged
from tracker.web.ledger.forms import AFTER_FORM
from tracker.web.site import site

__all__ = ["MOST_DOWNLOADS", "ledger_answer"]

log = logging.getLogger(__name__)

MOST_DOWNLOADS = 2
"""In one process at a time: each keeps a thread for as long as its reader takes, and pages need the others."""
_RETRY_SECONDS = 60
_GZIP = zlib.MAX_WBITS | 16
_FAST = 1
_BROKEN_OFF = b'{"broken off'
"""The beginning of a line that never ends: a copy that is not whole must not look like one that is."""


def ledger_answer(after: int) -> Response:
    """The lines after a position up to the last entry of this moment; raises BadParameter, ServiceUnavailable."""
    with site().database.reading() as session:
        head = ledger_head(session)
    if after > head.position:
        raise BadParameterError("after", str(after), f"{AFTER_FORM}; this ledger ends at {head.position}")
    tag = f"{head.sha256[:24]}-{after}"
    if unchanged(tag):
        return _kept(Response(status=304), tag)
    response = Response(content_type="application/x-ndjson; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=ledger.jsonl"
    response.vary.add("Accept-Encoding")
    compressed = request.accept_encodings["gzip"] > 0
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    if request.method == "GET":
        lines = _whole_or_broken(ledger_lines(site().database, after, head.position))
        response.response = _Download(_compressed(lines) if compressed else lines, _free_place())
    return _kept(response, tag)


def _kept(response: Response, tag: str) -> Response:
    """Caches may keep it and must ask each time; but the process does not keep it, whatever its length."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _free_place() -> BoundedSemaphore:
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


def _whole_or_broken(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts; where reading fails half-way, an end that says so: the server would end the answer like any other."""
    try:
        yield from parts
    except Exception:
        log.exception("a download of the ledger broke off")
        yield _BROKEN_OFF


def _compressed(parts: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_FAST, wbits=_GZIP)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()
