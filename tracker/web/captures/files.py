"""A file of a copy as an answer: always an attachment with a name of our making, and nothing in it may run."""

from base64 import b64encode
from email.utils import format_datetime

from flask import Response

from tracker.core.captures import Capture, CaptureFile

__all__ = ["file_answer"]

_SUFFIXES = {
    "application/warc": "warc.gz",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
}


def file_answer(capture: Capture, number: int, file: CaptureFile, content: bytes) -> Response:
    """The bytes as they came, with the day of the copy, the address it is of, and their hash (RFC 7089, RFC 9530)."""
    suffix = _SUFFIXES.get(file.type, "bin")
    response = Response(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename={capture.id}-{number}.{suffix}"
    # Beside the policy that all answers have: browsers keep to both.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Memento-Datetime"] = format_datetime(capture.made, usegmt=True)
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(file.sha256)).decode()}:"
    response.headers["Cache-Control"] = "no-store"
    if capture.origin == "captured" and capture.final.isascii() and ">" not in capture.final:
        response.headers["Link"] = f'<{capture.final}>; rel="original"'
    return response
