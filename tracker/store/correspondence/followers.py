"""Queries for readers who follow a company or topic."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.orm import Session

from tracker.models import FollowAsk, Follower

__all__ = [
    "add_follow_ask",
    "add_follower",
    "count_follow_asks",
    "count_followers",
    "delete_follower",
    "delete_followers_of",
    "delete_unconfirmed",
    "follower_by_token",
    "followers_to_tell",
    "forget_follow_asks",
    "is_following",
    "lock_followers",
]

_LOCK = 0x666F6C6C
"""The number of the lock under which followers are counted on PostgreSQL, so that each sees the ones before."""


def lock_followers(session: Session) -> None:
    """Let no other transaction count or add followers until this one ends; on SQLite, writing does so already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def add_follower(session: Session, follower: Follower) -> None:
    """Keep one."""
    session.add(follower)
    session.flush()


def is_following(session: Session, email_key: str, subject: str) -> bool:
    """Whether an address follows a subject, or was asked to confirm that it wants to."""
    query = select(Follower.id).where(Follower.email_key == email_key, Follower.subject == subject)
    return session.scalar(query) is not None


def count_followers(
    session: Session,
    *,
    since: datetime | None = None,
    email_key: str | None = None,
    confirmed: bool | None = None,
) -> int:
    """How many there are, of those that are asked for."""
    query = select(func.count()).select_from(Follower)
    if since is not None:
        query = query.where(Follower.asked_at > since)
    if email_key is not None:
        query = query.where(Follower.email_key == email_key)
    if confirmed is not None:
        query = query.where(Follower.confirmed_at.is_not(None) if confirmed else Follower.confirmed_at.is_(None))
    return session.scalar(query) or 0


def follower_by_token(session: Session, token_sha256: str, *, to_change: bool) -> Follower | None:
    """The one whose links have a token with this hash; ``to_change`` it waits for whoever changes it now."""
    query = select(Follower).where(Follower.token_sha256 == token_sha256)
    return session.scalar(query.with_for_update() if to_change else query)


def followers_to_tell(session: Session, today: date, position: int, most: int) -> Sequence[Follower]:
    """Confirmed ones for whom nobody has looked today, of what is published since they were told."""
    not_yet = or_(Follower.told_on.is_(None), Follower.told_on < today.isoformat())
    query = select(Follower).where(Follower.confirmed_at.is_not(None), Follower.position < position, not_yet)
    return session.scalars(query.order_by(Follower.subject, Follower.id).limit(most)).all()


def delete_follower(session: Session, id: int) -> None:
    """Forget one."""
    session.execute(delete(Follower).where(Follower.id == id))


def delete_unconfirmed(session: Session, before: datetime) -> int:
    """Forget those who have not confirmed by now; how many."""
    query = delete(Follower).where(Follower.confirmed_at.is_(None), Follower.asked_at < before)
    return len(session.scalars(query.returning(Follower.id)).all())


def add_follow_ask(session: Session, at: datetime, origin_key: str) -> None:
    """Count that somebody asked."""
    session.add(FollowAsk(at=at, origin_key=origin_key))
    session.flush()


def count_follow_asks(session: Session, since: datetime, origin_key: str | None = None) -> int:
    """How often it was asked since a moment, from one origin or from all."""
    query = select(func.count()).select_from(FollowAsk).where(FollowAsk.at > since)
    if origin_key is not None:
        query = query.where(FollowAsk.origin_key == origin_key)
    return session.scalar(query) or 0


def forget_follow_asks(session: Session, before: datetime) -> None:
    """Delete what no limit counts any more."""
    session.execute(delete(FollowAsk).where(FollowAsk.at < before))


def delete_followers_of(session: Session, email_key: str) -> int:
    """Forget all that an address follows; how much."""
    return len(session.scalars(delete(Follower).where(Follower.email_key == email_key).returning(Follower.id)).all())
