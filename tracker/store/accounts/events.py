"""Queries for the log of who did what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models.account import Account, AccountEvent

__all__ = ["EventFilter", "LoggedEvent", "count_events_since", "logged_events"]

LoggedEvent = tuple[AccountEvent, Account | None, Account | None]
"""An event, whose account it is about, and who did it."""


@dataclass(frozen=True)
class EventFilter:
    """Which events: of these kinds (none: of all), by or about one person, from a moment on, before a moment."""

    kinds: tuple[str, ...] = ()
    person: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def logged_events(session: Session, chosen: EventFilter, *, before: int | None, most: int) -> Sequence[LoggedEvent]:
    """The newest events first, those with a number below ``before``."""
    about, actor = aliased(Account), aliased(Account)
    query = select(AccountEvent, about, actor)
    query = query.outerjoin(about, about.id == AccountEvent.account_id)
    query = query.outerjoin(actor, actor.id == AccountEvent.actor_id)
    if chosen.kinds:
        query = query.where(AccountEvent.event.in_(chosen.kinds))
    if chosen.person is not None:
        query = query.where(or_(AccountEvent.account_id == chosen.person, AccountEvent.actor_id == chosen.person))
    if chosen.since is not None:
        query = query.where(AccountEvent.at >= chosen.since)
    if chosen.until is not None:
        query = query.where(AccountEvent.at < chosen.until)
    if before is not None:
        query = query.where(AccountEvent.id < before)
    return [(row[0], row[1], row[2]) for row in session.execute(query.order_by(AccountEvent.id.desc()).limit(most))]


def count_events_since(session: Session, account_id: int | None, event: str, since: datetime, most: int) -> int:
    """How many events of a kind an account had since a moment, or nobody’s; counting ends at ``most``."""
    query = select(AccountEvent.id).where(AccountEvent.account_id == account_id, AccountEvent.event == event)
    return (
        session.scalar(select(func.count()).select_from(query.where(AccountEvent.at >= since).limit(most).subquery()))
        or 0
    )
