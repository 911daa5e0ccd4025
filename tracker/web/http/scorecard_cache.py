"""Caches computed scorecards until the next publication."""

from contextlib import suppress

from sqlalchemy.orm import Session

from tracker.engine.scorecard import Scorecard
from tracker.services.reading.scorecards import Snapshot, scorecard_at
from tracker.web.site import site

__all__ = ["card_at"]


def card_at(session: Session, snapshot: Snapshot, company: str, topic: str | None = None) -> Scorecard:
    """``scorecard_at``, cached; raises the same."""
    key = (company, topic, snapshot.as_of, snapshot.position)
    cache, lock = site().scorecards, site().scorecards_lock
    with lock:
        card = cache.get(key)
    if card is None:
        card = scorecard_at(session, snapshot, company, topic)
        with lock, suppress(ValueError):  # larger than the whole cache
            cache[key] = card
    # Of a scorecard only this follows from the moment itself, and not from the position that it means.
    return card if card.known_at == snapshot.known_at else card.known(snapshot.known_at)
