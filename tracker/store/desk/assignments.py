"""Queries for who was given what."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.models import Assignment

__all__ = ["forget_assignments"]


def forget_assignments(session: Session, item: str, ids: Collection[str]) -> None:
    """Nobody is to work on these any more: it is done."""
    session.execute(delete(Assignment).where(Assignment.item == item, Assignment.item_id.in_(ids)))
