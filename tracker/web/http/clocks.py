"""The two clocks as query parameters: ``as_of``, a day, and ``known_at``, a moment or a day (CLOCK-1)."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, tzinfo

from tracker.clock import Clock
from tracker.services.reading.scorecards import ScorecardQuery
from tracker.web.presenting.addresses.clock_query import instant
from tracker.web.presenting.quoting import quoted

__all__ = [
    "BadParameterError", "NothingThereError", "UnknownParameterError", "parse_clocks", "parse_day",
    "parse_instant_or_day",
]  # fmt: skip

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# A plus sign that was not percent-encoded arrives as a space.
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+ -]\d{2}:?\d{2})", re.ASCII)

DAY_FORM = "a date such as 2020-06-18"
INSTANT_FORM = "a time with a time zone, such as 2020-06-18T12:00:00Z, or a date such as 2020-06-18"


class BadParameterError(ValueError):
    """A query parameter that cannot be used: which, what it was, and what is allowed."""

    status = 400

    def __init__(self, parameter: str, value: str, allowed: str):
        self.parameter = parameter
        super().__init__(f"The value {quoted(value)} for “{parameter}” is not valid. Use {allowed}.")


class UnknownParameterError(BadParameterError):
    """A query parameter that an address does not have."""

    def __init__(self, parameter: str, allowed: Iterable[str]):
        self.parameter = parameter
        names = ", ".join(sorted(allowed))
        said = f"Use only {names}." if names else "It has none."
        ValueError.__init__(self, f"This address has no parameter {quoted(parameter)}. {said}")


class NothingThereError(BadParameterError):
    """A value of the right form that leads to nothing: a page or topic that does not exist, a time still to come."""

    status = 404


def parse_clocks(arguments: Mapping[str, str], clock: Clock, zone: tzinfo) -> ScorecardQuery:
    """Read both from a query; one left out or empty keeps its default. Raises BadParameterError."""
    as_of = arguments.get("as_of", "").strip()
    known_at = arguments.get("known_at", "").strip()
    return ScorecardQuery(
        _day("as_of", as_of, DAY_FORM) if as_of else None,
        _known_at(known_at, clock.now(), zone) if known_at else None,
    )


def parse_day(parameter: str, arguments: Mapping[str, str]) -> date | None:
    """A day that a query names; None where it is left out or empty. Raises BadParameterError."""
    text = arguments.get(parameter, "").strip()
    return _day(parameter, text, DAY_FORM) if text else None


def parse_period(arguments: Mapping[str, str]) -> tuple[date | None, date | None]:
    """The first and the last day of a period, each None where it is open; raises NothingThereError."""
    first, last = parse_day("from", arguments), parse_day("to", arguments)
    if first and last and last < first:
        raise NothingThereError("to", arguments["to"], "a day that is not before “from”")
    return first, last


def parse_instant_or_day(parameter: str, arguments: Mapping[str, str]) -> datetime | date | None:
    """A moment or a day that a query names; None where it is left out or empty. Raises BadParameterError."""
    text = arguments.get(parameter, "").strip()
    if not text:
        return None
    return _day(parameter, text, INSTANT_FORM) if _DAY.fullmatch(text) else _instant(parameter, text)


def _day(parameter: str, text: str, allowed: str) -> date:
    if not _DAY.fullmatch(text):
        raise BadParameterError(parameter, text, allowed)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameterError(parameter, text, f"{allowed}; this date does not exist") from None


def _known_at(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A day counts to its end, today to now; what has not come yet cannot be known."""
    future = f"{INSTANT_FORM}; it cannot be in the future (now: {instant(now)})"
    if _DAY.fullmatch(text):
        day = _day("known_at", text, INSTANT_FORM)
        today = now.astimezone(zone).date()
        if day > today:
            raise NothingThereError("known_at", text, future)
        return now if day == today else datetime.combine(day, time.max, zone).astimezone(UTC)
    moment = _instant("known_at", text)
    if moment > now:
        raise NothingThereError("known_at", text, future)
    return moment


def _instant(parameter: str, text: str) -> datetime:
    match = _INSTANT.fullmatch(text)
    try:
        if not match:
            raise ValueError
        return datetime.fromisoformat(match[1] + match[2].replace(" ", "+")).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadParameterError(parameter, text, INSTANT_FORM) from None
