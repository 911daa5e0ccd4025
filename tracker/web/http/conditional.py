"""Conditional requests: entity tags, and caches that revalidate."""

import hashlib

from flask import Response, request

from tracker.engine import RULES_VERSION
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.presenting.clock_query import instant
from tracker.web.site import site

__all__ = ["etag", "kept", "unchanged"]


def etag(snapshot: Snapshot, query: ScorecardQuery) -> str:
    """What the answer at this address depends on, and nothing else.

    It is weak: the moment of an answer that is not pinned differs from one to the next, its content does not.
    """
    known_at = instant(query.known_at) if query.known_at else ""
    parts = (
        site().version,
        RULES_VERSION,
        request.full_path,
        snapshot.position,
        snapshot.as_of,
        snapshot.as_of > site().today,
        known_at,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def unchanged(tag: str) -> bool:
    """Whether the reader holds the answer already."""
    return request.if_none_match.contains_weak(tag)


def kept(response: Response, tag: str) -> Response:
    """Let caches keep an answer; ``caching`` says for how long.

    An answer that says itself that it must not be kept stays as it is.
    """
    if response.cache_control.no_store:
        return response
    response.set_etag(tag, weak=True)
    response.cache_control.public = True
    return response
