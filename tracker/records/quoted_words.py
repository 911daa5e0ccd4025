"""The words that a record quotes, each with the sources in which they should be found."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.records.kinds import AnyRecord
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response

__all__ = ["Quoted", "quoted_words"]

_MARKED = re.compile("\u201c([^\u201c\u201d]+)\u201d|\u201e([^\u201e\u201c]+)\u201c|\u00ab([^\u00ab\u00bb]+)\u00bb")
_FEWEST_WORDS = 3
"""Of words in quotation marks within running text: one or two are a name, or a doubtful word."""


class Quoted(NamedTuple):
    """Words, and the ids of the sources that may have them: one where the record says which."""

    text: str
    sources: tuple[str, ...]


def quoted_words(record: AnyRecord) -> list[Quoted]:
    """Quotes of a pledge's versions, of evidence and of responses, and words in quotation marks within their texts.

    Equal words of equal sources are given once, in the order of the record.
    """
    return list(dict.fromkeys(_quoted(record)))


def _quoted(record: AnyRecord) -> Iterator[Quoted]:
    match record:
        case Pledge():
            for version in record.versions:
                if version.quote:
                    yield Quoted(version.quote, (version.source,))
                yield from _marked(version.reported, (version.source,))
        case Evidence():
            for excerpt in record.excerpts:
                yield Quoted(excerpt.quote, (excerpt.source,))
            for quote in record.quotes:
                yield Quoted(quote.text, (quote.source,))
            yield from _marked(record.summary, record.sources)
        case Response() if record.source:
            for text in (record.text, record.summary):
                yield from _marked(text, (record.source,))


def _marked(text: str | None, sources: tuple[str, ...]) -> Iterator[Quoted]:
    for match in _MARKED.finditer(text or ""):
        words = next(part for part in match.groups() if part is not None)
        if len(words.split()) >= _FEWEST_WORDS:
            yield Quoted(words, sources)
