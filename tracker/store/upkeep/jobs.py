"""The queue of jobs that follow from publications: adding, leasing and finishing them (``tracker.models.job``).

Doing one twice does no harm, and what a later publication made due again stays: its position is the fence.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from tracker.models import Job

__all__ = ["LEASE", "Kind", "add_jobs", "delete_jobs", "job_count", "lease_jobs", "waiting_keys"]

Kind = Literal["refresh", "spread"]
LEASE = timedelta(minutes=2)
"""Far longer than a round of any kind takes. Work of a process that was killed is taken up again after it."""
_ROWS_AT_ONCE = 1000


def add_jobs(session: Session, kind: Kind, keys: Iterable[str], position: int) -> None:
    """Have work done for a publication at a position; work that waits already, or is being done, is due again."""
    ordered = sorted(set(keys))
    for i in range(0, len(ordered), _ROWS_AT_ONCE):
        some = ordered[i : i + _ROWS_AT_ONCE]
        session.execute(delete(Job).where(Job.kind == kind, Job.key.in_(some)))
        session.execute(insert(Job), [{"kind": kind, "key": key, "position": position, "tries": 0} for key in some])


def lease_jobs(session: Session, kind: Kind, now: datetime, most: int) -> list[str]:
    """The keys of free jobs, which are this process’s own from now on, for as long as ``LEASE``.

    On PostgreSQL any number of processes take different ones at once; SQLite has one writer at a time.
    """
    free = or_(Job.leased_until.is_(None), Job.leased_until <= now)
    statement = select(Job.key).where(Job.kind == kind, free).order_by(Job.key).limit(most)
    keys = list(session.scalars(statement.with_for_update(skip_locked=True)))
    if keys:
        leased = update(Job).where(Job.kind == kind, Job.key.in_(keys))
        session.execute(leased.values(leased_until=now + LEASE, token=secrets.token_hex(16), tries=Job.tries + 1))
    return keys


def delete_jobs(session: Session, kind: Kind, keys: Collection[str], position: int) -> None:
    """Delete finished jobs; what was made due by a later publication than the one at ``position`` stays."""
    session.execute(delete(Job).where(Job.kind == kind, Job.key.in_(keys), Job.position <= position))


def waiting_keys(session: Session, kind: Kind) -> list[str]:
    """The keys of all jobs of a kind that are not finished, leased or not."""
    return list(session.scalars(select(Job.key).where(Job.kind == kind)))


def job_count(session: Session, kind: Kind) -> int:
    """How many jobs of a kind are not finished."""
    return session.scalar(select(func.count()).where(Job.kind == kind)) or 0
