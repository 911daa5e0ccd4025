"""Queries for the ledger: its head, and its position at a moment."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, Select, String, bindparam, select, text, type_coerce
from sqlalchemy.orm import Session

from tracker.models import Ledger, Revision
from tracker.models.hashing import GENESIS
from tracker.records.kinds import canonical
from tracker.store.database.connecting import Database

__all__ = [
    "MOST_SINCE",
    "AnyRow",
    "Changed",
    "Head",
    "Since",
    "entries_since",
    "entries_with_revisions",
    "head_at",
    "last_change",
    "last_change_seen",
    "last_position",
    "ledger_head",
    "ledger_line",
    "portion_after",
    "position_at",
    "revisions_without_entry",
]


AnyRow = Row[*tuple[Any, ...]]
"""A row of several columns, read by their names."""


class Head(NamedTuple):
    """The last entry of the ledger; of an empty one position 0, no time, and what the first entry will follow."""

    position: int
    at: datetime | None
    sha256: str


@cache
def _last_entry() -> Select[int, datetime, str]:
    """Built once: every answer asks it, and building it takes longer than asking."""
    row = Ledger.__table__.c  # the table itself, in half the time
    return select(row.position, row.at, row.sha256).order_by(row.position.desc()).limit(1)


def ledger_head(session: Session) -> Head:
    """The last entry."""
    row = session.execute(_last_entry()).one_or_none()
    return Head(*row) if row else Head(0, None, GENESIS)


def head_at(session: Session, position: int) -> Head:
    """The entry at a position, as the last one of the ledger then; as of an empty one where there is none."""
    row = session.execute(select(Ledger.position, Ledger.at, Ledger.sha256).where(Ledger.position == position)).first()
    return Head(*row) if row else Head(0, None, GENESIS)


def position_at(session: Session, known_at: datetime) -> int:
    """The position of the last entry made at or before a moment; 0 before the first (CLOCK-2)."""
    # Times rise with positions. Asked for the highest position, SQLite would walk the ledger back from its end.
    last = select(Ledger.position).where(Ledger.at <= known_at).order_by(Ledger.at.desc()).limit(1)
    return session.scalar(last) or 0


def portion_after(session: Session, after: int | None, most: int) -> list[AnyRow]:
    """The entries that follow a position (None: all), in order, each beside its revision (None where that is gone).

    Times are the stored text, and nothing is parsed: what is read may have been tampered with.
    """
    columns = [type_coerce(c, String) if c is Ledger.at else c for c in _LEDGER_COLUMNS]
    statement = select(*columns, *_REVISION_COLUMNS).outerjoin(Revision, Revision.id == Ledger.revision_id)
    following = statement if after is None else statement.where(Ledger.position > after)
    return list(session.execute(following.order_by(Ledger.position).limit(most)))


def entries_with_revisions(session: Session, portion: int = 500) -> Iterator[list[AnyRow]]:
    """The whole ledger in order, in portions."""
    after = None
    while rows := portion_after(session, after, portion):
        yield rows
        after = rows[-1].position


_LEDGER_COLUMNS = (
    Ledger.position,
    Ledger.at,
    Ledger.revision_id,
    Ledger.publisher,
    Ledger.entry,
    Ledger.previous_sha256,
    Ledger.sha256,
)
_REVISION_COLUMNS = (
    Revision.kind,
    Revision.record_id,
    Revision.number,
    Revision.body,
    Revision.change,
    Revision.author,
    Revision.note,
    Revision.salt,
    Revision.content_sha256,
)


def revisions_without_entry(session: Session) -> list[AnyRow]:
    """Kind, record and number of the revisions that the ledger does not have."""
    statement = (
        select(Revision.kind, Revision.record_id, Revision.number)
        .outerjoin(Ledger, Ledger.revision_id == Revision.id)
        .where(Ledger.position.is_(None))
        .order_by(Revision.id)
    )
    return list(session.execute(statement))


class Changed(NamedTuple):
    """What of the database every page depends on: the ledger's last position, the version of the site's details."""

    position: int
    details: int


_LAST_CHANGE = "SELECT (SELECT max(position) FROM ledger), (SELECT max(version) FROM site_details)"


def last_change(database: Database) -> Changed:
    """Both, 0 where there is none. One look-up in two indexes, without session or transaction."""
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(_LAST_CHANGE)
        row = cursor.fetchone() or (0, 0)
        cursor.close()
        return Changed(row[0] or 0, row[1] or 0)
    finally:
        connection.close()


def last_change_seen(session: Session) -> Changed:
    """The same as a session sees it."""
    row = session.execute(text(_LAST_CHANGE)).one()
    return Changed(row[0] or 0, row[1] or 0)


def last_position(database: Database) -> int:
    """The position of the last entry; 0 of an empty ledger."""
    return last_change(database).position


def ledger_line(row: AnyRow) -> bytes:
    """One entry with its revision, as the ledger download has it; where that is gone, with nothing in its place."""
    body = b"null" if row.body is None else row.body.encode()
    parts = (
        b'{"author":', canonical(row.author), b',"body":', body, b',"change":', canonical(row.change),
        b',"entry":', canonical(row.entry), b',"note":', canonical(row.note), b',"publisher":', canonical(row.publisher),  # noqa: E501
        b',"salt":', canonical(row.salt), b',"sha256":', canonical(row.sha256), b"}\n",
    )  # fmt: skip
    return b"".join(parts)


MOST_SINCE = 20
"""So many publications are looked at one by one; after more, all is read again."""
_READ_SINCE = "entries since"


class Since(NamedTuple):
    """A publication: the record, which class of change it was, and its text."""

    kind: str
    id: str
    change: str
    body: str


def entries_since(session: Session, after: int, upto: int) -> list[Since] | None:
    """The publications after a position up to another one, in order; None where they are too many.

    Read once of a session that only reads.
    """
    kept: dict[tuple[int, int], list[Since]] = session.info.setdefault(_READ_SINCE, {})
    entries = kept.get((after, upto))
    if entries is None:
        rows = session.connection().execute(_entries_since(), {"after": after, "upto": upto})
        entries = kept[after, upto] = [Since(*row) for row in rows]
    return entries if len(entries) <= MOST_SINCE else None


@cache
def _entries_since() -> Select[str, str, str, str]:
    entry, revision = Ledger.__table__.c, Revision.__table__.c
    after, upto = bindparam("after", type_=Integer), bindparam("upto", type_=Integer)
    return (
        select(revision.kind, revision.record_id, revision.change, revision.body)
        .join_from(Ledger.__table__, Revision.__table__, entry.revision_id == revision.id)
        .where(entry.position > after, entry.position <= upto)
        .order_by(entry.position)
        .limit(MOST_SINCE + 1)
    )
