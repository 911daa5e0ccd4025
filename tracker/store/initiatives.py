"""Queries for initiatives: their pledges, at any ledger position."""

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from tracker.models import Reference, Revision
from tracker.records.types.pledge import Pledge
from tracker.store.published import matching_at

__all__ = ["initiative_pledges", "initiative_topics"]


def initiative_pledges(session: Session, initiative: str, position: int) -> list[Pledge]:
    """The pledges that name an initiative, as published at a position and not taken down, by id. One query."""
    named = (
        select(Revision.kind, Revision.record_id)
        .join(Reference, Reference.revision_id == Revision.id)
        .where(Reference.target_kind == "initiative", Reference.target_id == initiative, Revision.kind == "pledge")
    )
    records = matching_at(session, position, tuple_(Revision.kind, Revision.record_id).in_(named))
    pledges = [it for it in records if isinstance(it, Pledge) and it.initiative == initiative and not it.taken_down]
    return sorted(pledges, key=lambda pledge: pledge.id)


def initiative_topics(session: Session, initiative: str, position: int) -> list[str]:
    """The topics of its pledges, in order."""
    return sorted({pledge.topic for pledge in initiative_pledges(session, initiative, position)})
