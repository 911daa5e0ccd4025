"""Error messages for failures that a user can cause: one line that says what to do."""

import errno

import click
from sqlalchemy.exc import DBAPIError

from tracker.cli.progress import count
from tracker.services.auth.people import NotPossibleError
from tracker.services.auth.roles import NotAllowedError
from tracker.services.auth.secret_keys import KeysMissingError
from tracker.services.intake.importing import ImportRefusedError
from tracker.services.publishing.publish import EditConflictError
from tracker.services.upkeep.backup import BackupError
from tracker.services.upkeep.rebuild import RebuildRefusedError
from tracker.settings import SettingsError
from tracker.store.database.migrations import MigrationError, NotMigratedError

__all__ = ["explanation"]

_OURS = (
    BackupError, KeysMissingError, MigrationError, NotAllowedError, NotMigratedError, NotPossibleError, RebuildRefusedError, SettingsError, EditConflictError,  # noqa: E501
)  # fmt: skip
_SQLITE = {
    "database is locked": "the database has been busy for a minute; try again later",
    "database or disk is full": "the disk is full; nothing was changed. Free up space and try again",
    "disk i/o error": "the disk could not be read or written; nothing was changed. Is it full?",
    "unable to open database file": "cannot open the database file; check DATABASE_URL, the folder and its permissions",
    "attempt to write a readonly database": "the database file is read-only; check its permissions",
    "file is not a database": "the file in DATABASE_URL is not a SQLite database",
    "malformed": "the database file is damaged; restore a backup, then run “tracker verify”",
}


def explanation(error: Exception) -> str | None:
    """One line for what a user can cause and mend; None for a fault of the program."""
    if isinstance(error, _OURS):
        return str(error)
    if isinstance(error, ImportRefusedError):
        for problem in error.problems:
            click.echo(str(problem), err=True)
        return f"{count(len(error.problems), 'problem')}; nothing was changed"
    if isinstance(error, DBAPIError):
        return _of_database(error)
    if isinstance(error, OSError):
        if error.errno == errno.EPIPE:
            return None
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
    return None


def _of_database(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines() or ["no reason given"]
    for sign, message in _SQLITE.items():
        if sign in lines[0].lower():
            return message
    if "connection failed" in lines[0] or "connection to server" in str(error.orig) or "timeout" in lines[0]:
        return f"the database is not responding ({lines[0]}); check that it is running and that DATABASE_URL is correct"
    return f"the database returned an error: {lines[0]}"
