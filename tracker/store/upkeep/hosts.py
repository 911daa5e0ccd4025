"""Hosts of the network: who of all processes may ask one now, and what each says of us in its robots.txt."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.models import Host, Job

__all__ = ["HOST_PAUSE", "KnownRobots", "if_new", "leave_host", "put_robots", "robots_of", "take_host"]

HOST_PAUSE = timedelta(seconds=10)
"""From the end of one visit to a host to the start of the next."""


class KnownRobots(NamedTuple):
    """The lines for us in the robots.txt of a host, and when they were read."""

    lines: str
    at: datetime


def take_host(session: Session, name: str, now: datetime, until: datetime) -> bool:
    """Have a host for oneself until a moment, or until ``leave_host``; False if another process has it, or just had."""
    session.execute(if_new(session, Host).values(name=name, busy_until=now))
    taken = update(Host).where(Host.name == name, Host.busy_until <= now).values(busy_until=until)
    return session.execute(taken.returning(Host.name)).first() is not None


def leave_host(session: Session, name: str, now: datetime) -> None:
    """Let others have a host after a pause."""
    session.execute(update(Host).where(Host.name == name).values(busy_until=now + HOST_PAUSE))


def robots_of(session: Session, name: str) -> KnownRobots | None:
    """What a host said of us when it was last asked; None if it never was, or long ago."""
    row = session.execute(select(Host.robots, Host.robots_at).where(Host.name == name)).one_or_none()
    return KnownRobots(row.robots, row.robots_at) if row and row.robots_at else None


def put_robots(session: Session, name: str, lines: str, now: datetime) -> None:
    """Keep what a host says of us."""
    session.execute(if_new(session, Host).values(name=name, busy_until=now))
    session.execute(update(Host).where(Host.name == name).values(robots=lines, robots_at=now))


def if_new(session: Session, table: type[Job] | type[Host]) -> Any:
    """An insert that does nothing where the row is there, be it of a transaction at the same moment."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()
