"""Where the quotes of records are in the kept copies of their sources: looked for after something is published."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.captures.captures import CapturedText
from tracker.core.captures.quote_text import QuotableText
from tracker.core.captures.quotes import QuoteAnswer, look_for, selector, surroundings
from tracker.records.kinds import AnyRecord
from tracker.records.quoted_words import quoted_words
from tracker.records.types.source import Source
from tracker.store.captures.captures import (
    add_event,
    any_captures,
    captures_by_id,
    captures_with_text,
    events_of,
    texts_of,
)
from tracker.store.captures.quote_places import PlacedQuote, delete_quotes, places_of, put_places, quote_digest
from tracker.store.database.connecting import Database
from tracker.store.published import current_records, referring_keys
from tracker.store.upkeep.asked_jobs import TakenJob, any_open, ask_for, finish

__all__ = [
    "KEPT",
    "PLACE_JOB",
    "QuotePlacer",
    "are_placed",
    "copies_of",
    "placed",
    "quotable",
    "settle_copies",
]

PLACE_JOB = "place quotes"
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
    """Follow a publication: note which captures published sources now name, and have the quotes about them looked for.

    Looking takes long in a long text, so a job does it (``QuotePlacer``). Does nothing on a site without captures.
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
    for source in {**_cited(session, records), **sources}.values():
        if copies_of(source):
            ask_for(session, PLACE_JOB, source.id, {})


class QuotePlacer:
    """Does the jobs that look for the quotes of one source in its copies. Nothing is written while it looks."""

    def __init__(self, database: Database, clock: Clock):
        self._database, self._clock = database, clock

    def do(self, job: TakenJob) -> None:
        """Place the quotes that are not placed yet, and finish the job with them."""
        with self._database.reading() as session:
            wanted = _wanted(session, job.key)
            places = [place for capture, quotes in wanted.items() for place in _placed_in(session, capture, quotes)]
        with self._database.changing() as session:
            shown = _shown(session, wanted)
            put_places(session, [place for place in places if place.capture_id in shown])
            finish(session, job, self._clock.now())
            if _wanted(session, job.key):
                # Somebody published meanwhile, and could not ask for a job that was there.
                ask_for(session, PLACE_JOB, job.key, {})


def are_placed(session: Session, sources: Iterable[str]) -> bool:
    """Whether no quotes of these sources are still to be looked for: until then, an answer is not to be kept."""
    return not any_open(session, PLACE_JOB, sources)


def _shown(session: Session, captures: Iterable[str]) -> set[str]:
    """Those of these captures that have words and are neither withheld nor erased."""
    held = captures_by_id(session, list(captures))
    return captures_with_text(session, [id for id, it in held.items() if it.state not in ("withheld", "erased")])


def _wanted(session: Session, source_id: str) -> dict[str, list[str]]:
    """By capture of a published source, the quotes of it that were not looked for yet."""
    source = next(iter(current_records(session, [("source", source_id)])), None)
    if not isinstance(source, Source) or source.taken_down is not None:
        return {}
    naming = sorted(key for key in referring_keys(session, [source.key]) if key[0] in _QUOTING)
    records = [record for record in current_records(session, naming[:_MOST_NAMING]) if record.taken_down is None]
    every = [quoted for record in records for quoted in quoted_words(record) if source.id in quoted.sources]
    quotes = {quote_digest(quoted.text): quoted.text for quoted in every}
    captures = sorted(_shown(session, copies_of(source)))
    places = places_of(session, captures, quotes)
    wanted = {id: [text for digest, text in quotes.items() if (id, digest) not in places] for id in captures}
    return {id: texts for id, texts in wanted.items() if texts}


def _placed_in(session: Session, capture: str, quotes: Iterable[str]) -> Iterator[PlacedQuote]:
    for text in texts_of(session, [capture]).values():
        words = quotable(text)
        yield from (placed(capture, quote, words, look_for(quote, words)) for quote in quotes)


def _note_kept(session: Session, clock: Clock, sources: Iterable[Source], publisher: str) -> None:
    for source in sources:
        captures = [copy.capture for copy in source.copies]
        events = events_of(session, captures)
        for capture in captures_by_id(session, captures):
            if not any(event.kind == KEPT and event.why == source.id for event in events.get(capture, ())):
                add_event(session, capture, KEPT, clock.now(), publisher, source.id)


def _cited(session: Session, records: Iterable[AnyRecord]) -> dict[str, Source]:
    """The published sources that quotes of these records are of."""
    quoting = [record for record in records if record.kind in _QUOTING and record.taken_down is None]
    named = {("source", id) for record in quoting for quoted in quoted_words(record) for id in quoted.sources}
    return {record.id: record for record in current_records(session, named) if isinstance(record, Source)}
