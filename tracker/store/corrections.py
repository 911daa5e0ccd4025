"""Queries for corrections: revisions published because an earlier one was wrong."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Ledger, Revision
from tracker.records.kinds import Key
from tracker.store.concerning import itself, note_present
from tracker.store.published import with_keys

__all__ = ["first_correction", "last_correction"]


def first_correction(session: Session, position: int, keys: Collection[Key]) -> datetime | None:
    """When the first correction of one of these records was published after a position; None where none was."""
    note_present(session, *map(itself, keys))
    statement = (
        select(Ledger.at)
        .join(Revision, Revision.id == Ledger.revision_id)
        .where(Ledger.position > position, Revision.change == "correction", with_keys(Revision, keys))
        .order_by(Ledger.position)
        .limit(1)
    )
    return session.scalar(statement)


def last_correction(session: Session, keys: Collection[Key]) -> datetime | None:
    """When a correction of one of these records was last published; None where none was."""
    note_present(session, *map(itself, keys))
    statement = (
        select(Ledger.at)
        .join(Revision, Revision.id == Ledger.revision_id)
        .where(Revision.change == "correction", with_keys(Revision, keys))
        .order_by(Ledger.position.desc())
        .limit(1)
    )
    return session.scalar(statement)
