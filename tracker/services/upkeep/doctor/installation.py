"""Doctor: diagnoses an installation and says how to fix each problem."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.services.upkeep.captures.checks import capture_checks
from tracker.services.upkeep.doctor.accounts import account_checks
from tracker.services.upkeep.doctor.mail import mail_checks
from tracker.services.upkeep.doctor.serving import (
    connection_check,
    jobs_check,
    last_backup,
    replica_check,
    serving_checks,
    statistics_check,
)
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import MigrationError, NotMigratedError, require_head
from tracker.store.database.triggers import missing_triggers
from tracker.store.ledger import ledger_head
from tracker.store.upkeep.refreshing import refreshed_at
from tracker.store.upkeep.verification import server_settings

__all__ = ["CheckResult", "diagnose"]

_LEAST_FREE = 500_000_000
_REFRESH_LATE = timedelta(minutes=10)
_MOST_AHEAD = timedelta(minutes=5)
_SQLITE = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
_SQLITE_WORDS = "journal_mode=WAL, synchronous=FULL, foreign_keys=ON"
_POSTGRES = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class CheckResult(NamedTuple):
    """The result of one check. ``state`` is ok, warning or problem; ``advice`` says what to do."""

    subject: str
    state: str
    message: str
    advice: str = ""


def diagnose(settings: Settings, clock: Clock) -> list[CheckResult]:
    """Run all checks; never raises for a fault of the installation."""
    database = Database(settings.database_url)
    try:
        serving = (CheckResult(*check) for check in serving_checks(settings))
        mail = (CheckResult(*check) for check in mail_checks(settings))
        whole = _database(database, clock, settings)
        return [*_machine(), *_settings(settings), *serving, *mail, *_files(database), *whole]
    finally:
        database.close()


def _machine() -> Iterator[CheckResult]:
    yield CheckResult("Python", "ok", ".".join(map(str, sys.version_info[:3])))


def _settings(settings: Settings) -> Iterator[CheckResult]:
    yield CheckResult("time zone", "ok", str(settings.time_zone))
    host = urlsplit(settings.public_url).hostname or ""
    local = host in ("localhost", "::1") or host.startswith("127.")
    if local and settings.host not in ("127.0.0.1", "::1", "localhost"):
        advice = "set PUBLIC_URL to the address that readers use"
        yield CheckResult("PUBLIC_URL", "warning", f"{settings.public_url} works on this machine only", advice)
    elif not local and settings.public_url.startswith("http://"):
        advice = "serve the site over https and set PUBLIC_URL to that address"
        yield CheckResult("PUBLIC_URL", "warning", f"{settings.public_url} is not encrypted", advice)
    else:
        yield CheckResult("PUBLIC_URL", "ok", settings.public_url)


def _files(database: Database) -> Iterator[CheckResult]:
    """The folder of the database file: writable, and with room."""
    if database.path is None:
        return
    folder = database.path.absolute().parent
    while not folder.exists():
        folder = folder.parent
    if os.access(folder, os.W_OK) and (not database.path.exists() or os.access(database.path, os.W_OK)):
        yield CheckResult("database file", "ok", f"{database.path} is writable")
    else:
        advice = "give the user that runs the site write access to the file and its folder"
        yield CheckResult("database file", "problem", f"{database.path} is not writable", advice)
    yield from _readable_by_others(database.path)
    yield _space(folder)


def _readable_by_others(path: Path) -> Iterator[CheckResult]:
    """Whether other users of the machine may read accounts and drafts: the file and the journals beside it."""
    files = [
        file for suffix in ("", "-wal", "-shm", "-journal") if (file := path.with_name(path.name + suffix)).exists()
    ]
    if open_to_others := [file.name for file in files if file.stat().st_mode & 0o077]:
        advice = f"run “chmod 600” on {'it' if len(open_to_others) == 1 else 'them'}"
        message = f"other users of this machine can read {', '.join(open_to_others)}"
        yield CheckResult("file permissions", "warning", message, advice)
    elif files:
        yield CheckResult("file permissions", "ok", "only this user can read the database file")


def _space(folder: Path) -> CheckResult:
    free = shutil.disk_usage(folder).free
    message = f"{free // 1_000_000:,} MB free"
    if free < _LEAST_FREE:
        return CheckResult(
            "disk", "warning", message, f"free up disk space: less than {_LEAST_FREE // 1_000_000} MB is low"
        )
    return CheckResult("disk", "ok", message)


def _database(database: Database, clock: Clock, settings: Settings) -> Iterator[CheckResult]:
    try:
        require_head(database)
        yield CheckResult("database", "ok", str(database))
        yield CheckResult("migrations", "ok", "up to date")
        with database.reading() as session:
            yield from _durability(session, database)
            yield _triggers(session)
            yield _ledger(session, clock)
            yield _refresh(session, clock)
            yield CheckResult(*jobs_check(session, clock))
            yield CheckResult(*last_backup(session, clock))
            yield from (CheckResult(*check) for check in capture_checks(session, settings, clock))
            if not database.is_sqlite:
                yield CheckResult(*connection_check(session, settings))
                yield CheckResult(*statistics_check(session))
            yield from (CheckResult(*check) for check in account_checks(session, settings.secrets_folder))
        if settings.database_read_url:
            yield CheckResult(*replica_check(settings, database))
    except (NotMigratedError, MigrationError) as error:
        yield CheckResult("migrations", "problem", str(error))
    except DBAPIError as error:
        reason = (str(error.orig).strip().splitlines() or [""])[0]
        advice = "start the database, or correct DATABASE_URL"
        yield CheckResult("database", "problem", f"{database} is not responding: {reason}", advice)


def _durability(session: Session, database: Database) -> Iterator[CheckResult]:
    """Whether committed data survives a power failure."""
    if database.is_sqlite:
        settings = server_settings(session, _SQLITE)
        if settings == _SQLITE:
            yield CheckResult("durability", "ok", _SQLITE_WORDS)
        else:
            advice = f"the site needs {_SQLITE_WORDS}; check that the disk supports WAL (network disks do not)"
            yield CheckResult("durability", "problem", ", ".join(f"{k}={v}" for k, v in settings.items()), advice)
        return
    settings = server_settings(session, _POSTGRES)
    shown = ", ".join(f"{name}={value}" for name, value in settings.items())
    if settings == _POSTGRES:
        yield CheckResult("durability", "ok", shown)
    else:
        yield CheckResult("durability", "warning", shown, "set all three to “on” in the PostgreSQL configuration")


def _triggers(session: Session) -> CheckResult:
    missing = missing_triggers(session)
    if missing:
        advice = (
            "the triggers that protect the history have been removed: run “tracker verify” and compare with a backup"
        )
        return CheckResult("triggers", "problem", f"missing: {', '.join(missing)}", advice)
    return CheckResult("triggers", "ok", "revisions and ledger are append-only")


def _ledger(session: Session, clock: Clock) -> CheckResult:
    head = ledger_head(session)
    if head.at is None:
        return CheckResult("ledger", "warning", "empty", "import records: “tracker import seeds”")
    message = f"{head.position:,} entries, latest at {head.at:%Y-%m-%d %H:%M:%S} UTC, hash {head.sha256[:16]}…"
    if head.at > clock.now() + _MOST_AHEAD:
        return CheckResult(
            "ledger", "problem", message, "the machine's clock is behind the latest entry: correct the clock"
        )
    return CheckResult("ledger", "ok", message)


def _refresh(session: Session, clock: Clock) -> CheckResult:
    """Whether the process that keeps lists in step is alive; none is needed for a ledger without entries."""
    at = refreshed_at(session)
    if at is None:
        return CheckResult("refresh", "ok", "“tracker work” has not run yet")
    message = f"lists last refreshed at {at:%Y-%m-%d %H:%M:%S} UTC"
    if clock.now() - at > _REFRESH_LATE:
        advice = "if the site is running, look for the process “tracker work” and its warnings in the log"
        return CheckResult("refresh", "warning", message, advice)
    return CheckResult("refresh", "ok", message)
