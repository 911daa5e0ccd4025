"""Reading the ledger: where it ends, and where it stood at a moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Ledger
from tracker.models.hashing import GENESIS

__all__ = ["Head", "entries", "ledger_head", "position_at"]


class Head(NamedTuple):
    """The last entry of the ledger; of an empty one position 0, no time, and what the first entry will follow."""

    position: int
    at: datetime | None
    sha256: str


def ledger_head(session: Session) -> Head:
    """The last entry."""
    statement = select(Ledger.position, Ledger.at, Ledger.sha256).order_by(Ledger.position.desc()).limit(1)
    row = session.execute(statement).one_or_none()
    return Head(*row) if row else Head(0, None, GENESIS)


def position_at(session: Session, known_at: datetime) -> int:
    """The position of the last entry made at or before a moment; 0 before the first (design section 4.3)."""
    return session.scalar(select(func.max(Ledger.position)).where(Ledger.at <= known_at)) or 0


def entries(session: Session, after: int = 0, most: int = 1000) -> Iterator[str]:
    """The exact texts of the entries that follow a position, in order: what anyone may download and check."""
    statement = select(Ledger.entry).where(Ledger.position > after).order_by(Ledger.position).limit(most)
    yield from session.scalars(statement)
