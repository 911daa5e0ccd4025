"""HTML that is kept for several days: what each day says differently is left open in it, and filled in for each answer.

These are the day itself, the clocks in the links to records, how far off a last day is, and whole parts of a page.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import cycle
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from flask import g
from markupsafe import Markup, escape

from tracker.core.date_text import OpenDay, day_text
from tracker.engine.text import relative_days

__all__ = [
    "CLOCKS",
    "OpenHtml",
    "Part",
    "clocks_left_open",
    "clocks_query",
    "each_day",
    "filled",
    "is_left_open",
    "left_open",
    "open_page",
    "opened",
    "own_parts",
    "placed",
    "text_on_day",
]

CLOCKS = "\0"
"""Where the query belongs. No record has this character, nor the next ones."""
# The day also stands in addresses and in JSON: its places are made of what these leave as it is. No record has them.
_MARK = secrets.token_hex(8)
_WRITTEN = f"0{_MARK}"
_ISO, _WORDS = f"{_WRITTEN}i", f"{_WRITTEN}w"
_AHEAD, _PART, _PIECE = "\1", "\2", "\3"
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
    """What a page that is being made leaves open: the clocks that count as given, and what is made for each day.

    ``pieces`` are parts of it that were cut before, and have their places only.
    """

    clocks: Mapping[str, str]
    parts: list[Part]
    pieces: "list[OpenHtml]"


@contextmanager
def open_page(clocks: Mapping[str, str]) -> Iterator[OpenPage]:
    """What is rendered inside, with a day that is left open, is a page to be kept."""
    page = OpenPage(clocks, [], [])
    setattr(g, _PAGE, page)
    try:
        yield page
    finally:
        g.pop(_PAGE)


@contextmanager
def own_parts() -> Iterator[list[Part]]:
    """What is rendered inside is a part of pages to be kept by itself; gives what each day has to make of it."""
    page: OpenPage | None = g.get(_PAGE)
    parts: list[Part] = []
    if page is None:
        yield parts
        return
    setattr(g, _PAGE, page._replace(parts=parts))
    try:
        yield parts
    finally:
        setattr(g, _PAGE, page)


def placed(piece: "OpenHtml") -> Markup:
    """The place of a part in the page that is being made."""
    pieces = cast(OpenPage, g.get(_PAGE)).pieces
    pieces.append(piece)
    return Markup(f"{_PIECE}{len(pieces) - 1}{_PIECE}")  # noqa: S704 - a number


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


def clocks_query(clocks: Mapping[str, str]) -> str:
    """The query that links have, from its “?” on; empty without clocks."""
    return f"?{urlencode(clocks, safe=':')}" if clocks else ""


def opened(day: date) -> OpenDay:
    """A day that is written as a place for others."""
    return OpenDay.of(day, _ISO, _WORDS)


def filled(html: str, query: str, as_of: date) -> Markup:
    """HTML with the query that links have, empty or from its “?” on, and with the day, unless a page leaves it open."""
    text = OpenHtml.with_clocks(html, query)
    if clocks_left_open() is None:
        text = OpenHtml(text).on(as_of).decode()
    return Markup(text)  # noqa: S704 - of a template


def text_on_day(text: str, as_of: date) -> str:
    """A plain text in which a day may be left open, on a day."""
    return OpenHtml(text, ()).on(as_of).decode() if _MARK in text or _AHEAD in text else text


class OpenHtml:
    """HTML in which the day is left open, cut at the places once.

    ``parts`` are what each day has to make, ``pieces`` what was cut before.
    """

    def __init__(self, html: str, parts: Sequence[Part] = (), pieces: "Sequence[OpenHtml]" = ()):
        self._cut: list[_Place] = []
        text, *others = html.split(_PIECE)
        self._cut += _places(text, parts)
        for number, text in zip(others[::2], others[1::2], strict=True):
            self._cut += pieces[int(number)]._cut
            self._cut += _places(text, parts)
        self.size = sum(len(literal) for _, _, literal in self._cut)

    @staticmethod
    def with_clocks(html: str, query: str) -> str:
        """HTML with the query that its links have."""
        return html.replace(CLOCKS, escape(query))

    def on(self, as_of: date) -> bytes:
        """The HTML of a day."""
        written = {"i": as_of.isoformat().encode(), "w": day_text(as_of).encode()}
        filled_in: list[bytes] = []
        for place, kind, literal in self._cut:
            if place == _AHEAD:
                filled_in.append(relative_days(date.fromordinal(kind), as_of).encode())
            elif place == _PART:
                filled_in.append(kind(as_of).encode())
            elif place:
                filled_in.append(written[place])
            filled_in.append(literal)
        return b"".join(filled_in)


_Place = tuple[str, Any, bytes]
"""How a place is filled in, by what, and the HTML that follows it."""


def _places(html: str, parts: Sequence[Part]) -> Iterator[_Place]:
    """Each place; the first is none."""
    first, *others = html.split(_WRITTEN)
    yield from _counted("", first, parts)
    for text in others:
        yield from _counted(text[0], text[1:], parts)


def _counted(place: str, html: str, parts: Sequence[Part]) -> Iterator[_Place]:
    """A place with the HTML after it, and the places in that which have a number: each has its mark on both sides."""
    if _AHEAD not in html and _PART not in html:
        yield place, 0, html.encode()
        return
    number = 0
    for mark, text in zip(cycle(("", _AHEAD)), html.split(_AHEAD), strict=False):
        if mark:
            place, number = mark, int(text)
            continue
        first, *others = text.split(_PART)
        yield place, number, first.encode()
        for part, literal in zip(others[::2], others[1::2], strict=True):
            yield _PART, parts[int(part)], literal.encode()
