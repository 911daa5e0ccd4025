"""How much work waits, by kind: for monitoring, and for ``tracker doctor``."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.models import Job, Ledger

__all__ = ["JobQueue", "job_queues"]


class JobQueue(NamedTuple):
    """Jobs of one kind: how many wait or are being done, and how many have failed.

    ``since`` is when the oldest of those that wait was to be done; None where none says so.
    """

    kind: str
    waiting: int
    failed: int
    since: datetime | None


def job_queues(session: Session) -> list[JobQueue]:
    """The queues that are not empty, by kind. Two queries."""
    waits = Job.state == "waiting"
    statement = select(
        Job.kind,
        func.sum(case((waits, 1), else_=0)).label("waiting"),
        func.sum(case((waits, 0), else_=1)).label("failed"),
        func.min(case((waits, Job.due))).label("due"),
        func.min(case((waits, Job.position))).label("position"),
    ).group_by(Job.kind)
    rows = session.execute(statement.order_by(Job.kind)).all()
    positions = [row.position for row in rows if row.position]
    published = select(Ledger.position, Ledger.at).where(Ledger.position.in_(positions))
    times = {row.position: row.at for row in session.execute(published)} if positions else {}
    return [
        JobQueue(row.kind, row.waiting, row.failed, min(filter(None, (row.due, times.get(row.position))), default=None))
        for row in rows
    ]
