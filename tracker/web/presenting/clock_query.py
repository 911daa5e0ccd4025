"""The two clocks as links write them: ``as_of``, a day, and ``known_at``, a moment (design 4.3)."""

from datetime import UTC, datetime

from tracker.services.reading.scorecards import Asked, Moment

__all__ = ["asked_query", "instant", "pinned"]


def instant(moment: datetime) -> str:
    """A moment as addresses and JSON write it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def asked_query(asked: Asked) -> dict[str, str]:
    """The query that asks the same, to keep both clocks from one page to the next."""
    query = {"as_of": asked.as_of.isoformat()} if asked.as_of else {}
    return {**query, "known_at": instant(asked.known_at)} if asked.known_at else query


def pinned(moment: Moment) -> dict[str, str]:
    """The query of an address whose answer never changes."""
    return {"as_of": moment.as_of.isoformat(), "known_at": instant(moment.pin)}
