"""Queries for saved views of the queue."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.models import SavedView

__all__ = ["forget_view", "keep_view", "views_of"]


def views_of(session: Session, account_id: int) -> Sequence[SavedView]:
    """The views that somebody keeps, by name."""
    statement = select(SavedView).where(SavedView.owner_id == account_id).order_by(SavedView.name, SavedView.id)
    return session.scalars(statement).all()


def keep_view(session: Session, account_id: int, name: str, query: str) -> None:
    """Keep filters under a name, in place of what somebody kept under it before."""
    own = (SavedView.owner_id == account_id, SavedView.name == name)
    view = session.scalars(select(SavedView).where(*own)).first()
    if view is None:
        session.add(SavedView(owner_id=account_id, name=name, query=query))
    else:
        view.query = query
    session.flush()


def forget_view(session: Session, account_id: int, id: int) -> None:
    """Delete a view of somebody."""
    session.execute(delete(SavedView).where(SavedView.owner_id == account_id, SavedView.id == id))
