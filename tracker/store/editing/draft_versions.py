"""Queries for what drafts said after each save."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.models.desk.draft import Draft, DraftVersion

__all__ = ["forget_versions", "keep_versions", "version_at", "versions_since"]

_AT_ONCE = 1000
_KEPT = timedelta(days=2)
"""Longer than anybody is signed in, so no page that can still be saved is older."""


def version_at(session: Session, draft_id: str, version: int) -> DraftVersion | None:
    """What a draft said at a version; None where that is not kept any more."""
    return session.get(DraftVersion, (draft_id, version))


def versions_since(session: Session, draft_id: str, version: int) -> Sequence[DraftVersion]:
    """Saves after a version, in their order, as far as they are kept."""
    later = (DraftVersion.draft_id == draft_id, DraftVersion.version > version)
    return session.scalars(select(DraftVersion).where(*later).order_by(DraftVersion.version)).all()


def keep_versions(session: Session, drafts: Sequence[Draft], account_id: int, typed: str | None = None) -> None:
    """Keep what drafts say now, as saved by an account."""
    for draft in drafts:
        columns = {name: getattr(draft, name) for name in ("body", "note", "confirmed")}
        columns["change"] = draft.chosen_change
        at = draft.updated_at
        row = DraftVersion(draft_id=draft.id, version=draft.version, account_id=account_id, at=at, **columns)
        row.typed = typed
        session.add(row)
    session.flush()
    for some in _portions([draft.id for draft in drafts]):
        _thin(session, some, min(draft.updated_at for draft in drafts) - _KEPT)


def _thin(session: Session, draft_ids: Sequence[str], before: datetime) -> None:
    """Of old saves that one person made in a row, keep the last: it is enough to say what they changed."""
    columns = (DraftVersion.draft_id, DraftVersion.version, DraftVersion.account_id, DraftVersion.at)
    own = select(*columns).where(DraftVersion.draft_id.in_(draft_ids))
    saves = session.execute(own.order_by(DraftVersion.draft_id, DraftVersion.version)).all()
    for draft_id, rows in groupby(saves, key=lambda row: row.draft_id):
        later = list(rows)[1:]
        old = [row.version for row, after in pairwise(later) if row.account_id == after.account_id and row.at < before]
        if old:
            unneeded = (DraftVersion.draft_id == draft_id, DraftVersion.version.in_(old))
            session.execute(delete(DraftVersion).where(*unneeded))


def forget_versions(session: Session, draft_ids: Sequence[str]) -> None:
    """Delete them, once the drafts have ended."""
    for some in _portions(draft_ids):
        # Not compared with what the session holds: that would take the square of how many drafts there are.
        statement = delete(DraftVersion).where(DraftVersion.draft_id.in_(some))
        session.execute(statement.execution_options(synchronize_session=False))


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]
