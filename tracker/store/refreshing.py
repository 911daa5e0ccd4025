"""The heartbeat of the refresh process: when lists were last up to date."""

from datetime import UTC, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from tracker.models import Derived

__all__ = ["refreshed_at", "set_refreshed_at"]

_NAME = "refreshed"
_FORM = "%Y%m%dT%H%M%SZ"


def refreshed_at(session: Session) -> datetime | None:
    """The moment, to the second; None where it was never noted."""
    text = session.scalar(select(Derived.version).where(Derived.name == _NAME))
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC) if text else None


def set_refreshed_at(session: Session, at: datetime) -> None:
    """Note the moment."""
    session.execute(delete(Derived).where(Derived.name == _NAME))
    session.execute(insert(Derived), {"name": _NAME, "version": at.astimezone(UTC).strftime(_FORM)})
