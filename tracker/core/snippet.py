"""Where a query's words stand in a text: a short part of it, cut into segments of which some are marked.

Segments are plain text. Whoever shows them escapes each and then marks it: nothing here is HTML.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.core.search_query import Query, Term
from tracker.core.search_words import Word, words

__all__ = ["Segment", "marked", "snippet"]

_AROUND = 70
_WIDTH = 240
_MOST_SIGNS = 20_000


class Segment(NamedTuple):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    marked: bool


def marked(text: str, query: Query) -> list[Segment]:
    """The whole text, with what was looked for marked."""
    return _cut(text, 0, len(text), _places(text, query))


def snippet(texts: Iterable[str], query: Query) -> list[Segment]:
    """The part of these texts in which most of the query stands, one line of some 240 signs; empty if none does."""
    best: tuple[int, str, list[tuple[int, int]]] | None = None
    for text in texts:
        line = " ".join(text[:_MOST_SIGNS].split())
        places = _places(line, query)
        found = len({line[start:end].casefold() for start, end in places})
        if places and (best is None or found > best[0]):
            best = found, line, places
    if best is None:
        return []
    _, line, places = best
    start, end = _window(line, places)
    segments = _cut(line, start, end, places)
    if start:
        segments.insert(0, Segment("… ", False))
    if end < len(line):
        segments.append(Segment(" …", False))
    return segments


def _window(line: str, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch that holds most places, widened to whole words."""
    if len(line) <= _WIDTH:
        return 0, len(line)
    first = max(places, key=lambda place: (_within(places, place[0]), -place[0]))[0]
    start = max(0, first - _AROUND)
    if start:
        gap = line.find(" ", start, first)
        start = gap + 1 if gap >= 0 else first
    end = min(len(line), start + _WIDTH)
    if end < len(line):
        gap = line.rfind(" ", first + 1, end)
        end = gap if gap > first else end
    inside = [place for place in places if place[0] < end]
    return start, max(end, inside[-1][1]) if inside else end


def _within(places: Sequence[tuple[int, int]], start: int) -> int:
    return sum(start <= place[0] <= start + _WIDTH - _AROUND for place in places)


def _places(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the terms stand: first and last sign of each word or phrase, in order, none inside another."""
    found = list(words(text))
    places: list[tuple[int, int]] = []
    i = 0
    while i < len(found):
        length = max((len(t.stems) for t in query.terms if _stands(t, found[i : i + len(t.stems)])), default=0)
        if length:
            places.append((found[i].start, found[i + length - 1].end))
        i += length or 1
    return places


def _stands(term: Term, here: Sequence[Word]) -> bool:
    if len(here) < len(term.stems) or any(w.stem != s for w, s in zip(here[:-1], term.stems[:-1], strict=True)):
        return False
    last = here[-1]
    return last.stem == term.stems[-1] or (term.beginning is not None and last.stem.startswith(term.beginning))


def _cut(text: str, start: int, end: int, places: Iterable[tuple[int, int]]) -> list[Segment]:
    segments: list[Segment] = []
    at = start
    for first, last in places:
        if first < at or first >= end:
            continue
        if first > at:
            segments.append(Segment(text[at:first], False))
        segments.append(Segment(text[first:last], True))
        at = last
    if at < end:
        segments.append(Segment(text[at:end], False))
    return segments
