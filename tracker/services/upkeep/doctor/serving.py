"""Checks of how the site is served: processes, proxy, replica, backups, metrics."""

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.ledger import last_change_seen, ledger_head
from tracker.store.upkeep.job_queues import JobQueue, job_queues
from tracker.store.upkeep.refreshing import backed_up_at
from tracker.store.upkeep.verification import server_settings, tables_without_statistics

__all__ = [
    "Check",
    "connection_check",
    "jobs_check",
    "last_backup",
    "replica_check",
    "serving_checks",
    "statistics_check",
]

_BACKUP_LATE = timedelta(days=2)
_JOBS_LATE = timedelta(minutes=10)
_OF_A_THREAD, _BESIDE = 6, 7
"""Lanes whose threads each hold a connection while they work, that of pages a second one to be the only one that makes
it; connections of all other lanes."""
_MAIL_SECONDS = 5
_RESERVED = 10
"""Connections of PostgreSQL that commands, backups and its own upkeep need."""


class Check(NamedTuple):
    """As ``doctor.CheckResult``, which is made of it."""

    subject: str
    state: str
    message: str
    advice: str = ""


def serving_checks(settings: Settings) -> Iterator[Check]:
    """What settings alone tell: processes, proxies, monitoring."""
    cores, processes = os.cpu_count() or 1, settings.processes
    message = f"{processes} processes with {settings.threads} threads for each kind of work, {cores} cores"
    if processes > 4 * cores:
        yield Check("workers", "warning", message, "set WORKERS to the number of cores; more only take memory")
    else:
        yield Check("workers", "ok", message)
    yield _proxy(settings)
    metrics = "/metrics needs the token" if settings.metrics_token else "/metrics is off (METRICS_TOKEN is not set)"
    yield Check("monitoring", "ok", f"{metrics}; logs are {settings.log_format}")
    yield _mail(settings)


def _mail(settings: Settings) -> Check:
    """Whether mail can be sent: nothing is, only the server is asked whether it is there."""
    server = f"{settings.smtp_host}:{settings.smtp_port}"
    if not settings.smtp_host and not settings.mail_from:
        return Check("mail", "ok", "none is sent (SMTP_HOST is not set)")
    if not settings.sends_mail:
        missing = "MAIL_FROM" if settings.smtp_host else "SMTP_HOST"
        return Check("mail", "warning", f"none is sent: {missing} is not set", "set both SMTP_HOST and MAIL_FROM")
    try:
        with socket.create_connection((settings.smtp_host, settings.smtp_port), _MAIL_SECONDS):
            return Check("mail", "ok", f"sent by {server} ({settings.smtp_security}), as {settings.mail_from}")
    except OSError:
        advice = "check SMTP_HOST and SMTP_PORT; what waits is tried for three days"
        return Check("mail", "warning", f"{server} does not answer", advice)


def _proxy(settings: Settings) -> Check:
    if settings.public_url.startswith("https://") and not settings.trusted_proxies:
        advice = "set TRUSTED_PROXIES to the number of your own proxies in front of the site"
        return Check("proxy", "warning", "all visitors count as one place, as none is trusted to name them", advice)
    number = settings.trusted_proxies
    return Check("proxy", "ok", f"trusted proxies: {number}" if number else "no trusted proxy")


def replica_check(settings: Settings, primary: Database) -> Check:
    """Whether the replica has what the primary has."""
    replica = Database(settings.database_read_url)
    try:
        with primary.reading() as here, replica.reading() as there:
            behind = last_change_seen(here).position - last_change_seen(there).position
    except DBAPIError as error:
        reason = (str(error.orig).strip().splitlines() or [""])[0]
        advice = "start the replica, or correct DATABASE_READ_URL; readers are served from the primary meanwhile"
        return Check("replica", "warning", f"{replica} is not responding: {reason}", advice)
    finally:
        replica.close()
    if behind > 0:
        advice = "see whether it catches up; readers are served from the primary meanwhile"
        return Check("replica", "warning", f"{replica} is {behind} ledger entries behind", advice)
    return Check("replica", "ok", f"{replica} has the whole ledger")


def jobs_check(session: Session, clock: Clock) -> Check:
    """Whether somebody does the work that waits."""
    queues, now = job_queues(session), clock.now()
    message = "; ".join(f"{queue.kind}: {_length(queue)}" for queue in queues) or "nothing waits"
    if any(queue.since and now - queue.since > _JOBS_LATE for queue in queues):
        minutes = _JOBS_LATE.seconds // 60
        advice = f"see whether “tracker work” is running: a job has been waiting for over {minutes} minutes"
        return Check("jobs", "warning", message, advice)
    if any(queue.failed for queue in queues):
        return Check("jobs", "warning", message, "see at the desk or in the log why they failed")
    return Check("jobs", "ok", message)


def _length(queue: JobQueue) -> str:
    return f"{queue.waiting} waiting, {queue.failed} failed" if queue.failed else f"{queue.waiting} waiting"


def last_backup(session: Session, clock: Clock) -> Check:
    """Whether a backup was made lately; a record that is younger than one may be needs none yet."""
    at, head = backed_up_at(session), ledger_head(session)
    message = f"last made at {at:%Y-%m-%d %H:%M:%S} UTC" if at else "none was made by “tracker backup”"
    since = at or head.at
    if since and clock.now() - since > _BACKUP_LATE:
        return Check(
            "backup", "warning", message, "run “tracker backup” from a timer, unless you back up in another way"
        )
    return Check("backup", "ok", message)


def connection_check(session: Session, settings: Settings) -> Check:
    """Whether PostgreSQL allows the connections that this machine's processes may need."""
    most = int(server_settings(session, ("max_connections",))["max_connections"])
    needed = settings.processes * (_OF_A_THREAD * settings.threads + _BESIDE) + _RESERVED
    message = f"the server allows {most}, this machine may need {needed} when busy"
    if needed > most:
        advice = "raise max_connections, lower WORKERS or THREADS, or put a pool such as PgBouncer in between"
        return Check("connections", "warning", message, advice)
    return Check("connections", "ok", message)


def statistics_check(session: Session) -> Check:
    """Whether PostgreSQL knows how its large tables are filled: without that it may read all of one for each page."""
    if tables := tables_without_statistics(session):
        return Check("statistics", "warning", f"there are none of {', '.join(tables)}", "run ANALYZE in the database")
    return Check("statistics", "ok", "PostgreSQL knows how its large tables are filled")
