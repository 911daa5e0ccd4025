"""Rebuild: make all rows that follow from revisions and ledger anew, in one transaction.

Standings are left as they are and marked as stale, so that lists go on: ``standings.refresh`` computes them after it.
"""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.models import Record, Reference
from tracker.records.kinds import Key
from tracker.services.publishing.derived_rows import DERIVED_VERSION, record_row, reference_rows
from tracker.store.ledger import entries_with_revisions
from tracker.store.published import parsed
from tracker.store.scorecard_index import every_company, forget_strangers, mark_stale, set_derived_version
from tracker.store.searching.search_index import forget_all, remember

__all__ = ["RebuildRefusedError", "rebuild"]

_ROWS_AT_ONCE = 1000


class RebuildRefusedError(Exception):
    """The ledger does not give whole records; the message names the first entry that does not."""


def rebuild(session: Session, tick: Callable[[int], object] | None = None) -> int:
    """Make the rows anew in a session of ``Database.writing()``; how many records there are.

    ``standings.refresh`` is due after it is committed.
    Raises RebuildRefusedError where a revision is gone or is no record. ``tick`` is told how many entries were read.
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
                raise RebuildRefusedError(
                    f"entry {row.position} has no complete revision; run “tracker verify”"
                ) from None
            latest[record.key] = record_row(record, row.body, row.revision_id, row.position)
            references += reference_rows(record, row.revision_id)
        _insert(session, Reference, references)
        if tick:
            tick(len(rows))
    _insert(session, Record, list(latest.values()))
    forget_all(session)
    remember(session, ((parsed(row["body"]), row["position"]) for row in latest.values()))
    forget_strangers(session)
    if latest:
        mark_stale(session, every_company(session), max(row["position"] for row in latest.values()))
    set_derived_version(session, DERIVED_VERSION)
    return len(latest)


def _insert(session: Session, table: type[Record] | type[Reference], rows: list[dict[str, Any]]) -> None:
    for i in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(table), rows[i : i + _ROWS_AT_ONCE])
