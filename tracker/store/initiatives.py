"""Queries for initiatives: their pledges, at any ledger position."""

from sqlalchemy import Select, bindparam, exists, or_, select, tuple_
from sqlalchemy.orm import Session

from tracker.models import Ledger, Reference, Revision
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.store.concerning import naming, note
from tracker.store.kept_readings import kept_reading
from tracker.store.published import matching_at, records_at

__all__ = [
    "ever_signed",
    "has_initiatives",
    "initiative_pledges",
    "initiative_topics",
    "initiatives_at",
    "initiatives_on",
]

_ANY = select(
    exists()
    .where(Revision.kind == "initiative", Ledger.revision_id == Revision.id)
    .where(Ledger.position <= bindparam("position"))
)


def initiative_pledges(session: Session, initiative: str, position: int) -> list[Pledge]:
    """The pledges that name an initiative, as published at a position and not taken down, by id. One query."""
    note(session, naming(("initiative", initiative)))
    named = _pledges_naming().where(Reference.target_id == initiative)
    records = matching_at(session, position, tuple_(Revision.kind, Revision.record_id).in_(named))
    pledges = [it for it in records if isinstance(it, Pledge) and it.initiative == initiative and not it.taken_down]
    return sorted(pledges, key=lambda pledge: pledge.id)


def initiative_topics(session: Session, initiative: str, position: int) -> list[str]:
    """The topics of its pledges, in order."""
    return sorted({pledge.topic for pledge in initiative_pledges(session, initiative, position)})


def has_initiatives(session: Session, position: int) -> bool:
    """Whether any initiative had been published at a position. One query, which reads no list of signatories."""
    return kept_reading(session, "initiative", position, lambda: bool(session.scalar(_ANY, {"position": position})))


def initiatives_at(session: Session, position: int) -> list[tuple[Initiative, list[Pledge]]]:
    """All initiatives at a position that were not taken down, by name, each with its pledges by id. One query."""
    named = tuple_(Revision.kind, Revision.record_id).in_(_pledges_naming())
    records = matching_at(session, position, or_(Revision.kind == "initiative", named))
    pledges = sorted((it for it in records if isinstance(it, Pledge) and not it.taken_down), key=lambda one: one.id)
    initiatives = [it for it in records if isinstance(it, Initiative) and not it.taken_down]
    return [
        (initiative, [pledge for pledge in pledges if pledge.initiative == initiative.id])
        for initiative in sorted(initiatives, key=lambda one: (one.name.casefold(), one.id))
    ]


def initiatives_on(session: Session, topic: str, position: int) -> list[Initiative]:
    """Those with a pledge on a topic, by name. Two queries at most: lists of signatories are long, and read for few."""
    pledges = matching_at(session, position, tuple_(Revision.kind, Revision.record_id).in_(_pledges_naming()))
    ids = {it.initiative for it in pledges if isinstance(it, Pledge) and it.topic == topic and not it.taken_down}
    records = records_at(session, position, [("initiative", id) for id in ids if id]) if ids - {None} else []
    initiatives = [it for it in records if isinstance(it, Initiative) and not it.taken_down]
    return sorted(initiatives, key=lambda one: (one.name.casefold(), one.id))


def _pledges_naming() -> Select[str, str]:
    """Kind and id of every pledge that was ever published as one of an initiative."""
    return (
        select(Revision.kind, Revision.record_id)
        .join(Reference, Reference.revision_id == Revision.id)
        .where(Reference.target_kind == "initiative", Revision.kind == "pledge")
    )


def ever_signed(session: Session, initiative: str) -> list[str]:
    """The companies that any published revision of an initiative lists as signatories."""
    statement = (
        select(Reference.target_id)
        .join(Revision, Revision.id == Reference.revision_id)
        .where(Revision.kind == "initiative", Revision.record_id == initiative, Reference.target_kind == "company")
        .distinct()
    )
    return list(session.scalars(statement))
