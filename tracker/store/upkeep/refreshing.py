"""When upkeep was last done: lists brought up to date, a backup made."""

from datetime import UTC, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from tracker.models import Derived

__all__ = ["backed_up_at", "refreshed_at", "set_backed_up_at", "set_refreshed_at"]

_REFRESHED, _BACKED_UP = "refreshed", "backed up"
_FORM = "%Y%m%dT%H%M%SZ"


def refreshed_at(session: Session) -> datetime | None:
    """When lists were last up to date, to the second; None where it was never noted."""
    return _noted(session, _REFRESHED)


def set_refreshed_at(session: Session, at: datetime) -> None:
    """Note that moment."""
    _note(session, _REFRESHED, at)


def backed_up_at(session: Session) -> datetime | None:
    """When the last backup was made, to the second; None where it was never noted."""
    return _noted(session, _BACKED_UP)


def set_backed_up_at(session: Session, at: datetime) -> None:
    """Note that moment."""
    _note(session, _BACKED_UP, at)


def _noted(session: Session, name: str) -> datetime | None:
    text = session.scalar(select(Derived.version).where(Derived.name == name))
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC) if text else None


def _note(session: Session, name: str, at: datetime) -> None:
    session.execute(delete(Derived).where(Derived.name == name))
    session.execute(insert(Derived), {"name": name, "version": at.astimezone(UTC).strftime(_FORM)})
