"""HTML that is kept for several days: what each day says differently is left open in it, and filled in for each answer.

These are the day itself, the clocks in the links to records, how far off a last day is, and whole parts of a page.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
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
_ISO, _WORDS = f"0{_MARK}i", f"0{_MARK}w"
_PLACE = re.compile(f"({_ISO}|{_WORDS})|\1([0-9]+)\1|\2([0-9]+)\2")
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
    return Markup(f"\2{len(parts) - 1}\2")  # noqa: S704 - a number


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
        literals = _PLACE.split(html)
        self.size, self._parts = len(html), parts
        # Each place has three groups, one of which holds what it is.
        self._cut = [literal.encode() for literal in literals[::4]]
        self._places = list(zip(literals[1::4], literals[2::4], literals[3::4], strict=True))

    def on(self, as_of: date) -> bytes:
        """The HTML of a day."""
        days = {_ISO: as_of.isoformat().encode(), _WORDS: day_text(as_of).encode()}
        filled_in = [self._cut[0]]
        for (written, ahead, part), literal in zip(self._places, self._cut[1:], strict=True):
            if written:
                filled_in += days[written], literal
            elif ahead:
                filled_in += relative_days(date.fromordinal(int(ahead)), as_of).encode(), literal
            else:
                filled_in += self._parts[int(part)](as_of).encode(), literal
        return b"".join(filled_in)
