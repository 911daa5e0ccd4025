"""The two clocks as query strings: ``as_of``, a day, and ``known_at``, a moment (CLOCK-1)."""

from datetime import UTC, datetime

from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.site import site

__all__ = ["clock_parameters", "instant", "known_at_parameters", "pinned_parameters"]


def instant(moment: datetime) -> str:
    """A moment as addresses and JSON write it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def clock_parameters(clock_query: ScorecardQuery) -> dict[str, str]:
    """The same query as parameters, to keep both clocks from one page to the next."""
    query = {"as_of": clock_query.as_of.isoformat()} if clock_query.as_of else {}
    return {**query, "known_at": instant(clock_query.known_at)} if clock_query.known_at else query


def pinned_parameters(snapshot: Snapshot) -> dict[str, str]:
    """The query of an address whose answer never changes."""
    return {"as_of": snapshot.as_of.isoformat(), **known_at_parameters(snapshot.pin)}


def known_at_parameters(moment: datetime) -> dict[str, str]:
    """The query for a moment; none while the clock, having been set back, has not reached it: it would be refused."""
    return {"known_at": instant(moment)} if moment <= site().clock.now() else {}
