"""The site wording, for the methodology page."""

from sqlalchemy.orm import Session

from tracker.services.reading.scorecards import Snapshot
from tracker.store.published import wordings_at

__all__ = ["wording_at"]


def wording_at(session: Session, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """The sentences that the site's records replace at a moment, by key.

    Hashable, so that it can be a cache key.
    """
    records = sorted(wordings_at(session, snapshot.position), key=lambda record: record.id)
    return tuple(sorted({key: text for record in records for key, text in record.sentences.items()}.items()))
