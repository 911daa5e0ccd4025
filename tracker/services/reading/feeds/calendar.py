"""The calendar of endings and deadlines: iCalendar (RFC 5545), written without a library."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, TypeVar

from tracker.engine.text import bounds, capital

__all__ = ["MEDIA_TYPE", "Dated", "calendar"]

MEDIA_TYPE = "text/calendar; charset=utf-8"
_OCTETS = 75
"""The longest line, without its end (RFC 5545, 3.1)."""


class _Pledge(Protocol):
    @property
    def id(self) -> str: ...


class Dated(Protocol):
    """What a calendar wants of an end to come: an ``Ending`` of the engine, or a row of a list."""

    @property
    def pledge(self) -> _Pledge: ...
    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def last_day(self) -> tuple[date, date] | None: ...
    @property
    def text(self) -> str: ...


E = TypeVar("E", bound=Dated)


def calendar(endings: Iterable[E], *, name: str, host: str, stamp: datetime, address: Callable[[E], str]) -> str:
    """The text of a calendar with one all-day event for each end that has a day; the others are left out.

    ``host`` makes the ids of events unique in the world: they stay the same when an end moves. ``stamp`` is the moment
    of the record (the time of the last ledger entry), aware; ``address`` gives the page of a pledge. An end known only
    between two days is an event that lasts from the one to the other, and says so.
    """
    if stamp.tzinfo is None:
        raise ValueError("a moment without a time zone")
    head = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", f"-//{_text(host)}//{_text(name)}//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALNAME", _text(name)),
    ]
    events = [pair for ending in endings for pair in _event(ending, host, stamp, address)]
    return "".join(_folded(f"{name}:{value}") for name, value in [*head, *events, ("END", "VCALENDAR")])


def _event(ending: E, host: str, stamp: datetime, address: Callable[[E], str]) -> Iterator[tuple[str, str]]:
    if ending.last_day is None:
        return
    first, last = ending.last_day
    yield "BEGIN", "VEVENT"
    kind = f"milestone-{_day(last)}" if ending.kind == "milestone" else ending.kind.replace(" ", "-")  # one of several
    yield "UID", _text(f"{ending.pledge.id}/{ending.number}/{kind}@{host}")
    yield "DTSTAMP", stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").rjust(16, "0")
    yield "DTSTART;VALUE=DATE", _day(first)
    if last < date.max:  # the day after the last one
        yield "DTEND;VALUE=DATE", _day(last + timedelta(days=1))
    yield "SUMMARY", _text(ending.text)
    if first != last:
        yield "DESCRIPTION", _text(f"{capital(bounds(first, last))}; the exact day is not known.")
    yield "URL", address(ending)
    yield "TRANSP", "TRANSPARENT"
    yield "END", "VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(value: str) -> str:
    """A text with what has a meaning of its own in it escaped (3.3.11); other control characters are left out."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return escaped if escaped.isprintable() else "".join(sign for sign in escaped if sign >= " " and sign != "\x7f")


def _folded(line: str) -> str:
    """A line cut into pieces of 75 octets, never within a character, each further one after a space."""
    if line.isascii():
        further = range(_OCTETS, len(line), _OCTETS - 1)
        return "\r\n ".join([line[:_OCTETS], *(line[i : i + _OCTETS - 1] for i in further)]) + "\r\n"
    pieces: list[str] = []
    piece, room = "", _OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1  # the space that marks it as a continuation counts too
        piece += sign
        room -= size
    return "\r\n ".join([*pieces, piece]) + "\r\n"
