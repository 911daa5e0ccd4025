"""Kept copies for tests: a capture with its manifest and words, as the worker would have kept it."""

import hashlib

import rfc8785

from tests.stored import NOON
from tracker.core.captures.captures import CapturedText
from tracker.store.captures.blobs import note_blob
from tracker.store.captures.captures import add_capture, put_text

FILE = "a" * 64


def keep(
    session,
    id,
    pages,
    *,
    supplier="",
    state="captured",
    address="https://news.example/gazette-1",
    request=None,
    account=None,
    file=FILE,
    at="2026-11-22T09:12:03.456Z",
):
    """A capture of these pages; its entry in the copies of a source."""
    note_blob(session, file, 7, NOON)
    origin = "supplied" if supplier else "captured"
    manifest = {
        "v": 1,
        "id": id,
        "at": at,
        "by": "ann",
        "doubts": ["little text"] if state == "doubtful" else [],
        "files": [{"bytes": 7, "role": "file", "sha256": file, "type": "text/html"}],
        "final": address,
        "hops": [{"url": address, "status": 200, "at": "2026-11-22T09:12:03.456Z", "address": "198.51.100.7"}],
        "method": "upload" if supplier else "http",
        "origin": origin,
        "requested": address,
        "status": 200,
        "supplier": supplier,
        "tools": {},
    }
    text = rfc8785.dumps(manifest).decode()
    digest = hashlib.sha256(text.encode()).hexdigest()
    add_capture(session, id, request or f"request {id}", account, state, text, digest)
    details = {"address": address, "metas": [("og:title", "What the page says")], "headings": ["What the page says"]}
    put_text(session, CapturedText(id, "text", tuple(pages), "\n".join(pages), details, "a test"))
    copy = {"capture": id, "sha256": digest, "made": at[:10], "by": "supplied" if supplier else "us"}
    return copy | ({"supplier": supplier} if supplier else {})
