"""HTML that is kept for several days: what each day says differently is left open in it, and filled in for each answer.

These are the day itself, the clocks in the links to records, how far off a last day is, and whole parts of a page.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import cycle
from typing import NamedTuple, cast

from flask import g
from markupsafe import Markup, escape

from tracker.core.date_text import OpenDay, day_text
from tracker.engine.text import relative_days

__all__ = [
    "CLOCKS",
    "OpenHtml",
    "Part",
    "clocks_left_open",
    "each_day",
    "filled",
    "is_left_open",
    "left_open",
    "open_page",
    "opened",
]

CLOCKS = "\0"
"""Where the query belongs. No record has this character, nor the next ones."""
# The day also stands in addresses and in JSON: its places are made of what these leave as it is. No record has them.
_MARK = secrets.token_hex(8)
_WRITTEN = f"0{_MARK}"
_ISO, _WORDS = f"{_WRITTEN}i", f"{_WRITTEN}w"
_AHEAD, _PART = "\1", "\2"
_FLAG, _PAGE = "left_open", "open_page"

Part = Callable[[date], str]
"""HTML of one day."""


@contextmanager
def left_open() -> Iterator[None]:
    """What is rendered inside may be kept for other days, and is given to readers by ``filled``."""
    setattr(g, _FLAG, True)
    try:
        yield
    finally:
        g.pop(_FLAG)


def is_left_open() -> bool:
    """Whether the present answer renders what is to be kept."""
    return _FLAG in g


class OpenPage(NamedTuple):
    """What a page that is being made leaves open: the clocks that count as given, and what is made for each day."""

    clocks: Mapping[str, str]
    parts: list[Part]


@contextmanager
def open_page(clocks: Mapping[str, str]) -> Iterator[list[Part]]:
    """What is rendered inside, with a day that is left open, is a page to be kept; gives what each day has to make."""
    page = OpenPage(clocks, [])
    setattr(g, _PAGE, page)
    try:
        yield page.parts
    finally:
        g.pop(_PAGE)


def clocks_left_open() -> Mapping[str, str] | None:
    """The clocks that count as given in a page that leaves them open."""
    page: OpenPage | None = g.get(_PAGE)
    return page.clocks if page else None


def each_day(as_of: date, make: Part) -> Markup:
    """The HTML that is made for a day: at once, or its place where the day is left open."""
    if not isinstance(as_of, OpenDay):
        return Markup(make(as_of))  # noqa: S704 - of templates, and numbers
    parts = cast(OpenPage, g.get(_PAGE)).parts
    parts.append(make)
    return Markup(f"{_PART}{len(parts) - 1}{_PART}")  # noqa: S704 - a number


def opened(day: date) -> OpenDay:
    """A day that is written as a place for others."""
    return OpenDay.of(day, _ISO, _WORDS)


def filled(html: str, query: str, as_of: date) -> Markup:
    """HTML with the query that links have, empty or from its “?” on, and with the day, unless that is left open too."""
    text = html.replace(CLOCKS, escape(query))
    if not isinstance(as_of, OpenDay):
        text = OpenHtml(text, ()).on(as_of).decode()
    return Markup(text)  # noqa: S704 - of a template


class OpenHtml:
    """HTML in which the day is left open, cut at the places once; ``parts`` are what each day has to make."""

    def __init__(self, html: str, parts: Sequence[Part]):
        self.size, self._parts = len(html), parts
        self._cut: list[tuple[str, int, bytes]] = []
        for place, number, literal in _places(html):
            self._cut.append((place, number, literal.encode()))

    def on(self, as_of: date) -> bytes:
        """The HTML of a day."""
        written = {"": b"", "i": as_of.isoformat().encode(), "w": day_text(as_of).encode()}
        filled_in: list[bytes] = []
        for place, number, literal in self._cut:
            if place == _AHEAD:
                filled_in.append(relative_days(date.fromordinal(number), as_of).encode())
            elif place == _PART:
                filled_in.append(self._parts[number](as_of).encode())
            else:
                filled_in.append(written[place])
            filled_in.append(literal)
        return b"".join(filled_in)


def _places(html: str) -> Iterator[tuple[str, int, str]]:
    """Each place: how it is filled in, by which number, and the HTML that follows it; the first is none."""
    first, *others = html.split(_WRITTEN)
    yield from _counted("", first)
    for text in others:
        yield from _counted(text[0], text[1:])


def _counted(place: str, html: str) -> Iterator[tuple[str, int, str]]:
    """A place with the HTML after it, and the places in that which have a number: each has its mark on both sides."""
    number = 0
    for mark, text in zip(cycle(("", _AHEAD)), html.split(_AHEAD), strict=False):
        if mark:
            place, number = mark, int(text)
            continue
        first, *parts = text.split(_PART)
        yield place, number, first
        for part, literal in zip(parts[::2], parts[1::2], strict=True):
            yield _PART, int(part), literal
