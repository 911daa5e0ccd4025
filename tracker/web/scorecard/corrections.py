"""Corrections that a scorecard shows: of records that said something wrong about the company, or no longer do."""

from sqlalchemy.orm import Session

from tracker.services.reading.company_lookup import all_ids
from tracker.services.reading.scorecards import Snapshot
from tracker.store.history import Filter, bodies_before, published_changes
from tracker.web.history.revisions import Publication, publications

__all__ = ["MOST_CORRECTIONS", "corrections_of"]

MOST_CORRECTIONS = 5
"""The most corrections shown on a scorecard; the list of changes has all."""


def corrections_of(session: Session, snapshot: Snapshot, company: str) -> list[Publication]:
    """The newest corrections of records that name the company, or named it before, up to a moment."""
    chosen = Filter(("correction",), None, all_ids(session, snapshot, company))
    entries = published_changes(session, snapshot.position, chosen, most=MOST_CORRECTIONS)
    return publications(entries, bodies_before(session, [entry.position for entry in entries]) if entries else {})
