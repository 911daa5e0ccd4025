"""One visit to a host at a time, of all processes: also where an address of another host leads there."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracker.clock import Clock
from tracker.services.jobs import LaterError
from tracker.store.database.connecting import Database
from tracker.store.upkeep.asked_jobs import LEASE
from tracker.store.upkeep.hosts import HOST_PAUSE, leave_host, take_host

__all__ = ["HostTurns"]


class HostTurns:
    """The hosts that one job visits. Its own it has already, as jobs are taken with their host."""

    def __init__(self, database: Database, clock: Clock, own: str | None):
        self._database, self._clock, self._own = database, clock, own
        self._others = list[str]()

    @contextmanager
    def visits(self) -> Iterator["HostTurns"]:
        """Other hosts are let go at the end, with a pause."""
        try:
            yield self
        finally:
            if self._others:
                with self._database.changing() as session:
                    for host in self._others:
                        leave_host(session, host, self._clock.now())

    def enter(self, host: str) -> None:
        """Wait for nobody: raises LaterError where another process visits a host, or just did."""
        if host == self._own or host in self._others:
            return
        with self._database.changing() as session:
            now = self._clock.now()
            free = take_host(session, host[:253], now, now + LEASE)
        if not free:
            raise LaterError(now + HOST_PAUSE)
        self._others.append(host)
