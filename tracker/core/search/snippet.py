"""Where a query's words stand in a text: a short part of it, cut into segments of which some are marked.

Segments are plain text. Whoever shows them escapes each and then marks it: nothing here is HTML.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from tracker.core.search.query import Query, Term
from tracker.core.search.word_roots import root, roots_in
from tracker.core.search.words import Word, words

__all__ = ["Segment", "marked", "snippet"]

_AROUND = 70
_WIDTH = 240
_MOST_SIGNS = 20_000


class Segment(NamedTuple):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    marked: bool


def marked(text: str, query: Query, language: str = "") -> list[Segment]:
    """The whole text, with what was looked for marked; its language is one of ``word_roots.STEMMED``, or English."""
    return _cut(text, 0, len(text), _places(text, query, language))


def snippet(texts: Iterable[str], query: Query, languages: Mapping[str, str] | None = None) -> list[Segment]:
    """The part of these texts in which most of the query stands, one line of some 240 signs; empty if none does.

    ``languages`` are those of texts that are not English.
    """
    best: tuple[int, str, list[tuple[int, int]]] | None = None
    for text in texts:
        line = " ".join(text[:_MOST_SIGNS].split())
        places = _places(line, query, (languages or {}).get(text, ""))
        distinct = len({line[start:end].casefold() for start, end in places})
        if places and (best is None or distinct > best[0]):
            best = distinct, line, places
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
    starts = [place[0] for place in places]
    # Of those with as many places around them the first, as max() takes it.
    first = max(starts, key=lambda start: bisect_right(starts, start + _WIDTH - _AROUND) - bisect_left(starts, start))
    start = max(0, first - _AROUND)
    if start:
        start = line.find(" ", start, first) + 1 or first
    end = min(len(line), start + _WIDTH)
    if end < len(line):
        gap = line.rfind(" ", first + 1, end)
        end = gap if gap > first else end
    inside = [place for place in places if place[0] < end]
    return start, max(end, inside[-1][1]) if inside else end


def _places(text: str, query: Query, language: str) -> list[tuple[int, int]]:
    """Where the terms stand: first and last sign of each word or phrase, in order, none inside another."""
    here = list(words(text))
    stems = tuple(word.stem for word in here)
    by_first = _by_first(query)
    begun = next((term.beginning for term in query.terms if term.beginning and len(term.stems) == 1), None)
    has_root = _has_root(text, query, language)
    places: list[tuple[int, int]] = []
    i = 0
    while i < len(here):
        length = next((len(t.stems) for t in by_first.get(stems[i], ()) if _stands(t, stems[i : i + len(t.stems)])), 0)
        if not length and ((begun is not None and stems[i].startswith(begun)) or has_root(here[i])):
            length = 1
        if length:
            places.append((here[i].start, here[i + length - 1].end))
        i += length or 1
    return places


def _has_root(text: str, query: Query, language: str) -> Callable[[Word], bool]:
    """Whether a word of the text is another form of a word that was looked for."""
    if language:
        others = {base for term in query.terms for base in term.other_roots}
        return lambda word: (
            bool(others) and not others.isdisjoint(roots_in(language, text[word.start : word.end], word.folded))
        )
    roots = {term.root for term in query.terms} - {None}
    return lambda word: bool(roots) and root(word.folded) in roots


def _by_first(query: Query) -> dict[str, list[Term]]:
    """Terms by their first word, the longest first."""
    terms: dict[str, list[Term]] = {}
    for term in sorted(query.terms, key=lambda term: -len(term.stems)):
        terms.setdefault(term.stems[0], []).append(term)
    return terms


def _stands(term: Term, stems: tuple[str, ...]) -> bool:
    if stems == term.stems:
        return True
    begins = term.beginning is not None and len(stems) == len(term.stems) and stems[:-1] == term.stems[:-1]
    return begins and stems[-1].startswith(term.beginning or "")


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
