"""Finding terms of a vocabulary by what people type, and terms that a new one may repeat."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

from tracker.core.search.words import fold, words
from tracker.records.types.vocabulary import Term

__all__ = ["SimilarTerm", "matching_terms", "similar_terms", "suggested_id"]

_LONGEST_ID = 60
_ONE_SLIP, _TWO_SLIPS = 4, 8
"""Names of so many letters may differ by one slip, or by two, and still look the same."""
_FILLERS = frozenset(("the", "of", "and", "for", "a", "an", "in"))


class SimilarTerm(NamedTuple):
    """A term that a new one may repeat, and what the two have in common."""

    term: Term
    why: str


def matching_terms(terms: Iterable[Term], text: str, most: int = 40) -> tuple[list[Term], int]:
    """Terms whose id, name, phrase or other name holds what is typed, the nearest first; and how many there are.

    Nearest is what is typed exactly, then what begins so, then what has words that begin with those typed.
    """
    wanted = " ".join(fold(text).split())
    if not wanted:
        return [], 0
    ranked = [(rank, i, term) for i, term in enumerate(terms) if (rank := _rank(term, wanted)) is not None]
    ranked.sort(key=lambda item: item[:2])
    return [term for _, _, term in ranked[:most]], len(ranked)


def _rank(term: Term, wanted: str) -> int | None:
    ranks = [rank for text in _texts(term) if (rank := _nearness(" ".join(fold(text).split()), wanted)) is not None]
    return min(ranks, default=None)


def _texts(term: Term) -> Iterator[str]:
    yield term.id
    yield term.name
    if term.phrase:
        yield term.phrase
    yield from term.aliases


def _nearness(text: str, wanted: str) -> int | None:
    if text == wanted:
        return 0
    if text.startswith(wanted):
        return 1
    begun = [word.folded for word in words(text)]
    if all(any(word.startswith(part) for word in begun) for part in wanted.split()):
        return 2
    return 3 if wanted in text else None


def suggested_id(name: str, taken: Iterable[str]) -> str:
    """An id for a new term made from its name, with a number after it where that is taken."""
    kept = [word.folded for word in words(name) if word.folded.isascii()]
    id = "-".join(kept)[:_LONGEST_ID].strip("-") or "term"
    used, number = set(taken), 2
    free = id
    while free in used:
        free, number = f"{id}-{number}", number + 1
    return free


def similar_terms(terms: Iterable[Term], name: str, id: str, most: int = 5) -> list[SimilarTerm]:
    """Terms that a new one with this name and id may repeat, the likeliest first; none where nothing looks alike."""
    wanted, own = _key(name), _initials(name)
    candidates = [
        (rank, i, SimilarTerm(term, why))
        for i, term in enumerate(terms)
        for rank, why in _likeness(term, wanted, own, id)
    ]
    candidates.sort(key=lambda item: item[:2])
    return list({alike.term.id: alike for _, _, alike in reversed(candidates)}.values())[::-1][:most]


def _likeness(term: Term, wanted: tuple[str, ...], own: str, id: str) -> Iterator[tuple[int, str]]:
    if id and fold(id) == fold(term.id):
        yield 0, f"its ID is “{term.id}”"
    for text in (term.name, term.phrase or "", *term.aliases):
        key = _key(text)
        if not key or not wanted:
            continue
        if key == wanted:
            yield 1, f"it is called “{text}”"
        elif sorted(key) == sorted(wanted):
            yield 2, f"it is called “{text}”"
        elif _slips(" ".join(key), " ".join(wanted)):
            yield 3, f"its name “{text}” is spelt almost the same"
        elif len(key) == 1 and key[0] == own:
            yield 4, f"its other name “{text}” matches the initials"
        elif len(wanted) == 1 and wanted[0] == _initials(text):
            yield 4, f"its name “{text}” has these initials"
    if id and term.id != id and _slips(fold(id), fold(term.id)):
        yield 5, f"its ID “{term.id}” is spelt almost the same"


def _key(text: str) -> tuple[str, ...]:
    """A name's words by which two are compared: without case, accents, plurals and words that only join."""
    return tuple(word.stem for word in words(text) if word.folded not in _FILLERS)


def _initials(text: str) -> str:
    """The first letters of a name of several words, as an abbreviation has them; else nothing."""
    first = [word.folded[0] for word in words(text) if word.folded not in _FILLERS]
    return "".join(first) if len(first) > 1 else ""


def _slips(one: str, other: str) -> bool:
    """Whether two texts differ by no more than a slip of the hand, numbers aside."""
    longest = max(len(one), len(other))
    allowed = 0 if longest < _ONE_SLIP else 1 if longest < _TWO_SLIPS else 2
    if not allowed or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed
