"""The worker: does the jobs that somebody asked for, kind by kind. Its process may be killed at any moment."""

import logging
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from tracker.clock import Clock
from tracker.store.database.connecting import Database
from tracker.store.upkeep.asked_jobs import (
    LeaseLostError,
    TakenJob,
    any_failed,
    fail,
    forget_failed,
    kinds_due,
    put_off,
    take,
)

__all__ = ["FAILED_KEPT", "Doer", "LaterError", "do_jobs", "fail_job", "jobs_loop", "retry_job"]

Doer = Callable[[TakenJob], object]
"""Does a job of a kind, and ends with one transaction that keeps the result and finishes the job."""
_RETRIES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
_FAULT = "fault of the program"
FAILED_KEPT = timedelta(days=30)
"""Jobs that failed are kept for so long, for whoever asked."""
_log = logging.getLogger(__name__)


class LaterError(Exception):
    """A job can be begun only later, through no fault of its own: it was not tried."""

    def __init__(self, due: datetime):
        super().__init__(due)
        self.due = due


def do_jobs(database: Database, clock: Clock, doers: Mapping[str, Doer]) -> int:
    """Do all jobs that are due now, one of each kind in turn, until none is left; how many were begun.

    A job that raises is tried again later, and holds up no other.
    """
    done = 0
    while True:
        before = done
        with database.reading() as session:
            due = kinds_due(session, clock.now())
        for kind in sorted(due & doers.keys()):
            with database.changing() as session:
                job = take(session, kind, clock.now())
            if job is not None:
                _do(database, clock, doers[kind], job)
                done += 1
        if done == before:
            return done


def _do(database: Database, clock: Clock, doer: Doer, job: TakenJob) -> None:
    try:
        doer(job)
    except LaterError as error:
        with suppress(LeaseLostError), database.changing() as session:
            put_off(session, job, clock.now(), error.due, "", tries=job.tries - 1)
    except LeaseLostError:
        _log.warning("a job of kind %s took longer than its lease; another process has done it", job.kind)
    except Exception:
        _log.exception("a job of kind %s cannot be done", job.kind)
        with suppress(LeaseLostError):
            retry_job(database, clock, job, _FAULT)


def retry_job(database: Database, clock: Clock, job: TakenJob, why: str, after: timedelta | None = None) -> bool:
    """Have a job tried again after a minute, ten minutes, an hour, or ``after``; then it fails. Whether it is tried."""
    if job.tries > len(_RETRIES):
        fail_job(database, clock, job, why)
        return False
    with database.changing() as session:
        now = clock.now()
        put_off(session, job, now, now + (after or _RETRIES[job.tries - 1]), why)
    return True


def fail_job(database: Database, clock: Clock, job: TakenJob, why: str) -> None:
    """Note that a job has failed for good, and why."""
    with database.changing() as session:
        fail(session, job, clock.now(), why)


def jobs_loop(
    database: Database,
    clock: Clock,
    doers: Mapping[str, Doer],
    seconds: float,
    sleep: Callable[[float], object] = time.sleep,
    also: Callable[[], object] = lambda: None,
) -> None:
    """Do jobs that become due, and ``also``, until the process that started this one is gone, whatever goes wrong."""
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            do_jobs(database, clock, doers)
            _forget_old(database, clock)
            also()
        except Exception as error:
            _log.warning("jobs cannot be done: %s", error, exc_info=None if isinstance(error, DBAPIError) else error)
        sleep(seconds)


def _forget_old(database: Database, clock: Clock) -> None:
    before = clock.now() - FAILED_KEPT
    with database.reading() as session:
        if not any_failed(session, before):
            return
    with database.changing() as session:
        forget_failed(session, before)
