"""Caches computed scorecards, each until something is published that concerns it."""

from contextlib import suppress

from sqlalchemy.orm import Session

from tracker.engine.scorecard import Scorecard
from tracker.services.reading.scorecards import Snapshot, scorecard_at
from tracker.store.concerning import last_concerning, note, noting
from tracker.web.site import CachedScorecard, site

__all__ = ["card_at"]


def card_at(session: Session, snapshot: Snapshot, company: str, topic: str | None = None) -> Scorecard:
    """``scorecard_at``, cached; raises the same."""
    key = (company, topic, snapshot.as_of, 0 if snapshot.live else snapshot.position)
    cache, lock = site().scorecards, site().scorecards_lock
    with lock:
        cached = cache.get(key)
    if cached is None or not _holds(session, snapshot, cached):
        with noting(session) as subjects:
            card = scorecard_at(session, snapshot, company, topic)
        cached = CachedScorecard(card, frozenset(subjects), snapshot.position)
        with lock, suppress(ValueError):  # larger than the whole cache
            cache[key] = cached
    note(session, *cached.subjects)
    card = cached.card
    # Of a scorecard only this follows from the moment itself, and not from the position that it means.
    return card if card.known_at == snapshot.known_at else card.known(snapshot.known_at)


def _holds(session: Session, snapshot: Snapshot, cached: CachedScorecard) -> bool:
    """Whether nothing that concerns it was published since; noted, so that it is asked once for each publication."""
    if cached.position == snapshot.position:
        return True
    holds = last_concerning(session, cached.subjects) <= min(cached.position, snapshot.position)
    if holds:
        cached.position = max(cached.position, snapshot.position)
    return holds
