"""Rebuild: make ``record`` and ``reference`` anew from revisions and ledger, in one transaction."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.models import Record, Reference
from tracker.records.kinds import Key
from tracker.services.derived import record_row, reference_rows
from tracker.store.ledger import entries_with_revisions
from tracker.store.published import parsed

__all__ = ["RebuildRefused", "rebuild"]

_ROWS_AT_ONCE = 1000


class RebuildRefused(Exception):
    """The ledger does not give whole records; the message names the first entry that does not."""


def rebuild(session: Session, tick: Callable[[int], object] | None = None) -> int:
    """Make the rows anew in a session of ``Database.writing()``; how many records there are.

    Raises RebuildRefused where a revision is gone or is no record. ``tick`` is told how many entries were read.
    """
    session.execute(delete(Reference))
    session.execute(delete(Record))
    latest: dict[Key, dict[str, Any]] = {}
    for rows in entries_with_revisions(session):
        references: list[dict[str, Any]] = []
        for row in rows:
            try:
                record = parsed(row.body)
            except (ValidationError, TypeError):
                raise RebuildRefused(f"entry {row.position} has no whole revision: run “tracker verify”") from None
            latest[record.key] = record_row(record, row.body, row.revision_id, row.position)
            references += reference_rows(record, row.revision_id)
        _insert(session, Reference, references)
        if tick:
            tick(len(rows))
    _insert(session, Record, list(latest.values()))
    return len(latest)


def _insert(session: Session, table: type[Record] | type[Reference], rows: list[dict[str, Any]]) -> None:
    for i in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(table), rows[i : i + _ROWS_AT_ONCE])
