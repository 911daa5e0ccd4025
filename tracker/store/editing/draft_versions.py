"""Queries for what drafts said after each save."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.models.desk.draft import Draft, DraftVersion

__all__ = ["forget_versions", "keep_version", "version_at", "versions_since"]

_KEPT = timedelta(days=2)
"""Longer than anybody is signed in, so no page that can still be saved is older."""


def version_at(session: Session, draft_id: str, version: int) -> DraftVersion | None:
    """What a draft said at a version; None where that is not kept any more."""
    return session.get(DraftVersion, (draft_id, version))


def versions_since(session: Session, draft_id: str, version: int) -> Sequence[DraftVersion]:
    """Saves after a version, in their order, as far as they are kept."""
    later = (DraftVersion.draft_id == draft_id, DraftVersion.version > version)
    return session.scalars(select(DraftVersion).where(*later).order_by(DraftVersion.version)).all()


def keep_version(session: Session, draft: Draft, account_id: int, typed: str | None) -> None:
    """Keep what a draft says now, as saved by an account."""
    columns = {name: getattr(draft, name) for name in ("body", "note", "confirmed")}
    columns["change"] = draft.chosen_change
    row = DraftVersion(draft_id=draft.id, version=draft.version, account_id=account_id, at=draft.updated_at, **columns)
    row.typed = typed
    session.add(row)
    session.flush()
    _thin(session, draft.id, draft.updated_at - _KEPT)


def _thin(session: Session, draft_id: str, before: datetime) -> None:
    """Of old saves that one person made in a row, keep the last: it is enough to say what they changed."""
    columns = (DraftVersion.version, DraftVersion.account_id, DraftVersion.at)
    rows = session.execute(
        select(*columns).where(DraftVersion.draft_id == draft_id).order_by(DraftVersion.version)
    ).all()
    old = [row.version for row, after in pairwise(rows[1:]) if row.account_id == after.account_id and row.at < before]
    if old:
        session.execute(delete(DraftVersion).where(DraftVersion.draft_id == draft_id, DraftVersion.version.in_(old)))


def forget_versions(session: Session, draft_id: str) -> None:
    """Delete them, once the draft has ended."""
    session.execute(delete(DraftVersion).where(DraftVersion.draft_id == draft_id))
