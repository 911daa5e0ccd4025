"""The queue of jobs that somebody asked for (``tracker.models.job``): asking, taking, finishing and putting off.

Taking and finishing are short transactions of their own; nothing is held open while a job is done. A token is the
fence: who was so slow that another took the job over can neither finish it nor put it off.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import rfc8785
from pydantic_core import from_json
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from tracker.models import Host, Job
from tracker.store.upkeep.hosts import if_new, leave_host, take_host

__all__ = [
    "MOST_TRIES",
    "JobState",
    "LeaseLostError",
    "TakenJob",
    "any_failed",
    "any_open",
    "ask_for",
    "bring_forward",
    "delete_job",
    "fail",
    "finish",
    "forget_failed",
    "hold",
    "job_state",
    "jobs_of",
    "kinds_due",
    "open_jobs",
    "put_off",
    "take",
]

LEASE = timedelta(seconds=180)
"""Longer than a job of any kind may take without ``hold``. What a killed process did is taken up again after it."""
MOST_TRIES = 5
DIED = "worker died"
_LOOKED_AT = 50
"""Jobs looked at for one whose host is free."""


class LeaseLostError(Exception):
    """Another process has taken the job over: what was done for it must not be kept."""


class TakenJob(NamedTuple):
    """A job that is this process's own until its lease is over. ``tries`` counts this one."""

    kind: str
    key: str
    task: dict[str, Any]
    asked_by: int | None
    host: str | None
    tries: int
    token: str


class JobState(NamedTuple):
    """How a job stands: ``state`` is waiting, running or failed; ``why`` is why it failed, or failed the last time."""

    state: str
    why: str
    tries: int
    due: datetime | None
    task: dict[str, Any]


def ask_for(
    session: Session,
    kind: str,
    key: str,
    task: dict[str, Any],
    *,
    asked_by: int | None = None,
    host: str | None = None,
    due: datetime | None = None,
) -> bool:
    """Have a job done, once: False if it waits or runs already. One that failed begins anew."""
    session.execute(delete(Job).where(Job.kind == kind, Job.key == key, Job.state == "failed"))
    row = {
        "kind": kind,
        "key": key,
        "task": rfc8785.dumps(task).decode(),
        "asked_by": asked_by,
        "host": host,
        "due": due,
        "turn": _next_turn(session, kind, asked_by),
    }
    return session.execute(if_new(session, Job).values(row).returning(Job.key)).first() is not None


def any_open(session: Session, kind: str, keys: Iterable[str]) -> bool:
    """Whether a job of a kind with one of these keys waits or runs."""
    waiting = select(Job.key).where(Job.kind == kind, Job.key.in_(list(keys)), Job.state == "waiting")
    return session.scalar(waiting.limit(1)) is not None


def bring_forward(session: Session, kind: str, key: str, due: datetime) -> None:
    """Have a job that waits done from this moment on, if that is earlier."""
    waiting = update(Job).where(Job.kind == kind, Job.key == key, Job.state == "waiting", Job.token.is_(None))
    session.execute(waiting.where(Job.due > due).values(due=due))


def _next_turn(session: Session, kind: str, asked_by: int | None) -> int:
    """After the account's own jobs, and beside the first job of any other account: nobody waits for another's list."""
    waiting = select(func.max(Job.turn), func.min(Job.turn)).where(Job.kind == kind, Job.state == "waiting")
    own, _ = session.execute(waiting.where(Job.asked_by.is_not_distinct_from(asked_by))).one()
    _, first = session.execute(waiting).one()
    return max(own + 1 if own is not None else 0, first or 0)


def kinds_due(session: Session, now: datetime) -> set[str]:
    """The kinds of which a job is due that nobody does now, though its host may be busy; not those of publications."""
    free = or_(Job.leased_until.is_(None), Job.leased_until <= now)
    due = or_(Job.due.is_(None), Job.due <= now)
    statement = select(Job.kind).where(Job.state == "waiting", Job.position.is_(None), free, due)
    return set(session.scalars(statement.distinct()))


def take(session: Session, kind: str, now: datetime) -> TakenJob | None:
    """Lease the next job of a kind that is due and whose host is free, if there is one.

    A job that was begun ``MOST_TRIES`` times without an end has failed: whoever does it dies of it.
    """
    free = or_(Job.leased_until.is_(None), Job.leased_until <= now)
    _fail_deadly(session, kind, now)
    due = or_(Job.due.is_(None), Job.due <= now)
    idle = or_(Job.host.is_(None), Job.host.not_in(select(Host.name).where(Host.busy_until > now)))
    columns = (Job.key, Job.task, Job.asked_by, Job.host, Job.tries)
    statement = select(*columns).where(Job.kind == kind, Job.state == "waiting", free, due, idle)
    ordered = statement.order_by(Job.turn, Job.due, Job.key).limit(_LOOKED_AT)
    for key, task, asked_by, host, tries in session.execute(ordered.with_for_update(skip_locked=True)).all():
        if host is None or take_host(session, host, now, now + LEASE):
            job = TakenJob(kind, key, from_json(task), asked_by, host, tries + 1, secrets.token_hex(16))
            leased = update(Job).where(Job.kind == kind, Job.key == key)
            session.execute(leased.values(leased_until=now + LEASE, token=job.token, tries=job.tries))
            return job
    return None


def _fail_deadly(session: Session, kind: str, now: datetime) -> None:
    deadly = update(Job).where(Job.kind == kind, Job.leased_until <= now, Job.tries >= MOST_TRIES)
    session.execute(deadly.values(state="failed", why=DIED, due=now, token=None, leased_until=None))


def finish(session: Session, job: TakenJob, now: datetime) -> None:
    """Delete a job that is done, in the transaction that keeps its result; raises LeaseLostError."""
    mine = delete(Job).where(Job.kind == job.kind, Job.key == job.key, Job.token == job.token)
    _held(session.execute(mine.returning(Job.key)).first())
    if job.host is not None:
        leave_host(session, job.host, now)


def hold(session: Session, job: TakenJob, now: datetime, lease: timedelta | None = None) -> None:
    """Keep a job that takes longer for another lease; raises LeaseLostError."""
    mine = update(Job).where(Job.kind == job.kind, Job.key == job.key, Job.token == job.token)
    _held(session.execute(mine.values(leased_until=now + (lease or LEASE)).returning(Job.key)).first())


def put_off(
    session: Session, job: TakenJob, now: datetime, due: datetime, why: str, *, tries: int | None = None
) -> None:
    """Have a job that could not be done tried again from ``due`` on; raises LeaseLostError.

    ``tries`` is from where they are counted then, for kinds that say themselves how long a job is tried.
    """
    counted = {} if tries is None else {"tries": tries}
    _changed(session, job, now, due=due, why=why, turn=_next_turn(session, job.kind, job.asked_by), **counted)


def fail(session: Session, job: TakenJob, now: datetime, why: str) -> None:
    """Note that a job has failed for good, and why; raises LeaseLostError. ``due`` is when it failed."""
    _changed(session, job, now, state="failed", due=now, why=why)


def _changed(session: Session, job: TakenJob, now: datetime, **values: object) -> None:
    mine = update(Job).where(Job.kind == job.kind, Job.key == job.key, Job.token == job.token)
    _held(session.execute(mine.values(token=None, leased_until=None, **values).returning(Job.key)).first())
    if job.host is not None:
        leave_host(session, job.host, now)


def _held(row: object) -> None:
    if row is None:
        raise LeaseLostError


def job_state(session: Session, kind: str, key: str, now: datetime) -> JobState | None:
    """How a job stands; None if it is done, or was never asked for."""
    columns = (Job.state, Job.why, Job.tries, Job.due, Job.task, Job.leased_until)
    job = session.execute(select(*columns).where(Job.kind == kind, Job.key == key)).one_or_none()
    if job is None:
        return None
    running = job.leased_until is not None and job.leased_until > now
    return JobState("running" if running else job.state, job.why, job.tries, job.due, from_json(job.task))


def open_jobs(session: Session, kinds: Collection[str], asked_by: int) -> int:
    """How many jobs of some kinds an account waits for."""
    statement = select(func.count()).select_from(Job).where(Job.kind.in_(kinds), Job.state == "waiting")
    return session.scalar(statement.where(Job.asked_by == asked_by)) or 0


def jobs_of(session: Session, kinds: Collection[str]) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, key and task of all jobs of some kinds, those that failed too."""
    rows = session.execute(select(Job.kind, Job.key, Job.task).where(Job.kind.in_(kinds)))
    return [(kind, key, from_json(task)) for kind, key, task in rows]


def delete_job(session: Session, kind: str, key: str) -> None:
    """Forget a job; who does it just then cannot finish it."""
    session.execute(delete(Job).where(Job.kind == kind, Job.key == key))


def any_failed(session: Session, before: datetime) -> bool:
    """Whether there is a job that failed before a moment."""
    return session.scalar(select(Job.key).where(Job.state == "failed", Job.due < before).limit(1)) is not None


def forget_failed(session: Session, before: datetime) -> None:
    """Delete jobs that failed long ago, and hosts that nobody has asked for as long."""
    session.execute(delete(Job).where(Job.state == "failed", Job.due < before))
    session.execute(delete(Host).where(Host.busy_until < before))
