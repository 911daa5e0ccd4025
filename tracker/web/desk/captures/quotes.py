"""Quotes held against kept copies, in words."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.core.captures.quotes import Answer, Difference
from tracker.records.kinds import AnyRecord
from tracker.records.search_text import title
from tracker.services.captures.quotes.quote_checks import QuoteCheck
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link

__all__ = ["QuoteShown", "quote_shown"]


class QuoteShown(NamedTuple):
    """A quote and what a copy has of it: ``state`` is found, differs, missing or unread. ``used_in`` has the quote."""

    quote: str
    state: str
    word: str
    page: int
    before: str
    shown: str
    after: str
    differences: Sequence[Difference]
    used_in: Link | None = None


_QUOTE_STATES = {
    Answer.SAME: ("found", "Found"),
    Answer.CAPITALS: ("found", "Found, with other capitals"),
    Answer.OMISSIONS: ("found", "Found, with the omissions marked"),
    Answer.DIFFERS: ("differs", "Different in the copy"),
    Answer.NOT_THERE: ("missing", "Not in the copy"),
    Answer.NO_TEXT: ("unread", "The copy has no text to search"),
}


def quote_shown(check: QuoteCheck, used_in: AnyRecord | None = None) -> QuoteShown:
    """A quote with its answer in words."""
    state, word = _QUOTE_STATES[check.answer]
    link = Link(title(used_in), record_path(*used_in.key), used_in.id) if used_in else None
    line = (check.before, check.shown, check.after)
    return QuoteShown(check.quote, state, word, check.page, *line, check.differences, link)
