"""What readers see of kept copies: those that published sources name, and the words around quotes found in them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core.captures.captures import Capture, CaptureEvent
from tracker.core.captures.quotes import Answer
from tracker.records.kinds import AnyRecord
from tracker.records.quoted_words import quoted_words
from tracker.records.types.parts.captures import Copy
from tracker.records.types.source import Source
from tracker.services.captures.quotes.quote_places import KEPT, copies_of
from tracker.store.captures.captures import captures_by_id, events_of, held_captures
from tracker.store.captures.quote_places import places_of, quote_digest
from tracker.store.concerning import itself, note
from tracker.store.published import current_records

__all__ = [
    "CopyNotFoundError",
    "KeptQuote",
    "PublicCopy",
    "held_copies",
    "hidden_copies",
    "hiding",
    "kept_quotes",
    "public_copy",
]

_MOST_QUOTES = 50


class CopyNotFoundError(LookupError):
    """There is no such copy, or no published source names it."""


class KeptQuote(NamedTuple):
    """A quote as it stands in a kept copy of a source: ``before``, ``shown`` and ``after`` are one line of at most 300
    signs. ``page`` is 0 in a copy without pages; ``places`` says how often it is there."""

    quote: str
    source: str
    capture: str
    page: int
    places: int
    before: str
    shown: str
    after: str


class PublicCopy(NamedTuple):
    """A copy that a published source names, as the source names it, with what happened to it."""

    source: Source
    copy: Copy
    capture: Capture
    events: Sequence[CaptureEvent]


def kept_quotes(session: Session, records: Iterable[AnyRecord], sources: Mapping[str, Source]) -> list[KeptQuote]:
    """The quotes of these records that were found in copies of these sources, each in the newest copy that has it."""
    captures = {id: copies_of(source) for id, source in sources.items() if source.copies}
    wanted = [
        (quoted.text, id)
        for record in records
        for quoted in quoted_words(record)
        for id in quoted.sources
        if captures.get(id)
    ]
    wanted = list(dict.fromkeys(wanted))[:_MOST_QUOTES]
    if not wanted:
        return []
    every = {capture for _, id in wanted for capture in captures[id]}
    places = places_of(session, every, {quote_digest(quote) for quote, _ in wanted})
    shown = []
    for quote, id in wanted:
        candidates = (places.get((capture, quote_digest(quote))) for capture in captures[id])
        place = next((place for place in candidates if place and Answer(place.answer).is_found), None)
        if place:
            line = (place.before, place.shown, place.after)
            shown.append(KeptQuote(quote, id, place.capture_id, place.page, place.places, *line))
    return shown


def held_copies(session: Session, named: Sequence[str]) -> frozenset[str]:
    """Those of captures that this site holds; an import may bring the names of others."""
    return held_captures(session, named) if named else frozenset()


def hidden_copies(session: Session, named: Sequence[str]) -> dict[str, CaptureEvent]:
    """Of captures that this site holds, what withheld or erased those that are so, whatever records say of them."""
    captures = captures_by_id(session, named) if named else {}
    gone = [id for id, capture in captures.items() if capture.state in ("withheld", "erased")]
    events = events_of(session, gone) if gone else {}
    return {id: event for id in gone if (event := hiding(events.get(id, ())))}


def hiding(events: Sequence[CaptureEvent]) -> CaptureEvent | None:
    """The last of these events that withheld or erased a copy; None where none did."""
    return next((event for event in reversed(events) if event.kind in ("withheld", "erased")), None)


def public_copy(session: Session, id: str) -> PublicCopy:
    """A copy by its id, if a published source names it now: withheld if any of these withholds it.

    Raises CopyNotFoundError.
    """
    capture = captures_by_id(session, [id]).get(id)
    events = events_of(session, [id]).get(id, [])
    named = {("source", event.why) for event in events if event.kind == KEPT}
    naming = [
        (record, copy)
        for record in (current_records(session, named) if capture else ())
        if isinstance(record, Source) and not record.taken_down
        for copy in record.copies
        if copy.capture == id
    ]
    if capture is None or not naming:
        raise CopyNotFoundError(id)
    for record, _ in naming:
        note(session, itself(record.key))
    record, copy = min(naming, key=lambda it: (it[1].withheld is None, it[0].id))
    return PublicCopy(record, copy, capture, events)
