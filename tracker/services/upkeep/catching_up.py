"""Catching up: what a start, a rebuild and the passing of days leave to be computed."""

import logging
import os
import time
from collections.abc import Callable
from datetime import tzinfo

from sqlalchemy.exc import DBAPIError

from tracker.clock import Clock
from tracker.services.publishing.derived_rows import DERIVED_VERSION
from tracker.services.publishing.scorecard_index import refresh
from tracker.services.upkeep.rebuild import rebuild
from tracker.store.database import Database
from tracker.store.ledger import ledger_head
from tracker.store.scorecard_index import derived_version

__all__ = ["catch_up", "refresh_loop", "remake"]

_log = logging.getLogger(__name__)


def catch_up(database: Database, clock: Clock, zone: tzinfo, *, most: int | None = None) -> int:
    """Make anew what another version of the program has made, and compute what is due, of ``most`` companies at most.

    How many companies were computed.
    """
    remake(database)
    return refresh(database, clock, zone, most=most)


def remake(database: Database) -> bool:
    """Make all rows that follow from the ledger anew if another version of the program made them; whether it did.

    Any number of processes may call it at once: one does it, the others wait and find it done.
    """
    with database.reading() as session:
        if derived_version(session) == DERIVED_VERSION or ledger_head(session).position == 0:
            return False
    with database.writing() as session:
        if derived_version(session) == DERIVED_VERSION:
            return False
        rebuild(session)
    return True


def refresh_loop(
    database: Database, clock: Clock, zone: tzinfo, seconds: float, sleep: Callable[[float], object] = time.sleep
) -> None:
    """Compute what is due, again and again, until the process that started this one is gone.

    A database that does not answer is asked again the next time.
    """
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            refresh(database, clock, zone)
        except DBAPIError as error:
            _log.warning("standings cannot be computed now: %s", error.orig)
        sleep(seconds)
