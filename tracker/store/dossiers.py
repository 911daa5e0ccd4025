"""Loads the records behind one scorecard, as of a ledger position."""

from collections.abc import Callable, Collection, Mapping
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, or_, select, union
from sqlalchemy.orm import Session

from tracker.models import Reference, Revision
from tracker.records.bundle import Bundle, companies_of
from tracker.records.checking.references import named_keys
from tracker.records.kinds import AnyRecord, Key
from tracker.records.ownership import Place, counts_for, places_of
from tracker.records.types.check import Check
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.store.concerning import about, all_of, itself, note
from tracker.store.database.any_of import any_of
from tracker.store.published import initiatives_naming, latest, read_latest, records_at
from tracker.store.related_companies import related_companies_at

__all__ = ["dossier_records", "ends_records", "field_records", "fields_records"]

_FOLLOWED = ("vocabulary", "source", "condition")
"""What records of a dossier bring with them; sources bring those that they derive from."""


def dossier_records(session: Session, company: str, topic: str, position: int) -> list[AnyRecord]:
    """The records of one company and topic at a position, in no order: what ``Dossier.of`` is built from.

    They are the company, the topic, the company's pledges, initiatives that it
    signed with their pledges, evidence (also evidence that is about others too),
    responses, decisions and checks on that topic, conduct of companies it owns, pledges of its owners, what both
    answered, the vocabularies, conditions and sources that these name, and the wordings. What was not published yet is
    missing; an unknown company or topic gives a list without it. Four queries, and one more for each step of
    ``derived_from`` and of owners.
    """
    return field_records(session, (company,), topic, position)


def field_records(session: Session, companies: Collection[str], topic: str, position: int) -> list[AnyRecord]:
    """The same for several companies side by side, in as many queries as for one."""
    return fields_records(session, companies, (topic,), position)


def fields_records(
    session: Session, companies: Collection[str], topics: Collection[str], position: int
) -> list[AnyRecord]:
    """The same for several companies and topics, in as many queries as for one."""
    return _gathered(session, companies, topics, position, _told_of, _FOLLOWED)


def ends_records(
    session: Session, companies: Collection[str], topics: Collection[str], position: int
) -> list[AnyRecord]:
    """Of the same records those that ends to come follow from.

    Pledges, what tells how one was carried out, conditions.
    """
    return _gathered(session, companies, topics, position, _promised, ("vocabulary", "condition"))


def _gathered(
    session: Session,
    companies: Collection[str],
    topics: Collection[str],
    position: int,
    chosen: Callable[[], ColumnElement[bool]],
    followed: Collection[str],
) -> list[AnyRecord]:
    """What is about the companies and topics, narrowed to revisions that were ever ``chosen``, and what these name."""
    frontier = _about(session, companies, topics, position, chosen)
    dossier = list(frontier)
    requested: set[Key] = set()
    while missing := named_keys(frontier, followed) - requested:
        requested |= missing
        frontier = records_at(session, position, missing)
        dossier += frontier
    return dossier


_REVISION, _REFERENCE = Revision.__table__.c, Reference.__table__.c


def _told_of() -> ColumnElement[bool]:
    """That a revision is about one of the topics; a response belongs to all topics of its company."""
    return or_(
        _REVISION.kind == "response",
        _REVISION.kind.in_(("pledge", "evidence", "decision", "check")) & _names_topic(),
    )


def _promised() -> ColumnElement[bool]:
    """That a revision is a pledge on one of the topics, or evidence that names a pledge."""
    fulfils = Reference.__table__.alias()
    # Not the column itself: SQLite would walk all that names any pledge, and not the few names of this revision.
    names_pledge = select(fulfils.c.revision_id).where(
        fulfils.c.revision_id == _REVISION.id, fulfils.c.target_kind.concat("") == "pledge"
    )
    kinds = or_(_REVISION.kind == "pledge", and_(_REVISION.kind == "evidence", names_pledge.exists()))
    return kinds & _names_topic()


def _names_topic() -> ColumnElement[bool]:
    named = Reference.__table__.alias()
    named_one = select(named.c.revision_id).where(named.c.revision_id == _REVISION.id, named.c.target_kind == "topic")
    return named_one.where(any_of(named.c.target_id, "topics")).exists()


@cache
def _topics_and_wordings() -> Select[str]:
    return latest(
        or_(
            _REVISION.kind == "wording",
            and_(_REVISION.kind == "topic", any_of(_REVISION.record_id, "topics")),
        )
    )


@cache
def _ever(chosen: Callable[[], ColumnElement[bool]]) -> Select[str]:
    """Initiatives that ever named one of the companies, and chosen records that did or are of such an initiative."""
    by_name = (
        select(_REVISION.kind, _REVISION.record_id)
        .join(Reference.__table__, _REFERENCE.revision_id == _REVISION.id)
        .where(_REFERENCE.target_kind == "company", any_of(_REFERENCE.target_id, "ids"))
        .where(or_(_REVISION.kind == "initiative", chosen()))
    )
    signed = (
        select(_REVISION.kind, _REVISION.record_id)
        .join(Reference.__table__, _REFERENCE.revision_id == _REVISION.id)
        .where(_REFERENCE.target_kind == "initiative", _REFERENCE.target_id.in_(initiatives_naming("ids")), chosen())
    )
    return latest(among=union(by_name, signed).cte("meant").prefix_with("MATERIALIZED"))


def _about(
    session: Session,
    companies: Collection[str],
    topics: Collection[str],
    position: int,
    chosen: Callable[[], ColumnElement[bool]],
) -> list[AnyRecord]:
    """Companies, topics, wordings, and records that ever named one of them; their state at the position decides.

    Of companies that these own there is their conduct, of their owners their pledges, of both what they answered.
    """
    related = related_companies_at(session, companies, position)
    own = read_latest(session, _topics_and_wordings(), position, topics=list(topics))
    ids = {*companies, *related.companies, *related.present_ids}
    note(session, all_of("wording"), *(itself(("topic", topic)) for topic in topics), *map(about, ids))
    named = read_latest(session, _ever(chosen), position, ids=list(ids), topics=list(topics))
    places = places_of(related, companies)
    belonging = [record for record in named if _belongs(record, related, places, topics)]
    signed_now = {record.id for record in belonging if isinstance(record, Initiative)}
    kept = [r for r in belonging if not (isinstance(r, Pledge) and r.initiative) or r.initiative in signed_now]
    return [*related, *own, *kept]


def _belongs(
    record: AnyRecord, related: Bundle, places: Mapping[str, Collection[Place]], topics: Collection[str]
) -> bool:
    match record:
        case Pledge() | Decision() | Check() if record.topic not in topics:
            return False
        case Evidence() if not any(topic in topics for topic in record.topics):
            return False
        case Pledge() if record.initiative:
            return True  # told by its initiative
        case Initiative():
            ids = [related.present_id(signatory.company) for signatory in record.signatories]
            return any({"own", "owner"} & set(places.get(id, ())) for id in ids)
    return any(counts_for(record, places.get(related.present_id(id), ())) for id in companies_of(record))
