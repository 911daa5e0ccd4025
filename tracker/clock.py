"""Clocks: what “now” is. Passed to whatever needs it, so that tests and replays can say what time it is."""

from datetime import UTC, datetime, timedelta

__all__ = ["Clock", "FixedClock", "SystemClock"]


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime):
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to, aware, in UTC."""
        return self._moment

    def move(self, by: timedelta) -> None:
        """Set it forward, or back by a negative length."""
        self._moment += by


Clock = SystemClock | FixedClock
