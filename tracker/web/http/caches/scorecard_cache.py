"""Caches computed scorecards, each until something is published that concerns it."""

from sqlalchemy.orm import Session

from tracker.engine import RULES_VERSION
from tracker.engine.assessing.taken_over import same_objects
from tracker.engine.scorecard import Scorecard, compute
from tracker.services.reading.records_since import records_since
from tracker.services.reading.scorecards import Snapshot, scorecard_after, scorecard_with_records
from tracker.store.concerning import note, noting
from tracker.web.cached_scorecards import CachedScorecard, Subject, still_holds
from tracker.web.site import site

__all__ = ["card_at"]


def card_at(session: Session, snapshot: Snapshot, company: str, topic: str | None = None) -> Scorecard:
    """``scorecard_at``, cached; raises the same."""
    cached = _cached(session, snapshot, (company, topic, 0 if snapshot.live else snapshot.position))
    note(session, *cached.subjects)
    return cached.card.at(snapshot.as_of, snapshot.known_at)


def _cached(session: Session, snapshot: Snapshot, subject: Subject) -> CachedScorecard:
    """The one of this day, or a new one: of the records that were read for another day, where these hold."""
    cache = site().scorecards
    cached = cache.on(subject, snapshot.as_of)
    other = cached or cache.of_another_day(subject)
    holds = other is not None and still_holds(session, snapshot, other)
    if cached and holds:
        return cached
    if other and holds and other.card.rules == RULES_VERSION:
        card = compute(other.card.dossier, snapshot.as_of, snapshot.known_at, former=other.card)
        cached = CachedScorecard(card, other.subjects, snapshot.position, other.records)
    else:
        if other and other.position < snapshot.position:
            cache.forget(subject)
        # Without a topic it is that of the only one, which other records tell.
        cached = _later(session, snapshot, other) if other and subject[1] else None
        cached = cached or _read(session, snapshot, subject, other.card if other else None)
    cache.put(subject, cached)
    return cached


def _later(session: Session, snapshot: Snapshot, before: CachedScorecard) -> CachedScorecard | None:
    """What a scorecard has become, where few of its records were published again; else None."""
    if not before.records or before.card.rules != RULES_VERSION:
        return None
    position, topic = snapshot.position, before.card.dossier.topic.id
    records = records_since(session, before.records, topic, before.position, position)
    if records is None:
        return None
    if not same_objects(records, before.records):
        card = scorecard_after(snapshot, records, before.card)
    elif before.card.as_of <= snapshot.as_of <= before.last:
        before.position = position
        return before
    else:
        card = compute(before.card.dossier, snapshot.as_of, snapshot.known_at, former=before.card)
    return CachedScorecard(card, before.subjects, position, records)


def _read(session: Session, snapshot: Snapshot, subject: Subject, former: Scorecard | None) -> CachedScorecard:
    company, topic, _ = subject
    with noting(session) as subjects:
        card, records = scorecard_with_records(session, snapshot, company, topic, former)
    return CachedScorecard(card, frozenset(subjects), snapshot.position, records if snapshot.live else ())
