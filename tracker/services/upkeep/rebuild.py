"""Rebuild: recreates all rows derived from revisions and the ledger, in one transaction.

Scorecard index rows stay in place, marked as outdated, so that lists keep working until they are recomputed.
"""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from tracker.records.kinds import Key
from tracker.services.publishing.derived.rows import DERIVED_VERSION, record_row, reference_rows
from tracker.services.publishing.derived.subjects_concerned import LastPositions
from tracker.store.concerning import replace_last_publications
from tracker.store.derived.scorecard_index import every_company, forget_strangers, mark_stale, set_derived_version
from tracker.store.ledger import entries_with_revisions
from tracker.store.publication import delete_derived_rows, insert_records, insert_references
from tracker.store.published import parsed
from tracker.store.searching.search_index import forget_all, remember

__all__ = ["RebuildRefusedError", "rebuild"]


class RebuildRefusedError(Exception):
    """The ledger does not yield complete records; the message names the first faulty entry."""


def rebuild(session: Session, tick: Callable[[int], object] | None = None) -> int:
    """Rebuild the rows in a session of ``Database.writing()``; returns the number of records.

    ``standings.refresh`` is due after it is committed. Raises RebuildRefusedError where a revision is gone or is no
    record. ``tick`` is called with the number of entries read.
    """
    delete_derived_rows(session)
    latest: dict[Key, dict[str, Any]] = {}
    last = LastPositions()
    for rows in entries_with_revisions(session):
        references: list[dict[str, Any]] = []
        for row in rows:
            try:
                record = parsed(row.body)
            except (ValidationError, TypeError):
                raise RebuildRefusedError(
                    f"entry {row.position} has no complete revision; run “tracker verify”"
                ) from None
            former = latest.get(record.key)
            last.add((record, parsed(former["body"])) if former else (record,), row.position)
            latest[record.key] = record_row(record, row.body, row.revision_id, row.position)
            references += reference_rows(record, row.revision_id)
        insert_references(session, references)
        if tick:
            tick(len(rows))
    insert_records(session, list(latest.values()))
    replace_last_publications(session, last.complete(session))
    forget_all(session)
    remember(session, ((parsed(row["body"]), row["position"]) for row in latest.values()))
    forget_strangers(session)
    if latest:
        mark_stale(session, every_company(session), max(row["position"] for row in latest.values()))
    set_derived_version(session, DERIVED_VERSION)
    return len(latest)
