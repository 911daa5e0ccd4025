"""Files of kept copies as they leave the site: as attachments, and never as a page of ours."""

from base64 import b64encode
from hashlib import sha256

from flask import Response

__all__ = ["attached"]


def attached(content: bytes, media_type: str, name: str) -> Response:
    """A file of others, never shown: under a name of our making, and closed in should anything show it."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"
    response.headers["Cache-Control"] = "no-store"
    return response
