"""Queries for published records: current, and as of any ledger position."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.selectable import Select

from tracker.models import Draft, Ledger, Record, Reference, Revision
from tracker.records.kinds import ADAPTER, KINDS, AnyRecord, Key
from tracker.records.types.topic import Topic
from tracker.records.types.wording import Wording
from tracker.store.concerning import all_of, itself, note
from tracker.store.database.any_of import any_of
from tracker.store.kept_readings import kept_reading

__all__ = [
    "FORMER_ID",
    "IDENTIFIER",
    "TAKEN_DOWN",
    "Current",
    "bodies_with_text",
    "companies_with_products",
    "current_records",
    "current_states",
    "exported_records",
    "initiatives_naming",
    "latest",
    "naming_one_of",
    "parsed",
    "parsed_once",
    "read_latest",
    "records_at",
    "records_of_kinds",
    "referring_keys",
    "topics_at",
    "with_keys",
    "wordings_at",
]

FORMER_ID = "former id"
"""What a company's revision is said to name where it lists a former id: the kind, in the table of references."""
IDENTIFIER = "identifier"
"""What a company's revision is said to name where it has an identifier: the kind, in the table of references."""
TAKEN_DOWN = "taken down"
"""What a company's or topic's revision is said to name that takes it down: the kind, in the table of references."""
_PER_QUERY = 10_000
"""Ids in one query: well under what both databases accept. More than a dossier ever names."""

_EXPORTED_AT_ONCE = 500
_REVISION, _ENTRY, _REFERENCE = Revision.__table__.c, Ledger.__table__.c, Reference.__table__.c
_TOPICS_READ = "topics read"
_MOST_PARSED = 4_000
"""Of some 8 KB each."""


class Current(NamedTuple):
    """What is published of a record: which revision, its number, and its canonical text."""

    revision_id: int
    number: int
    body: str


@lru_cache(maxsize=_MOST_PARSED)
def parsed(body: str) -> AnyRecord:
    """The typed record of a stored body. Neither ever changes, so those asked for last are kept."""
    return parsed_once(body)


def parsed_once(body: str) -> AnyRecord:
    """The same for who reads all records once, and needs none of them again."""
    return ADAPTER.validate_json(body)


def with_keys(table: type[Record] | type[Revision] | type[Draft], keys: Iterable[Key]) -> ColumnElement[bool]:
    """That a row is of one of these records."""
    return _one_of(table.kind, table.record_id, keys)


def naming_one_of(keys: Iterable[Key]) -> ColumnElement[bool]:
    """That a reference names one of these records."""
    return _one_of(Reference.target_kind, Reference.target_id, keys)


def _one_of(
    kind_column: InstrumentedAttribute[str], id_column: InstrumentedAttribute[Any], keys: Iterable[Key]
) -> ColumnElement[bool]:
    by_kind: dict[str, list[str]] = {}
    for kind, id in keys:
        by_kind.setdefault(kind, []).append(id)
    return or_(*(and_(kind_column == kind, id_column.in_(ids)) for kind, ids in by_kind.items()))


def _portions(keys: Collection[Key]) -> Iterator[list[Key]]:
    ordered = list(keys)
    for i in range(0, len(ordered), _PER_QUERY):
        yield ordered[i : i + _PER_QUERY]


def latest(*conditions: ColumnElement[bool], among: CTE | None = None) -> Select[str]:
    """Bodies of the records that meet the conditions, each as published last at or before ``position``, a parameter.

    ``among``: only those with a kind and record id of this query, once each; they are looked up one by one.

    To be built once where a page needs it: building a statement takes longer than asking it.
    """
    newest_first = func.row_number().over(
        partition_by=(_REVISION.kind, _REVISION.record_id), order_by=_ENTRY.position.desc()
    )
    versions = select(_REVISION.body, newest_first.label("age"))
    if among is not None:
        named = and_(_REVISION.kind == among.c.kind, _REVISION.record_id == among.c.record_id)
        versions = versions.select_from(among).join(Revision.__table__, named)
    ranked = (
        versions.join(Ledger.__table__, _ENTRY.revision_id == _REVISION.id)
        # Not the column itself: SQLite would walk the whole ledger up to there, for the few records that are meant.
        .where(_ENTRY.position + 0 <= bindparam("position", type_=Integer), *conditions)
        .subquery()
    )
    return select(ranked.c.body).where(ranked.c.age == 1)


def read_latest(session: Session, statement: Select[str], position: int, **values: object) -> list[AnyRecord]:
    """The records that a statement of ``latest`` finds at a position, with the values of its other parameters."""
    return [parsed(body) for body in session.scalars(statement, {"position": position, **values}).all()]


def records_at(session: Session, position: int, keys: Collection[Key]) -> list[AnyRecord]:
    """Those of the named records that were published at a position, as they stood then."""
    note(session, *map(itself, keys))
    records: list[AnyRecord] = []
    for some in _portions(keys):
        ids: dict[str, list[str]] = {}
        for kind, id in some:
            ids.setdefault(kind, []).append(id)
        records += read_latest(session, _latest_of_kinds(tuple(sorted(ids))), position, **ids)
    return records


@lru_cache(maxsize=200)
def _latest_of_kinds(kinds: tuple[str, ...]) -> Select[str]:
    """By ids that are given for each kind, in a parameter of its name."""
    named = (and_(_REVISION.kind == kind, any_of(_REVISION.record_id, kind)) for kind in kinds)
    return latest(or_(*named))


def topics_at(session: Session, position: int) -> list[Topic]:
    """All topics at a position that were not taken down, by name. Read once of a session that only reads."""

    def read() -> list[Topic]:
        topics = (t for t in read_latest(session, _topics(), position) if isinstance(t, Topic) and t.taken_down is None)
        return sorted(topics, key=lambda t: (t.name.casefold(), t.id))

    topics_read: dict[int, list[Topic]] = (
        {} if session.info.get("writing") else session.info.setdefault(_TOPICS_READ, {})
    )
    if position not in topics_read:
        topics_read[position] = kept_reading(session, "topic", position, read)
    note(session, all_of("topic"))
    return [*topics_read[position]]


def wordings_at(session: Session, position: int) -> list[Wording]:
    """All records of the site's wording at a position."""

    def read() -> list[Wording]:
        return [record for record in read_latest(session, _wordings(), position) if isinstance(record, Wording)]

    return [*kept_reading(session, "wording", position, read)]


@cache
def _topics() -> Select[str]:
    return latest(_REVISION.kind == "topic")


@cache
def _wordings() -> Select[str]:
    return latest(_REVISION.kind == "wording")


def current_states(session: Session, keys: Collection[Key]) -> dict[Key, Current]:
    """What is published now of the named records; records not published are left out."""
    states: dict[Key, Current] = {}
    for some in _portions(keys):
        statement = (
            select(Record.kind, Record.record_id, Record.revision_id, Revision.number, Record.body)
            .join(Revision, Revision.id == Record.revision_id)
            .where(with_keys(Record, some))
        )
        for kind, id, revision_id, number, body in session.execute(statement):
            states[kind, id] = Current(revision_id, number, body)
    return states


def current_records(session: Session, keys: Collection[Key]) -> list[AnyRecord]:
    """Those of the named records that are published now."""
    statements = (select(Record.body).where(with_keys(Record, some)) for some in _portions(keys))
    return [parsed(body) for statement in statements for body in session.scalars(statement)]


def records_of_kinds(session: Session, *kinds: str) -> list[AnyRecord]:
    """All records of some kinds that are published now."""
    return [parsed(body) for body in session.scalars(select(Record.body).where(Record.kind.in_(kinds)))]


def companies_with_products(session: Session) -> set[Key]:
    """The companies that list any product: only these name terms of vocabularies themselves."""
    statement = select(Record.record_id).where(Record.kind == "company", Record.body.contains('"products":'))
    return {("company", id) for id in session.scalars(statement)}


def referring_keys(session: Session, keys: Collection[Key]) -> set[Key]:
    """The records whose published state names one of these."""
    referring: set[Key] = set()
    for some in _portions(keys):
        statement = (
            select(Record.kind, Record.record_id)
            .join(Reference, Reference.revision_id == Record.revision_id)
            .where(naming_one_of(some))
            .distinct()
        )
        referring.update((kind, id) for kind, id in session.execute(statement))
    return referring


def bodies_with_text(session: Session, keys: Collection[Key], text: str) -> list[tuple[Key, str]]:
    """Those of the named records whose published body holds a text, with their bodies."""
    bodies: list[tuple[Key, str]] = []
    for some in _portions(keys):
        statement = select(Record.kind, Record.record_id, Record.body).where(
            with_keys(Record, some), Record.body.contains(text, autoescape=True)
        )
        bodies += [((kind, id), body) for kind, id, body in session.execute(statement)]
    return bodies


def initiatives_naming(companies: str) -> Select[str]:
    """The ids of the initiatives of which a published revision names one of some companies as a signatory.

    These are in the parameter of the name that is given.
    """
    naming = and_(_REFERENCE.target_kind == "company", any_of(_REFERENCE.target_id, companies))
    return (
        select(_REVISION.record_id)
        .join(Reference.__table__, _REFERENCE.revision_id == _REVISION.id)
        .where(_REVISION.kind == "initiative", naming)
    )


def exported_records(session: Session, wanted: Mapping[str, Sequence[str]] | None = None) -> Iterator[AnyRecord]:
    """Everything published now, by kind in the order of an export, then by id; read in portions, and not remembered.

    ``wanted`` are the ids, by kind, of those to export; None for all.
    """
    for kind in KINDS:
        # Sorted here: a database's order of texts depends on its locale.
        published = session.scalars(select(Record.record_id).where(Record.kind == kind))
        ids = sorted(published if wanted is None else {*published} & {*wanted[kind]})
        for i in range(0, len(ids), _EXPORTED_AT_ONCE):
            some = ids[i : i + _EXPORTED_AT_ONCE]
            chosen = select(Record.record_id, Record.body).where(Record.kind == kind, Record.record_id.in_(some))
            bodies = {row.record_id: row.body for row in session.execute(chosen)}
            yield from (ADAPTER.validate_json(bodies[id]) for id in some)
