"""Queries for corrections: revisions published because an earlier one was wrong."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Ledger, Revision
from tracker.records.kinds import Key
from tracker.store.concerning import itself, note_present
from tracker.store.database.any_of import any_of

__all__ = ["first_correction", "last_correction"]

_REVISION, _ENTRY = Revision.__table__.c, Ledger.__table__.c


def first_correction(session: Session, position: int, keys: Collection[Key]) -> datetime | None:
    """When the first correction of one of these records was published after a position; None where none was."""
    note_present(session, *map(itself, keys))
    ids = _by_kind(keys)
    statement = _corrections(tuple(ids)).where(_ENTRY.position > position).order_by(_ENTRY.position).limit(1)
    return session.scalar(statement, ids)


def last_correction(session: Session, keys: Collection[Key]) -> datetime | None:
    """When a correction of one of these records was last published; None where none was."""
    note_present(session, *map(itself, keys))
    ids = _by_kind(keys)
    return session.scalar(_latest_first(tuple(ids)), ids)


def _by_kind(keys: Collection[Key]) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for kind, id in sorted(keys):
        ids.setdefault(kind, []).append(id)
    return ids


@lru_cache(maxsize=200)
def _corrections(kinds: tuple[str, ...]) -> Select[datetime]:
    """Of records whose ids are given for each kind, in a parameter of its name."""
    named = (and_(_REVISION.kind == kind, any_of(_REVISION.record_id, kind)) for kind in kinds)
    statement = select(_ENTRY.at).join(Revision.__table__, _REVISION.id == _ENTRY.revision_id)
    return statement.where(_REVISION.change == "correction", or_(*named))


@lru_cache(maxsize=200)
def _latest_first(kinds: tuple[str, ...]) -> Select[datetime]:
    return _corrections(kinds).order_by(_ENTRY.position.desc()).limit(1)
