"""In which order topics came to a company: addresses without a topic mean the first one."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Ledger, Reference, Revision
from tracker.store.concerning import about, all_of, note

__all__ = ["topics_in_order", "topics_published"]


def topics_in_order(session: Session, companies: Collection[str], position: int) -> list[str]:
    """The topics that records of a company (by all its ids) were published on up to a position, the first one first."""
    note(session, all_of("topic"), *map(about, companies))
    company, topic = aliased(Reference), aliased(Reference)
    first_entries = select(topic.target_id, Ledger.position).join(Revision, Revision.id == topic.revision_id)
    first_entries = first_entries.join(company, company.revision_id == Revision.id).join(
        Ledger, Ledger.revision_id == Revision.id
    )
    first_entries = first_entries.where(
        Revision.kind.in_(("pledge", "evidence", "check")),
        topic.target_kind == "topic",
        company.target_kind == "company",
        company.target_id.in_(companies),
        Ledger.position <= position,
    )
    checked = select(Revision.record_id, Ledger.position).join(Ledger, Ledger.revision_id == Revision.id)
    checked = checked.join(company, company.revision_id == Revision.id).where(
        Revision.kind == "topic",
        company.target_kind == "company",
        company.target_id.in_(companies),
        Ledger.position <= position,
    )
    first: dict[str, int] = {}
    for id, at in (*session.execute(first_entries), *session.execute(checked)):
        first[id] = min(at, first.get(id, at))
    return sorted(first, key=lambda id: (first[id], id))


def topics_published(session: Session, position: int) -> list[str]:
    """All topics that were published up to a position, the first one first. One query."""
    note(session, all_of("topic"))
    first = select(Revision.record_id).join(Ledger, Ledger.revision_id == Revision.id)
    first = first.where(Revision.kind == "topic", Ledger.position <= position).group_by(Revision.record_id)
    return list(session.scalars(first.order_by(func.min(Ledger.position))))
