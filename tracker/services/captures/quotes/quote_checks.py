"""Quotes held against kept copies, for those who write and review: found, different word by word, or not there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core.captures.captures import CapturedText
from tracker.core.captures.quotes import Answer, Difference, look_for, surroundings
from tracker.records.kinds import AnyRecord
from tracker.records.quoted_words import Quoted, quoted_words
from tracker.records.types.source import Source
from tracker.services.captures.quotes.quote_places import copies_of, quotable
from tracker.store.captures.captures import captures_by_id, texts_of

__all__ = ["QuoteCheck", "check_quotes", "check_record", "unfound"]

_MOST_QUOTES = 40
_ORDER = {answer: i for i, answer in enumerate(Answer)}
"""The best answer first."""


class QuoteCheck(NamedTuple):
    """A quote, and the best answer of the copies of its sources. ``capture`` and ``source`` say which that was.

    ``before``, ``shown`` and ``after`` are the line in the copy, ``differences`` what differs; ``page`` may be 0.
    """

    quote: str
    answer: Answer
    source: str
    capture: str
    page: int
    before: str
    shown: str
    after: str
    differences: tuple[Difference, ...]


def check_quotes(session: Session, quotes: Iterable[Quoted], captures: Mapping[str, Sequence[str]]) -> list[QuoteCheck]:
    """Hold quotes against the captures of their sources, by the ids of these. Quotes of sources without any are left
    out."""
    wanted = [quoted for quoted in quotes if any(captures.get(id) for id in quoted.sources)][:_MOST_QUOTES]
    ids = {capture for quoted in wanted for id in quoted.sources for capture in captures.get(id, ())}
    texts = texts_of(session, _open(session, ids)) if ids else {}
    checks = []
    for quoted in wanted:
        answers = [
            _check(quoted.text, id, capture, texts[capture])
            for id in quoted.sources
            for capture in captures.get(id, ())
            if capture in texts
        ]
        if answers:
            checks.append(min(answers, key=lambda check: _ORDER[check.answer]))
    return checks


def _open(session: Session, captures: Iterable[str]) -> list[str]:
    """Those that nobody has withheld: their words are closed to editors, too, before the source says so."""
    held = captures_by_id(session, list(captures))
    return [id for id, it in held.items() if it.state not in ("withheld", "erased")]


def check_record(session: Session, record: AnyRecord, sources: Mapping[str, Source]) -> list[QuoteCheck]:
    """Hold the quotes of a record against the copies that its sources name."""
    return check_quotes(session, quoted_words(record), {id: copies_of(source) for id, source in sources.items()})


def unfound(checks: Iterable[QuoteCheck]) -> list[QuoteCheck]:
    """Those that no copy has: somebody has to look with their own eyes."""
    return [check for check in checks if not check.answer.is_found]


def _check(quote: str, source: str, capture: str, text: CapturedText) -> QuoteCheck:
    words = quotable(text)
    result = look_for(quote, words)
    if result.place is None:
        return QuoteCheck(quote, result.answer, source, capture, 0, "", "", "", ())
    line = surroundings(words, result.place)
    return QuoteCheck(quote, result.answer, source, capture, result.place.page, *line, result.differences)
