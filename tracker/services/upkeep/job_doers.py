"""Which part of the program does which kind of job."""

from tracker.clock import Clock
from tracker.services.spreadsheets.import_jobs import import_doers
from tracker.services.upkeep.working import Doer
from tracker.settings import Settings
from tracker.store.database.connecting import Database

__all__ = ["job_doers"]


def job_doers(database: Database, clock: Clock, settings: Settings) -> dict[str, Doer]:  # noqa: ARG001 - for kinds to come
    """The kinds of job that somebody can ask for, with who does them."""
    return {**import_doers(database, clock)}
