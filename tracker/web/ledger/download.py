"""The whole ledger as one answer of any length, streamed as it is read, in constant memory."""

from flask import Response

from tracker.services.reading.ledger_download import ledger_lines
from tracker.store.ledger import ledger_head
from tracker.web.http.caches.conditional import unchanged
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.streaming import streamed
from tracker.web.ledger.forms import AFTER_FORM
from tracker.web.site import site

__all__ = ["ledger_answer"]

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
    lines = ledger_lines(site().database, after, head.position)
    response = streamed(lines, "application/x-ndjson; charset=utf-8", _BROKEN_OFF)
    response.headers["Content-Disposition"] = "attachment; filename=ledger.jsonl"
    return _kept(response, tag)


def _kept(response: Response, tag: str) -> Response:
    """Caches may keep it and must ask each time; but the process does not keep it, whatever its length."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
