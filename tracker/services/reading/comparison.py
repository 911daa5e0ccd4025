"""Scorecards of several companies on one topic, read from one snapshot."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle
from tracker.records.types.topic import Topic
from tracker.services.reading.scorecards import NotAssessedError, NotFoundError, Snapshot, Suggestion, TakenDownError
from tracker.store.dossiers import field_records
from tracker.store.published import topics_at
from tracker.store.rules import FIRST_RULES, rules_at

__all__ = ["cards_side_by_side", "topics_to_compare"]


def topics_to_compare(session: Session, snapshot: Snapshot, wanted: str) -> tuple[list[Topic], Topic | None]:
    """All topics at a moment, and the one wanted: the first where none is named. Raises NotFoundError."""
    topics = topics_at(session, snapshot.position)
    if not wanted:
        return topics, topics[0] if topics else None
    chosen = next((topic for topic in topics if topic.id == wanted), None)
    if chosen is None:
        raise NotFoundError("topic", wanted, [Suggestion(topic.id, topic.name) for topic in topics[:5]])
    return topics, chosen


def cards_side_by_side(session: Session, snapshot: Snapshot, companies: Sequence[str], topic: str) -> list[Scorecard]:
    """A scorecard for each company, in their order; as many queries for four as for one.

    Raises TakenDownError, NotAssessedError.
    """
    bundle = Bundle(field_records(session, companies, topic, snapshot.position))
    rules = rules_at(session, snapshot.position)
    for id in companies:
        if bundle.companies[id].taken_down:
            raise TakenDownError(bundle.companies[id])
        if rules != FIRST_RULES and topic not in assessed_topics(bundle, id):
            raise NotAssessedError(bundle.companies[id], bundle.topics[topic])
    return [compute(Dossier.of(bundle, id, topic), snapshot.as_of, snapshot.known_at, rules) for id in companies]
