"""Queries for lists of records: of a kind, of a company, or those that name another record."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from tracker.models import Record, Reference
from tracker.records.kinds import Key
from tracker.store.concerning import itself, note_present
from tracker.store.database.any_of import any_of
from tracker.store.ledger import AnyRow
from tracker.store.lists.paging import AnySelect, Order, Page, Window, page_of

__all__ = [
    "Mention",
    "RecordLine",
    "evidence_of",
    "leading_to",
    "pledges_of",
    "records_listed",
    "records_meeting",
    "titles",
]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A published record in a list.

    ``day`` is the first day it may be of: said, done or published; None without one.
    """

    kind: str
    id: str
    title: str
    company: str | None
    topic: str | None
    day: date | None
    position: int


_NEWEST = Order("newest", (Record.day, Record.position), descending=True)
_LINE = (
    Record.kind,
    Record.record_id,
    Record.title,
    Record.company_id,
    Record.topic_id,
    Record.day,
    Record.position,
)


def _record_line(row: AnyRow) -> RecordLine:
    day = date.fromordinal(row.day) if row.day else None
    return RecordLine(row.kind, row.record_id, row.title, row.company_id, row.topic_id, day, row.position)


def records_listed(
    session: Session, kind: str, window: Window, companies: Collection[str] = (), topic: str = "", since: int = 0
) -> Page[RecordLine]:
    """The records of a kind, the latest first: of a company by all its ids, on a topic, published after a position.

    What is empty or 0 does not filter. Raises BadCursor.
    """
    statement = select(*_LINE)
    if since:
        statement = statement.where(Record.position > since)
    if topic:
        statement = statement.where(_naming("topic", (topic,)))
    if not companies:
        return page_of(session, statement.where(Record.kind == kind), _NEWEST, window, _record_line)
    named = select(Reference.revision_id).where(Reference.target_kind == "company", Reference.target_id.in_(companies))
    return _few(session, statement.where(Record.revision_id.in_(named)), window, kind)


def titles(session: Session, kind: str, ids: Collection[str]) -> dict[str, str]:
    """What records of a kind are called, by id; ids that are not published are left out. One query."""
    note_present(session, *(itself((kind, id)) for id in ids))
    rows = session.execute(_TITLES, {"kind": kind, "ids": [*ids]})
    return {row.record_id: row.title for row in rows}


_RECORD = Record.__table__.c
_TITLES = select(_RECORD.record_id, _RECORD.title).where(
    _RECORD.kind == bindparam("kind"), any_of(_RECORD.record_id, "ids")
)


def pledges_of(session: Session, company: str, window: Window, topic: str | None = None) -> Page[RecordLine]:
    """The pledges of a company, the last announced first; raises BadCursor."""
    return _of_company(session, "pledge", company, topic, window)


def evidence_of(session: Session, company: str, window: Window, topic: str | None = None) -> Page[RecordLine]:
    """The evidence about a company, also what is about others too, the latest first; raises BadCursor."""
    return _of_company(session, "evidence", company, topic, window)


def _of_company(session: Session, kind: str, company: str, topic: str | None, window: Window) -> Page[RecordLine]:
    named = select(Reference.revision_id).where(Reference.target_kind == "company", Reference.target_id == company)
    own = select(*_LINE).where(Record.revision_id.in_(named))
    if topic is not None:
        own = own.where(_naming("topic", (topic,)))
    return _few(session, own, window, kind)


def _naming(kind: str, ids: Collection[str]) -> ColumnElement[bool]:
    """That a record names one of these."""
    bears = exists().where(Reference.revision_id == Record.revision_id)
    return bears.where(Reference.target_kind == kind, Reference.target_id.in_(ids))


def _few(session: Session, statement: AnySelect, window: Window, kind: str) -> Page[RecordLine]:
    """First the few records of a company, then their order: else a database walks all records of the kind by day."""
    few = statement.cte("few").prefix_with("MATERIALIZED")
    order = Order(_NEWEST.name, (few.c.day, few.c.position), descending=True)
    return page_of(session, select(*few.c).where(few.c.kind == kind), order, window, _record_line)


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that names another, and the fields in which it does: ``versions.0.source``."""

    record: RecordLine
    fields: tuple[str, ...]


_LAST_PUBLISHED = Order("mentions", (Reference.revision_id,), descending=True)


def leading_to(session: Session, key: Key, window: Window, kinds: Collection[str] = ()) -> Page[Mention]:
    """The records that name one (of some kinds, where given), the last published first; raises BadCursor."""
    current = exists().where(Record.revision_id == Reference.revision_id)
    if kinds:
        current = current.where(Record.kind.in_(kinds))
    named = (Reference.target_kind == key[0], Reference.target_id == key[1])
    statement = select(Reference.revision_id).distinct().where(*named, current)
    page = page_of(session, statement, _LAST_PUBLISHED, window, lambda row: int(row.revision_id))
    records = select(Record.revision_id, *_LINE).where(Record.revision_id.in_(page.rows))
    by_revision = {row.revision_id: _record_line(row) for row in session.execute(records)}
    fields: dict[int, list[str]] = {id: [] for id in page.rows}
    rows = select(Reference.revision_id, Reference.field).where(*named, Reference.revision_id.in_(page.rows))
    for revision, field in session.execute(rows):
        fields[revision].append(field)
    mentions = [Mention(by_revision[id], tuple(sorted(fields[id]))) for id in page.rows]
    return Page(mentions, page.after, page.before)


def records_meeting(
    session: Session, kind: str, companies: Collection[str] | None, title: str, window: Window
) -> Page[RecordLine]:
    """Records of a kind or of all, about companies or with words in title or id where given, newest first.

    Raises BadCursor.
    """
    statement = select(*_LINE)
    if kind:
        statement = statement.where(Record.kind == kind)
    if companies is not None:
        statement = statement.where(Record.company_id.in_(companies))
    if title:
        parts = (Record.title.icontains(title, autoescape=True), Record.record_id.icontains(title, autoescape=True))
        statement = statement.where(or_(*parts))
    return page_of(session, statement, _NEWEST, window, _record_line)
