"""Writes revisions, the ledger and derived rows; used only by publishing and rebuilding."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from tracker.models import Ledger, Record, Reference, Revision
from tracker.records.kinds import Key
from tracker.store.published import with_keys

__all__ = [
    "delete_derived_rows",
    "delete_records",
    "insert_entries",
    "insert_records",
    "insert_references",
    "insert_revisions",
    "number_of_records",
    "revisions_since",
]

_ROWS_AT_ONCE = 1000

Rows = Sequence[dict[str, Any]]
"""Values by column name."""


def insert_revisions(session: Session, rows: Rows) -> list[int]:
    """Insert; the ids in the order of the rows."""
    # The stubs of SQLAlchemy take a mapped class’s table for a FromClause.
    statement = insert(Revision.__table__).returning(Revision.id, sort_by_parameter_order=True)  # type: ignore[arg-type]
    ids: list[int] = []
    for i in range(0, len(rows), _ROWS_AT_ONCE):
        ids += session.execute(statement, rows[i : i + _ROWS_AT_ONCE]).scalars()
    return ids


def revisions_since(session: Session, first: int) -> Iterator[Sequence[Mapping[str, Any]]]:
    """What the ledger says of each revision from this id on, in their order, some at a time."""
    r = Revision.__table__.c
    following = (
        select(r.id, r.kind, r.record_id, r.number, r.salt, r.content_sha256).order_by(r.id).limit(_ROWS_AT_ONCE)
    )
    while rows := [row._asdict() for row in session.execute(following.where(r.id >= first))]:
        yield rows
        first = rows[-1]["id"] + 1


def insert_entries(session: Session, rows: Rows) -> None:
    """Append entries to the ledger."""
    _insert(session, Ledger, rows)


def insert_references(session: Session, rows: Rows) -> None:
    """Insert what revisions name."""
    _insert(session, Reference, rows)


def insert_records(session: Session, rows: Rows) -> None:
    """Insert the published state of records."""
    _insert(session, Record, rows)


def delete_records(session: Session, keys: Sequence[Key]) -> None:
    """Delete the published state of records, to be replaced."""
    for i in range(0, len(keys), _ROWS_AT_ONCE):
        session.execute(delete(Record).where(with_keys(Record, keys[i : i + _ROWS_AT_ONCE])))


def delete_derived_rows(session: Session) -> None:
    """Delete the published state of all records and all references, to be made anew."""
    session.execute(delete(Reference))
    session.execute(delete(Record))


def number_of_records(session: Session) -> int:
    """How many records are published."""
    return session.scalar(select(func.count()).select_from(Record)) or 0


def _insert(session: Session, table: type[Record] | type[Reference] | type[Ledger], rows: Rows) -> None:
    for i in range(0, len(rows), _ROWS_AT_ONCE):
        # As above.
        session.execute(insert(table.__table__), rows[i : i + _ROWS_AT_ONCE])  # type: ignore[arg-type]
