"""Queries for initiatives: their pledges, at any ledger position."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import CompoundSelect, Select, bindparam, exists, select, union
from sqlalchemy.orm import Session

from tracker.models import Ledger, Reference, Revision
from tracker.records.kinds import AnyRecord
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.store.concerning import naming, note
from tracker.store.kept_readings import kept_reading
from tracker.store.lists.taken_down import gone_at
from tracker.store.published import latest, read_latest, records_at

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
    """The pledges that name an initiative, as published at a position and not taken down, by id. Two queries."""
    note(session, naming(("initiative", initiative)))
    records = read_latest(session, _pledges_of_one(), position, initiative=initiative)
    return [it for it in _standing(session, records, position) if it.initiative == initiative]


def _standing(session: Session, records: Iterable[AnyRecord], position: int) -> list[Pledge]:
    """The pledges among these that were not taken down, nor their topic, by id."""
    gone = gone_at(session, position)
    pledges = (it for it in records if isinstance(it, Pledge) and not (it.taken_down or gone.takes(it)))
    return sorted(pledges, key=lambda pledge: pledge.id)


def initiative_topics(session: Session, initiative: str, position: int) -> list[str]:
    """The topics of its pledges, in order."""
    return sorted({pledge.topic for pledge in initiative_pledges(session, initiative, position)})


def has_initiatives(session: Session, position: int) -> bool:
    """Whether any initiative had been published at a position. One query, which reads no list of signatories."""
    return kept_reading(session, "initiative", position, lambda: bool(session.scalar(_ANY, {"position": position})))


def initiatives_at(session: Session, position: int) -> list[tuple[Initiative, list[Pledge]]]:
    """All initiatives at a position that were not taken down, by name, each with its pledges by id. Two queries."""
    records = read_latest(session, _all_with_pledges(), position)
    pledges = _standing(session, records, position)
    initiatives = [it for it in records if isinstance(it, Initiative) and not it.taken_down]
    return [
        (initiative, [pledge for pledge in pledges if pledge.initiative == initiative.id])
        for initiative in sorted(initiatives, key=lambda one: (one.name.casefold(), one.id))
    ]


def initiatives_on(session: Session, topic: str, position: int) -> list[Initiative]:
    """Those with a pledge on a topic, by name. Two queries at most: lists of signatories are long, and read for few."""
    pledges = read_latest(session, _pledges_of_all(), position)
    ids = {it.initiative for it in pledges if isinstance(it, Pledge) and it.topic == topic and not it.taken_down}
    records = records_at(session, position, [("initiative", id) for id in ids if id]) if ids - {None} else []
    initiatives = [it for it in records if isinstance(it, Initiative) and not it.taken_down]
    return sorted(initiatives, key=lambda one: (one.name.casefold(), one.id))


@cache
def _pledges_of_one() -> Select[str]:
    return _latest_of(_pledges_naming().where(Reference.target_id == bindparam("initiative")).distinct())


@cache
def _pledges_of_all() -> Select[str]:
    return _latest_of(_pledges_naming().distinct())


@cache
def _all_with_pledges() -> Select[str]:
    every = select(Revision.kind, Revision.record_id).where(Revision.kind == "initiative")
    return _latest_of(union(every, _pledges_naming()))


def _latest_of(keys: Select[str, str] | CompoundSelect[str, str]) -> Select[str]:
    """Records of these keys, each looked up: with the keys as a condition PostgreSQL reads all there are."""
    return latest(among=keys.cte("meant").prefix_with("MATERIALIZED"))


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
