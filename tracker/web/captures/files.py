"""Files of kept copies as they leave the site: attachments with names of our making, and nothing in them may run."""

from base64 import b64encode
from hashlib import sha256

from flask import Response
from werkzeug.http import http_date
from werkzeug.urls import iri_to_uri

from tracker.core.captures.captures import SUFFIXES, Capture, CaptureFile

__all__ = ["archive_answer", "file_answer"]


def file_answer(capture: Capture, number: int, file: CaptureFile, content: bytes) -> Response:
    """One file as it came."""
    name = f"{capture.id}-{number}.{SUFFIXES.get(file.type, 'bin')}"
    return _attached(capture, content, "application/octet-stream", name)


def archive_answer(capture: Capture, content: bytes) -> Response:
    """All of a copy in one ZIP file."""
    return _attached(capture, content, "application/zip", f"copy-{capture.id}.zip")


def _attached(capture: Capture, content: bytes, media_type: str, name: str) -> Response:
    """With the day of the copy, the address it is of, and the hash of the file (RFC 7089, RFC 9530)."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    # Beside the policy that all answers have: browsers keep to both.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Memento-Datetime"] = http_date(capture.made)
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"
    response.headers["Cache-Control"] = "no-store"
    # Of a file that was given to us nobody checked where it is from.
    if capture.origin == "captured" and capture.final and ">" not in capture.final:
        response.headers["Link"] = f'<{iri_to_uri(capture.final)}>; rel="original"'
    return response
