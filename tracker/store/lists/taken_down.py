"""The companies and topics that were taken down at any ledger position, with which records about nothing else go."""

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session

from tracker.models import Record, Reference, Revision
from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord, Key
from tracker.records.taken_down import NOTHING_GONE, Gone
from tracker.records.types.company import Company
from tracker.store.concerning import naming, note
from tracker.store.database.any_of import any_of
from tracker.store.kept_readings import kept_reading_of
from tracker.store.ledger import AnyRow, ledger_head
from tracker.store.lists.paging import AnySelect
from tracker.store.published import FORMER_ID, TAKEN_DOWN, latest, read_latest

__all__ = ["gone_at", "gone_now", "gone_records", "note_gone", "records_going"]

_READ, _NOW = "gone read", "last position read"
_KINDS = ("company", "topic")
_REVISION, _REFERENCE = Revision.__table__.c, Reference.__table__.c


def gone_now(session: Session) -> Gone:
    """What was taken down, as published now. One query more, where a session that only reads has not asked before."""
    position: int | None = session.info.get(_NOW)
    if position is None:
        position = ledger_head(session).position
        if not session.info.get("writing"):
            session.info[_NOW] = position
    return gone_at(session, position)


def note_gone(session: Session, gone: Gone) -> None:
    """Note that what is read rests on which companies and topics were taken down."""
    note(session, *(naming((TAKEN_DOWN, kind)) for kind in _KINDS))
    # Another company may take over the records of one that is gone by naming its id.
    note(session, *(naming((FORMER_ID, id)) for id in gone.companies))


def gone_records(session: Session, kinds: Sequence[str]) -> list[AnyRow]:
    """The records of these kinds that go with what was taken down, as published now: kind, id and position."""
    gone = gone_now(session)
    if not gone:
        return []
    values = {"kinds": [*kinds], "companies": gone.companies, "topics": gone.topics}
    return [*session.execute(_going(), values)]


def records_going(
    session: Session, companies: Collection[str], topics: Collection[str], kinds: Sequence[str]
) -> set[Key]:
    """Kind and id of the records of these kinds that go if these companies and topics are taken down, too."""
    if not (companies or topics):
        return set()
    gone = gone_now(session)
    values = {"companies": [*gone.companies, *companies], "topics": [*gone.topics, *topics]}
    rows = session.execute(_going(), {"kinds": [*kinds], **values})
    return {(row.kind, row.record_id) for row in rows} - {row[:2] for row in gone_records(session, kinds)}


def gone_at(session: Session, position: int, *, noted: bool = True) -> Gone:
    """What was taken down at a position. One query where nothing was, and one for each step from id to id.

    It is kept as what nearly every page reads, and with a session that only reads. Not ``noted``, it is for the caller
    to say what rests on it.
    """
    kept: tuple[int, Gone] | None = session.info.get(_READ)
    if kept is None or kept[0] != position:
        kept = position, kept_reading_of(session, "gone", _KINDS, position, lambda: _read(session, position))
        if not session.info.get("writing"):
            session.info[_READ] = kept
    if noted:
        note_gone(session, kept[1])
    return kept[1]


def _read(session: Session, position: int) -> Gone:
    records = [it for it in read_latest(session, _ever_taken_down(), position) if it.taken_down]
    if not records:
        return NOTHING_GONE
    gone: dict[Key, AnyRecord] = {it.key: it for it in records if not isinstance(it, Company)}
    around = _with_successors(session, {it.id for it in records if isinstance(it, Company)}, position)
    for id in sorted({*around.companies, *around.present_ids}):
        present = around.companies[around.present_id(id)]
        if present.taken_down:
            gone["company", id] = present
    return Gone(gone)


def _with_successors(session: Session, ids: set[str], position: int) -> Bundle:
    """These companies with those that have their ids as former ones, those that have the ids of these, and so on."""
    around, looked_up, missing = Bundle(), set[str](), ids
    while missing:
        looked_up |= missing
        around = around.with_records(read_latest(session, _companies(), position, ids=sorted(missing)))
        missing = around.companies.keys() - looked_up
    return around


@cache
def _ever_taken_down() -> Select[str]:
    """The companies and topics that any revision takes down."""
    marked = select(_REVISION.kind, _REVISION.record_id).join(
        Reference.__table__, _REFERENCE.revision_id == _REVISION.id
    )
    ever = marked.where(_REFERENCE.target_kind == TAKEN_DOWN).distinct()
    return latest(among=ever.cte("ever").prefix_with("MATERIALIZED"))


@cache
def _going() -> AnySelect:
    """Records of ``kinds`` all of whose companies, or all of whose topics, are among those given."""
    record = Record.__table__.c
    going = union(_naming_only("company", "companies"), _naming_only("topic", "topics"))
    few = going.cte("going").prefix_with("MATERIALIZED")
    statement = select(record.kind, record.record_id, record.position).join(
        few, few.c.revision_id == record.revision_id
    )
    # Neither kind is looked up: a database would walk all records of it, and all that name one.
    return statement.where(any_of(record.kind.concat(""), "kinds"))


def _naming_only(kind: str, ids: str) -> Select[int]:
    """Revisions that name records of a kind with these ids, and none with others."""
    other = Reference.__table__.alias().c
    others = (
        select(other.revision_id)
        .where(other.revision_id == _REFERENCE.revision_id, other.target_kind.concat("") == kind)
        .where(~any_of(other.target_id, ids))
        .correlate(Reference.__table__)
        .exists()
    )
    named = select(_REFERENCE.revision_id).where(_REFERENCE.target_kind == kind, any_of(_REFERENCE.target_id, ids))
    return named.where(~others)


@cache
def _companies() -> Select[str]:
    """Companies that have one of these ``ids``, or ever had it as a former one."""
    company = select(_REVISION.kind, _REVISION.record_id).where(_REVISION.kind == "company")
    after = select(_REFERENCE.revision_id).where(
        _REFERENCE.target_kind == FORMER_ID, any_of(_REFERENCE.target_id, "ids")
    )
    either = union(company.where(any_of(_REVISION.record_id, "ids")), company.where(_REVISION.id.in_(after)))
    return latest(among=either.cte("around").prefix_with("MATERIALIZED"))
