"""Conditional requests: entity tags, and caches that revalidate."""

import hashlib

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.web.site import site

__all__ = ["RESTS_ON", "THOROUGHLY", "kept", "tag_of", "unchanged"]

RESTS_ON = "tracker.rests_on"
"""In the environment of a request: the subjects that its answer rests on, for caches of the site itself."""
THOROUGHLY = "tracker.thoroughly"
"""In the environment of a request: nobody waits for its answer, and many will get it."""


def tag_of(response: AnyResponse) -> str:
    """What identifies an answer: its bytes, and the program that made it.

    So a publication which an answer does not show leaves its tag as it is.
    """
    digest = hashlib.sha256(site().version.encode())
    digest.update(response.get_data())
    return digest.hexdigest()[:24]


def unchanged(tag: str) -> bool:
    """Whether the reader holds the answer already."""
    return request.if_none_match.contains_weak(tag)


def kept(response: Response, tag: str) -> Response:
    """Let caches keep an answer; ``caching`` says for how long.

    An answer that says itself that it must not be kept stays as it is.
    """
    said = response.headers.get("Cache-Control", "")
    if "no-store" in said:
        return response
    response.headers["ETag"] = f'W/"{tag}"'
    if "public" not in said:
        response.headers["Cache-Control"] = f"{said}, public".removeprefix(", ")
    return response
