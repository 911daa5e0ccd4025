"""Where the quotes of records are in the kept copies of their sources: looked for when something is published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.copies.captures import CapturedText
from tracker.core.copies.quote_text import QuotableText
from tracker.core.copies.quotes import QuoteAnswer, look_for, selector, surroundings
from tracker.records.kinds import AnyRecord
from tracker.records.quoted_words import Quoted, quoted_words
from tracker.records.types.source import Source
from tracker.store.captures.captures import add_event, any_captures, captures_by_id, events_of, texts_of
from tracker.store.captures.quote_places import PlacedQuote, delete_quotes, places_of, put_places, quote_digest
from tracker.store.published import current_records, referring_keys

__all__ = ["KEPT", "copies_of", "placed", "quotable", "settle_copies"]

KEPT = "kept with a source"
"""The event of a capture that a published source names; its reason is the id of the source."""
_MOST_SIGNS = 2_000_000
"""Of a longer text the beginning is searched."""
_MOST_NAMING = 200
_QUOTING = ("pledge", "evidence", "response")


def copies_of(source: Source) -> list[str]:
    """The captures of a source that may be shown, the newest first."""
    shown = [copy for copy in source.copies if copy.withheld is None]
    return [copy.capture for copy in sorted(shown, key=lambda copy: str(copy.made), reverse=True)]


@lru_cache(maxsize=8)
def _read(pages: tuple[str, ...], machine_read: bool) -> QuotableText:
    if len(pages) == 1:
        return QuotableText.of(pages[0][:_MOST_SIGNS], machine_read=machine_read)
    return QuotableText.of_pages(pages, machine_read=machine_read)


def quotable(text: CapturedText) -> QuotableText:
    """The words of a capture, as quotes are looked for in them."""
    if text.readable == "none":
        return QuotableText.of("")
    return _read(text.pages, text.readable == "machine")


def placed(capture: str, quote: str, text: QuotableText, answer: QuoteAnswer) -> PlacedQuote:
    """An answer as it is kept."""
    values = {"exact": "", "prefix": "", "suffix": "", "before": "", "shown": "", "after": ""}
    if answer.place and answer.answer.is_found:
        values = selector(text, answer.place)._asdict()
        around = surroundings(text, answer.place)
        values |= {"before": around.before, "shown": around.exact, "after": around.after}
    page = answer.place.page if answer.place else 0
    return PlacedQuote(capture, quote_digest(quote), str(answer.answer), places=len(answer.places), page=page, **values)


def settle_copies(session: Session, clock: Clock, records: Sequence[AnyRecord], publisher: str) -> None:
    """Follow a publication: note which captures published sources now name, and where the quotes about them are.

    Does nothing on a site without captures.
    """
    if not any_captures(session):
        return
    sources = {record.id: record for record in records if isinstance(record, Source) and record.copies}
    _note_kept(session, clock, sources.values(), publisher)
    for source in sources.values():
        # Pages of earlier moments would show the words around quotes otherwise.
        for copy in source.copies:
            if copy.withheld is not None:
                delete_quotes(session, copy.capture)
    pairs = list(_pairs(session, records, sources))
    known = places_of(session, {capture for capture, _ in pairs}, {quote_digest(quote) for _, quote in pairs})
    wanted = dict.fromkeys(pair for pair in pairs if (pair[0], quote_digest(pair[1])) not in known)
    for capture in dict.fromkeys(capture for capture, _ in wanted):
        for text in texts_of(session, [capture]).values():
            words = quotable(text)
            quotes = [quote for other, quote in wanted if other == capture]
            put_places(session, [placed(capture, quote, words, look_for(quote, words)) for quote in quotes])


def _note_kept(session: Session, clock: Clock, sources: Iterable[Source], publisher: str) -> None:
    for source in sources:
        captures = [copy.capture for copy in source.copies]
        events = events_of(session, captures)
        for capture in captures_by_id(session, captures):
            if not any(event.kind == KEPT and event.why == source.id for event in events.get(capture, ())):
                add_event(session, capture, KEPT, clock.now(), publisher, source.id)


def _pairs(session: Session, records: Sequence[AnyRecord], sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    """Captures and quotes that belong to each other by what is published now."""
    quoting = [record for record in records if record.kind in _QUOTING]
    for source in sources.values():
        naming = sorted(key for key in referring_keys(session, [source.key]) if key[0] in _QUOTING)
        for record in current_records(session, naming[:_MOST_NAMING]):
            yield from _between(quoted_words(record), {source.id: source})
    named = {("source", id) for record in quoting for quoted in quoted_words(record) for id in quoted.sources}
    cited = {record.id: record for record in current_records(session, named) if isinstance(record, Source)}
    for record in quoting:
        yield from _between(quoted_words(record), cited)


def _between(quotes: Iterable[Quoted], sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    for quoted in quotes:
        for id in quoted.sources:
            if id in sources:
                yield from ((capture, quoted.text) for capture in copies_of(sources[id]))
