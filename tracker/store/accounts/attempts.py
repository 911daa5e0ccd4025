"""Queries for sign-in attempts, which rate limits count."""

from datetime import datetime

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from tracker.models.account import Attempt

__all__ = ["delete_attempt", "delete_attempts_before", "delete_attempts_of", "lock_attempts", "nth_latest_attempt"]

_LOCK = 0x74727973
"""The number of the lock under which attempts are counted on PostgreSQL, so that each sees the ones before."""


def lock_attempts(session: Session) -> None:
    """Let no other transaction count or add attempts until this one ends; on SQLite, writing does so already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def nth_latest_attempt(
    session: Session,
    n: int,
    since: datetime,
    *,
    name_key: str | None = None,
    origin_key: str | None = None,
    kind: str | None = None,
) -> datetime | None:
    """When the ``n``-th latest of the attempts after ``since`` was made; None where there are fewer.

    What is None matches every attempt.
    """
    query = select(Attempt.at).where(Attempt.at > since)
    for column, value in ((Attempt.name_key, name_key), (Attempt.origin_key, origin_key), (Attempt.kind, kind)):
        if value is not None:
            query = query.where(column == value)
    return session.scalar(query.order_by(Attempt.at.desc()).offset(n - 1).limit(1))


def delete_attempts_before(session: Session, moment: datetime) -> None:
    """Delete what no limit counts any more."""
    session.execute(delete(Attempt).where(Attempt.at < moment))


def delete_attempt(session: Session, id: int) -> None:
    """Delete one attempt."""
    session.execute(delete(Attempt).where(Attempt.id == id))


def delete_attempts_of(session: Session, name_key: str, origin_key: str | None = None) -> None:
    """Delete the attempts for one name, from one origin or from all."""
    query = delete(Attempt).where(Attempt.name_key == name_key)
    session.execute(query if origin_key is None else query.where(Attempt.origin_key == origin_key))
