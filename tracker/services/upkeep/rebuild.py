"""Rebuild: recreates all rows derived from revisions and the ledger, in one transaction.

Scorecard index rows stay in place, marked as outdated, so that lists keep working until they are recomputed.
"""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from tracker.records.kinds import AnyRecord, Key
from tracker.services.publishing.derived.rows import DERIVED_VERSION, record_row, reference_rows
from tracker.services.publishing.derived.subjects_concerned import LastPositions
from tracker.store.concerning import forget_last_publications, put_last_publications
from tracker.store.derived.scorecard_index import every_company, forget_strangers, mark_stale, set_derived_version
from tracker.store.ledger import AnyRow, entries_with_revisions
from tracker.store.publication import (
    delete_derived_rows,
    delete_records,
    insert_records,
    insert_references,
    number_of_records,
)
from tracker.store.published import current_states, parsed_once
from tracker.store.searching.search_index import forget, forget_all, remember

__all__ = ["RebuildRefusedError", "rebuild"]


class RebuildRefusedError(Exception):
    """The ledger does not yield complete records; the message names the first faulty entry."""


def rebuild(session: Session, tick: Callable[[int], object] | None = None) -> int:
    """Rebuild the rows in a session of ``Database.writing()``; returns the number of records.

    ``standings.refresh`` is due after it is committed. Raises RebuildRefusedError where a revision is gone or is no
    record. ``tick`` is called with the number of entries read. Nothing is held but some hundred entries at a time.
    """
    delete_derived_rows(session)
    forget_last_publications(session)
    forget_all(session)
    last, position = LastPositions(), 0
    for rows in entries_with_revisions(session):
        _follow(session, rows, last)
        put_last_publications(session, last.taken())
        position = rows[-1].position
        if tick:
            tick(len(rows))
    put_last_publications(session, last.complete(session))
    forget_strangers(session)
    if position:
        mark_stale(session, every_company(session), position)
    set_derived_version(session, DERIVED_VERSION)
    return number_of_records(session)


def _follow(session: Session, rows: Sequence[AnyRow], last: LastPositions) -> None:
    """Replace what is published by what these entries published, as publishing did."""
    states = current_states(session, {(row.kind, row.record_id) for row in rows if row.kind})
    formers = {key: state.body for key, state in states.items()}
    published: dict[Key, tuple[AnyRecord, dict[str, Any]]] = {}
    references: list[dict[str, Any]] = []
    for row in rows:
        record = _record(row)
        former = formers.get(record.key)
        last.add((record, parsed_once(former)) if former else (record,), row.position)
        published[record.key] = record, record_row(record, row.body, row.revision_id, row.position)
        formers[record.key] = row.body
        references += reference_rows(record, row.revision_id)
    replaced = [key for key in published if key in states]
    forget(session, replaced)
    delete_records(session, replaced)
    insert_records(session, [current for _, current in published.values()])
    insert_references(session, references)
    remember(session, ((record, current["position"]) for record, current in published.values()))


def _record(row: AnyRow) -> AnyRecord:
    try:
        return parsed_once(row.body)
    except (ValidationError, TypeError):
        raise RebuildRefusedError(f"entry {row.position} has no complete revision; run “tracker verify”") from None
