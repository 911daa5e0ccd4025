"""Reading from a replica of the database, behind a fence: never from one that lacks what the primary has published."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker.store.database.connecting import Database
from tracker.store.ledger import Changed, last_change, last_change_seen

__all__ = ["Reader"]

_log = logging.getLogger(__name__)
_SECONDS_UNASKED = 5.0


class Reader:
    """Sessions for answers to readers, from the replica if there is one that is up to date, else from the primary.

    The fence is the primary's own ledger, asked for each session: one look-up. A number that this process remembers
    would not do, as a reader may have seen a publication through another machine.
    """

    def __init__(self, replica: Database | None):
        self.replica = replica
        self._unasked_until = 0.0

    @contextmanager
    def reading(self, primary: Database) -> Iterator[Session]:
        """A session that sees one moment, with all that was published before it was asked for."""
        with ExitStack() as stack:
            yield self._of_replica(primary, stack) or stack.enter_context(primary.reading())

    def _of_replica(self, primary: Database, stack: ExitStack) -> Session | None:
        """A session of the replica; None where there is none, it does not answer, or it is behind."""
        if self.replica is None or time.monotonic() < self._unasked_until:
            return None
        needed = last_change(primary)
        with ExitStack() as opened:
            try:
                session = opened.enter_context(self.replica.reading())
                if _has(last_change_seen(session), needed):
                    stack.push(opened.pop_all())
                    return session
            except DBAPIError as error:
                _log.warning("the replica does not answer, the primary does: %s", error.orig)
                self._unasked_until = time.monotonic() + _SECONDS_UNASKED
        return None

    def close(self) -> None:
        """Close all connections to the replica."""
        if self.replica:
            self.replica.close()


def _has(seen: Changed, needed: Changed) -> bool:
    return seen.position >= needed.position and seen.details >= needed.details
