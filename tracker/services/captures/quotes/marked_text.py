"""The words of a copy with the quotes marked in them, for people who check these by eye."""

from collections.abc import Iterable
from typing import NamedTuple

from tracker.core.captures.captures import CapturedText
from tracker.core.captures.quotes import look_for
from tracker.services.captures.quotes.quote_places import quotable

__all__ = ["MarkedStretch", "MarkedText", "marked_text"]

_MOST = 20_000
"""Signs of a text that are shown whole; of a longer one what is around the quotes."""
_AROUND = 600


class MarkedStretch(NamedTuple):
    """Words of a copy: ``mark`` counts the quotes from 1 on, and is 0 for what is between them."""

    mark: int
    text: str


class MarkedText(NamedTuple):
    """A text in stretches; how many quotes are marked; whether parts of the text are left out."""

    capture: str
    stretches: tuple[MarkedStretch, ...]
    marks: int
    cut: bool


def marked_text(text: CapturedText, quotes: Iterable[str]) -> MarkedText:
    """The text of a capture with these quotes marked where they are found; quotes that overlap are one mark."""
    words = quotable(text)
    spans: list[tuple[int, int]] = []
    results = (look_for(quote, words) for quote in dict.fromkeys(quotes))
    for start, end, _ in sorted(it.place for it in results if it.place and it.answer.is_found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    size = len(words.text)
    cut = size > _MOST
    around = [(max(0, start - _AROUND), min(size, end + _AROUND)) for start, end in spans] if cut else []
    stretches = _stretches(words.text, spans, _joined(around) or [(0, min(size, _MOST))])
    return MarkedText(text.capture, tuple(stretches), len(spans), cut)


def _joined(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _stretches(text: str, spans: list[tuple[int, int]], kept: list[tuple[int, int]]) -> list[MarkedStretch]:
    stretches: list[MarkedStretch] = []
    for start, end in kept:
        at = start
        lead = "… " if start else ""
        for number, (first, last) in enumerate(spans, 1):
            if start <= first and last <= end:
                stretches.append(MarkedStretch(0, lead + text[at:first]))
                stretches.append(MarkedStretch(number, text[first:last]))
                at, lead = last, ""
        stretches.append(MarkedStretch(0, lead + text[at:end] + (" …" if end < len(text) else "")))
    return [one for one in stretches if one.text]
