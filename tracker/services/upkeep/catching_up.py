"""Pending refreshes: computes what a start, a rebuild or a new day has left outdated."""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta, tzinfo

from sqlalchemy.exc import DBAPIError, OperationalError

from tracker.clock import Clock
from tracker.services.intake.reader_reports import erase_old_reports
from tracker.services.publishing.derived.rows import DERIVED_VERSION
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.replies.deciding import erase_old_replies
from tracker.services.spreadsheets.table_imports import erase_old_imports
from tracker.services.upkeep.adopting_rules import adopt_rules
from tracker.services.upkeep.rebuild import rebuild
from tracker.store.database.connecting import Database
from tracker.store.derived.scorecard_index import derived_version
from tracker.store.ledger import ledger_head
from tracker.store.upkeep.refreshing import refreshed_at, set_refreshed_at

__all__ = ["catch_up", "refresh_loop", "remake"]

_log = logging.getLogger(__name__)
_LONGEST_WAIT = 300.0
_NOTED_EVERY = timedelta(minutes=1)


def catch_up(database: Database, clock: Clock, zone: tzinfo, *, most: int | None = None) -> int:
    """Make anew what another version of the program has made, and compute what is due, of ``most`` companies at most.

    How many companies were computed.
    """
    adopt_rules(database, clock, zone)
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
    database: Database,
    clock: Clock,
    zone_now: Callable[[], tzinfo],
    seconds: float,
    sleep: Callable[[float], object] = time.sleep,
    also: Callable[[], object] = lambda: None,
) -> None:
    """Compute what is due, and ``also`` do something, again and again, until the process that started this one is gone.

    Whatever goes wrong is logged, and tried again after a wait that grows from ``seconds`` to some minutes.
    """
    parent = os.getppid()
    failures, last = 0, "not since this process began"
    while os.getppid() == parent:
        try:
            zone = zone_now()  # the people who run the site may choose another
            adopt_rules(database, clock, zone)
            remake(database)
            refresh(database, clock, zone, tick=lambda _: _note(database, clock))
            _note(database, clock)
            erase_old_reports(database, clock)
            erase_old_replies(database, clock)
            erase_old_imports(database, clock)
            also()
            failures, last = 0, f"at {clock.now():%Y-%m-%d %H:%M:%S} UTC"
        except Exception as error:
            failures += 1
            text = "lists cannot be refreshed (failure %s in a row; last refreshed %s): %s"
            _log.warning(text, failures, last, error, exc_info=_trace(error))
        sleep(min(seconds * 2**failures, max(seconds, _LONGEST_WAIT)))


def _note(database: Database, clock: Clock) -> None:
    """Record, at most once a minute, that lists are up to date; skipped while another process writes."""
    now = clock.now()
    with database.reading() as session:
        before = refreshed_at(session)
    if before is None or abs(now - before) >= _NOTED_EVERY:
        with suppress(OperationalError), database.changing(wait=False) as session:
            set_refreshed_at(session, now)


def _trace(error: Exception) -> Exception | None:
    """Errors of the database are logged without a traceback."""
    return None if isinstance(error, DBAPIError) else error
