"""Marks cached responses that are served while the database is unavailable with the time they were made at."""

import gzip
from datetime import UTC, datetime

from tracker.engine.text import day

__all__ = ["AS_OF", "Headers", "marked_as_of"]

AS_OF = "X-As-Of"
Headers = list[tuple[str, str]]
_NOT_KEPT = ("etag", "cache-control", "content-length", "last-modified", "expires")
_PLACES = (b'<main id="main">', b'<main><div class="in">')


def marked_as_of(headers: Headers, body: bytes, at: datetime) -> tuple[Headers, bytes]:
    """An answer with its time: a header for programs, and in pages a line at the top.

    It has no entity tag and must not be stored: these are other bytes than the answer's own.
    """
    by_name = {name.lower(): value for name, value in headers}
    if by_name.get("content-type", "").startswith("text/html"):
        body = _with_line(body, at, compressed=by_name.get("content-encoding") == "gzip")
    rest = [(name, value) for name, value in headers if name.lower() not in _NOT_KEPT]
    own = [(AS_OF, f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"), ("Cache-Control", "no-store")]
    return [*rest, *own, ("Content-Length", str(len(body)))], body


def _with_line(body: bytes, at: datetime, *, compressed: bool) -> bytes:
    page = gzip.decompress(body) if compressed else body
    at = at.astimezone(UTC)
    text = f"This page is as of {day(at.date())}, {at:%H:%M} UTC. We cannot check for anything newer right now."
    line = f'<p class="note" role="status">{text}</p>'.encode()
    for place in _PLACES:
        page = page.replace(place, place + line, 1)
    return gzip.compress(page, mtime=0) if compressed else page
