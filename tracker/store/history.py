"""Queries for revisions: of one record, of all records newest first, and incoming references, at any ledger position.

Every list is paginated by key and takes at most three queries.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import BindParameter

from tracker.models import Ledger, Record, Reference, Revision
from tracker.models.revision import CHANGES
from tracker.records.checking.references import references
from tracker.records.kinds import KINDS, AnyRecord, Key
from tracker.records.reading.problems import field_name
from tracker.store.concerning import EVERYTHING as EVERY_SUBJECT
from tracker.store.concerning import about, itself, naming, note
from tracker.store.database.any_of import any_of
from tracker.store.published import initiatives_naming, records_at, with_keys

__all__ = [
    "EVERYTHING",
    "Entry",
    "Filter",
    "Mention",
    "bodies_before",
    "last_publications",
    "last_revision",
    "published_changes",
    "records_named_by",
    "records_naming",
    "revision_body",
    "revisions_of",
]

_LEDGER, _REVISION, _REFERENCE = Ledger.__table__.c, Revision.__table__.c, Reference.__table__.c
_ABOUT_COMPANY = ("pledge", "evidence", "response", "decision", "check", "initiative")
"""Kinds whose records are about a company; others only mention one."""


class Entry(NamedTuple):
    """One publication: where and when it stands in the ledger, who and why, and the canonical text of the record."""

    position: int
    at: datetime
    kind: str
    id: str
    number: int
    change: str
    author: str
    publisher: str
    note: str | None
    body: str
    sha256: str

    @property
    def key(self) -> Key:
        """Kind and id of the record."""
        return self.kind, self.id


class Filter(NamedTuple):
    """Which changes to list: of these classes (new, update, correction ...), one kind of record, one company or topic.

    A company has all the ids in ``companies``: its own, and former ones. ``since``: at this moment or later. ``news``:
    without checks, which say that somebody looked and there was nothing new.
    """

    classes: tuple[str, ...] = ()
    kind: str | None = None
    companies: tuple[str, ...] = ()
    topic: str = ""
    since: datetime | None = None
    news: bool = False


_NO_NEWS = "check"
_ANY = datetime(1, 1, 1, tzinfo=UTC)
EVERYTHING = Filter()
"""No filter."""


class Mention(NamedTuple):
    """A record that names another: its last publication at the moment asked, its text then, and in which fields.

    Fields are in words, counted from 1: ``versions 1 › source``.
    """

    position: int
    kind: str
    id: str
    body: str
    fields: tuple[str, ...]


_ENTRY = (
    _LEDGER.position,
    _LEDGER.at,
    _REVISION.kind,
    _REVISION.record_id,
    _REVISION.number,
    _REVISION.change,
    _REVISION.author,
    _LEDGER.publisher,
    _REVISION.note,
    _REVISION.body,
    _LEDGER.sha256,
)


def revisions_of(
    session: Session, key: Key, position: int, *, before: int | None = None, most: int = 50
) -> list[Entry]:
    """The published revisions of a record up to a position, newest first, on below ``before``. One query."""
    kind, id = key
    note(session, itself(key))
    statement = (
        select(*_ENTRY)
        .join(Revision, Revision.id == Ledger.revision_id)
        .where(Revision.kind == kind, Revision.record_id == id, Ledger.position <= _upto(position, before))
        .order_by(Ledger.position.desc())
        .limit(most)
    )
    return [Entry(*row) for row in session.execute(statement)]


def revision_body(session: Session, key: Key, number: int) -> str | None:
    """The canonical text of one published revision of a record; None where it is not published."""
    kind, id = key
    statement = (
        select(Revision.body)
        .join(Ledger, Ledger.revision_id == Revision.id)
        .where(Revision.kind == kind, Revision.record_id == id, Revision.number == number)
    )
    return session.scalar(statement)


def last_revision(position: int | BindParameter[int]) -> ScalarSelect[int]:
    """The revision published last at a position.

    Revisions are numbered in the order of the ledger (services/publishing), and have indexes in that order for what
    lists ask; the ledger itself has none of what they say.
    """
    entry = Ledger.__table__.c
    upto: Select[int] = select(entry.revision_id).where(entry.position <= position)
    return upto.order_by(entry.position.desc()).limit(1).scalar_subquery()


def _upto(position: int, before: int | None) -> int:
    return position if before is None else min(position, before - 1)


def published_changes(
    session: Session, position: int, chosen: Filter = EVERYTHING, *, before: int | None = None, most: int = 50
) -> list[Entry]:
    """All publications up to a position, newest first; ``before`` goes on below a position. One query."""
    note(session, *(map(about, chosen.companies) if chosen.companies else (EVERY_SUBJECT,)))
    values = {"upto": _upto(position, before), "most": most, "classes": chosen.classes, "kind": chosen.kind}
    statement = _changes(
        chosen._replace(companies=chosen.companies and ("",), topic=chosen.topic and "any", since=chosen.since and _ANY)
    )
    values |= {"companies": chosen.companies, "topic": chosen.topic, "since": chosen.since}
    return [Entry._make(row) for row in session.execute(statement, values).all()]


@lru_cache(maxsize=100)
def _changes(chosen: Filter) -> Select[*tuple[Any, ...]]:
    """The entries that a filter shows, whatever the companies are: these are a parameter, as all other values."""
    # First which ones, so that texts are read of those rows alone that are shown; of these, the earlier come last.
    shown = _shown_revisions(chosen, last_revision(bindparam("upto", type_=Integer))).subquery()
    since = _LEDGER.at >= bindparam("since") if chosen.since else true()
    return (
        select(*_ENTRY)
        .join(Revision.__table__, _REVISION.id == _LEDGER.revision_id)
        .join(shown, shown.c.id == _REVISION.id)
        .where(since)
        .order_by(_LEDGER.position.desc())
    )


def _shown_revisions(chosen: Filter, last: ScalarSelect[int]) -> Select[int]:
    """The newest revisions up to one that are asked for."""
    most: BindParameter[int] = bindparam("most", type_=Integer)
    kinds = [chosen.kind] if chosen.kind else [kind for kind in KINDS if not (chosen.news and kind == _NO_NEWS)]
    if chosen.topic:
        return _on_topic(chosen, last, most)
    if chosen.companies:
        # First the few that are about the company: else a database walks all of a class or kind.
        columns = (_REVISION.id, _REVISION.change, _REVISION.kind)
        about = select(*columns).where(_REVISION.id.in_(_revisions_about()))
        few = about.cte("few").prefix_with("MATERIALIZED").c
        classes = any_of(few.change, "classes") if chosen.classes else true()
        kind = few.kind == bindparam("kind") if chosen.kind else few.kind != _NO_NEWS if chosen.news else true()
        return select(few.id).where(few.id <= last, classes, kind).order_by(few.id.desc()).limit(most)
    if not (chosen.classes or chosen.kind):
        with_news = _REVISION.kind != _NO_NEWS if chosen.news else true()
        return select(_REVISION.id).where(_REVISION.id <= last, with_news).order_by(_REVISION.id.desc()).limit(most)
    # Of each class and kind apart, from the end of their index.
    newest = (
        select(_REVISION.id)
        .where(_REVISION.change == change, _REVISION.kind == kind, _REVISION.id <= last)
        .order_by(_REVISION.id.desc())
        .limit(most)
        .subquery()
        for change in chosen.classes or CHANGES
        for kind in kinds
    )
    shown_ids = union_all(*(select(some.c.id) for some in newest)).subquery()
    return select(shown_ids.c.id).order_by(shown_ids.c.id.desc()).limit(most)


def _on_topic(chosen: Filter, last: ScalarSelect[int], most: BindParameter[int]) -> Select[int]:
    """The newest revisions of a topic and of what names it, from the end of the index of references."""
    conditions = [_REVISION.id <= last]
    if chosen.classes:
        conditions.append(any_of(_REVISION.change, "classes"))
    if chosen.kind:
        conditions.append(_REVISION.kind == bindparam("kind"))
    elif chosen.news:
        conditions.append(_REVISION.kind != _NO_NEWS)
    if chosen.companies:
        conditions.append(_REVISION.id.in_(_revisions_about()))
    # By what is in the index of references alone: a database would walk all revisions for those of the topic.
    reference = _REFERENCE.revision_id
    naming = (
        select(reference.label("id"))
        .join(Revision.__table__, _REVISION.id == reference)
        .where(_REFERENCE.target_kind == "topic", _REFERENCE.target_id == bindparam("topic"), reference <= last)
        .where(*conditions[1:])
        .group_by(reference)
        .order_by(reference.desc())
    )
    own = select(_REVISION.id).where(_REVISION.kind == "topic", _REVISION.record_id == bindparam("topic"), *conditions)
    parts = (some.limit(most).subquery() for some in (naming, own.order_by(_REVISION.id.desc())))
    shown_ids = union_all(*(select(some.c.id) for some in parts)).subquery()
    return select(shown_ids.c.id).order_by(shown_ids.c.id.desc()).limit(most)


def _revisions_about() -> CompoundSelect[int]:
    """Revisions of companies, of records about them, of initiatives that they signed, and those that made a record be
    about others.

    So whoever was named wrongly is told of the correction, too.
    """
    by_name = (
        select(_REFERENCE.revision_id)
        .join(Revision.__table__, _REVISION.id == _REFERENCE.revision_id)
        .where(
            _REFERENCE.target_kind == "company",
            any_of(_REFERENCE.target_id, "companies"),
            _REVISION.kind.in_(_ABOUT_COMPANY),
        )
    )
    signed = select(_REFERENCE.revision_id).where(
        _REFERENCE.target_kind == "initiative", _REFERENCE.target_id.in_(initiatives_naming("companies"))
    )
    either = union(by_name, signed).subquery()
    about = select(either.c.revision_id)
    named, later = Revision.__table__.alias(), Revision.__table__.alias()
    next_ones = (
        select(later.c.id)
        .join(named, and_(named.c.kind == later.c.kind, named.c.record_id == later.c.record_id))
        .where(named.c.id.in_(about), later.c.number == named.c.number + 1)
    )
    itself = select(_REVISION.id).where(_REVISION.kind == "company", any_of(_REVISION.record_id, "companies"))
    return union(about, next_ones, itself)


def bodies_before(session: Session, positions: Collection[int]) -> dict[int, str]:
    """For each publication, the text of the one of the same record before it; first ones are left out. One query."""
    return {row.position: row.body for row in session.execute(_before(), {"positions": [*positions]})}


@cache
def _before() -> Select[int, str]:
    entries, revisions = Ledger.__table__.alias(), Revision.__table__.alias()
    earlier, its_revision = Ledger.__table__.alias(), Revision.__table__.alias()
    last_before = (
        select(func.max(earlier.c.position))
        .join(its_revision, its_revision.c.id == earlier.c.revision_id)
        .where(its_revision.c.kind == revisions.c.kind, its_revision.c.record_id == revisions.c.record_id)
        .where(earlier.c.position < entries.c.position)
        .correlate(entries, revisions)
        .scalar_subquery()
    )
    return (
        select(entries.c.position, _REVISION.body)
        .join(revisions, revisions.c.id == entries.c.revision_id)
        .join(Ledger.__table__, _LEDGER.position == last_before)
        .join(Revision.__table__, _REVISION.id == _LEDGER.revision_id)
        .where(entries.c.position.in_(bindparam("positions", expanding=True)))
    )


def records_naming(
    session: Session, key: Key, position: int, *, before: int | None = None, most: int = 200
) -> list[Mention]:
    """The records that named this one at a position, the last published first; ``before`` goes on below a position.

    A record counts as it stood then: one that named it earlier and no longer does is left out. Two queries.
    """
    note(session, naming(key))
    target = and_(Reference.target_kind == key[0], Reference.target_id == key[1])
    later = aliased(Revision)
    superseded = (
        select(later.id)
        .where(later.kind == Revision.kind, later.record_id == Revision.record_id)
        .where(later.id > Revision.id, later.id <= last_revision(position))
        .correlate(Revision)
        .exists()
    )
    # From the newest mention back, as the index on references has them: a law may be named by thousands.
    shown = (
        select(Reference.revision_id)
        .join(Revision, Revision.id == Reference.revision_id)
        .where(target, Reference.revision_id <= last_revision(_upto(position, before)), ~superseded)
        .group_by(Reference.revision_id)
        .order_by(Reference.revision_id.desc())
        .limit(most)
        .subquery()
    )
    statement = (
        select(Ledger.position, Revision.kind, Revision.record_id, Revision.body, Revision.id)
        .join(Revision, Revision.id == Ledger.revision_id)
        .join(shown, shown.c.revision_id == Revision.id)
        .order_by(Ledger.position.desc())
    )
    rows = session.execute(statement).all()
    fields = _fields(session, target, [row.id for row in rows])
    return [Mention(row.position, row.kind, row.record_id, row.body, tuple(fields[row.id])) for row in rows]


def _fields(session: Session, target: ColumnElement[bool], revisions: Collection[int]) -> dict[int, list[str]]:
    """In which fields each revision names the target, in words."""
    statement = (
        select(Reference.revision_id, Reference.field)
        .where(target, Reference.revision_id.in_(revisions))
        .order_by(Reference.revision_id, Reference.field)
    )
    fields_by_revision: dict[int, list[str]] = {revision: [] for revision in revisions}
    for revision, field in session.execute(statement):
        fields_by_revision[revision].append(_in_words(field))
    return {revision: sorted(fields) for revision, fields in fields_by_revision.items()}


def _in_words(field: str) -> str:
    """``versions.0.source`` as ``versions 1 › source``; the id of a company in ``checked_until`` may hold dots."""
    if field.startswith("checked_until."):
        return field_name(tuple(field.split(".", 1)))
    return field_name(tuple(int(step) if step.isdigit() else step for step in field.split(".")))


def records_named_by(session: Session, record: AnyRecord, position: int) -> list[AnyRecord]:
    """The records that this one names, as they stood at a position, in the order of first mention. One query.

    A topic's companies, which it names only to say until when they were checked, are left out: there may be thousands.
    """
    keys = dict.fromkeys(
        (kind, reference.id)
        for reference in references(record)
        if reference.path[0] != "checked_until"
        for kind in reference.kinds
    )
    records_by_key = {other.key: other for other in records_at(session, position, keys)}
    return [records_by_key[key] for key in keys if key in records_by_key]


def last_publications(session: Session, keys: Collection[Key], most: int) -> list[Entry]:
    """Of these records the last publication each, newest first; so many at most. One query."""
    note(session, *map(itself, keys))
    if not keys:
        return []
    statement = (
        select(*_ENTRY)
        .join(Revision, Revision.id == Ledger.revision_id)
        .join(Record, Record.revision_id == Revision.id)
        .where(with_keys(Record, keys))
        .order_by(Ledger.position.desc())
        .limit(most)
    )
    return [Entry(*row) for row in session.execute(statement)]
