"""Scorecards as JSON, kept for all days until the next change (LAW-6): written with the day left open."""

import secrets
from collections.abc import Mapping
from typing import Any

from tracker.engine.scorecard import Scorecard
from tracker.engine.scorecard_json import scorecard_json
from tracker.services.reading.scorecards import Snapshot
from tracker.web.api.answers import as_json
from tracker.web.presenting.left_open import OpenHtml, opened
from tracker.web.site import site

__all__ = ["scorecard_text"]

_KNOWN_AT = secrets.token_hex(16)
"""Where the moment belongs. No record has this text."""
_CONTROL = "\\u00"
"""How JSON writes the marks of a place that is counted from the day."""


def scorecard_text(card: Scorecard, moment: Snapshot, origin: Mapping[str, Any]) -> bytes:
    """The JSON of a scorecard at a moment, which may be a later one of the same state, and of where it comes from."""
    known_at = card.at(card.as_of, moment.known_at)
    kept = _left_open(card) if moment.live and card.same else None
    if kept is None:
        return as_json({**scorecard_json(known_at), **origin})
    written = kept.on(card.as_of).replace(_KNOWN_AT.encode(), _written(known_at).encode())
    return written[:-2] + b"," + as_json(origin)[1:]


def _written(card: Scorecard) -> str:
    return card.known_at.isoformat().replace("+00:00", "Z")


def _left_open(card: Scorecard) -> OpenHtml | None:
    """The JSON with day and moment left open; None where it has more that differs from day to day."""
    cache, key = site().for_days, ("data", card.same)
    kept: OpenHtml | None = cache.get(key)
    if kept is None:
        data = scorecard_json(card.written(opened(card.as_of))) | {"known_at": _KNOWN_AT}
        text = as_json(data).decode()
        if _CONTROL in text:
            return None
        kept = OpenHtml(text, ())
        cache.put(key, kept)
    return kept
