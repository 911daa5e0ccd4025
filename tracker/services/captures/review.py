"""Copies in a review: quotes held against the copies that would be published, and sources that are nearly one text."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from sqlalchemy.orm import Session

from tracker.core.captures.captures import Capture
from tracker.core.captures.shingles import NearCopy, ShingledText, likeness
from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord
from tracker.records.messages import Message
from tracker.records.quoted_words import Quoted, quoted_words
from tracker.records.types.evidence import Evidence
from tracker.records.types.parts.captures import Copy
from tracker.records.types.source import Source
from tracker.services.captures.quotes.quote_checks import QuoteCheck, check_quotes, check_record
from tracker.services.captures.quotes.quote_places import copies_of
from tracker.store.captures.captures import any_captures, captures_by_id, texts_of
from tracker.store.published import current_records, referring_keys

__all__ = ["copy_faults", "near_copies", "reviewed_quotes", "reviewed_sources"]

_QUOTING = ("pledge", "evidence", "response")
_MOST_QUOTING = 50


def copy_faults(session: Session, records: Sequence[AnyRecord]) -> list[Fault]:
    """Copies that sources name and this site holds otherwise: another hash or day, or “captured by us” of a file that
    was supplied. Files that are imported can say anything; copies of other sites are left alone."""
    sources = [it for it in records if isinstance(it, Source) and it.copies and not it.taken_down]
    held = captures_by_id(session, {copy.capture for it in sources for copy in it.copies}) if sources else {}
    return [
        Fault(source.key, ("copies", place), Message("copy-differs"))
        for source in sources
        for place, copy in enumerate(source.copies)
        if copy.capture in held and not _is_of(copy, held[copy.capture])
    ]


def _is_of(copy: Copy, capture: Capture) -> bool:
    by = "supplied" if capture.origin == "supplied" else "us"
    same = (copy.sha256, copy.by, str(copy.made)) == (capture.sha256, by, f"{capture.made:%Y-%m-%d}")
    return same and capture.state != "doubtful"


def reviewed_sources(session: Session, records: Sequence[AnyRecord]) -> dict[str, Source]:
    """The sources that these records name, as they will be: those among them before those that are published.

    None on a site without captures.
    """
    if not any_captures(session):
        return {}
    named = {("source", id) for record in records for quoted in quoted_words(record) for id in quoted.sources}
    named |= {("source", id) for record in records if isinstance(record, Evidence) for id in record.sources}
    sources = {it.id: it for it in current_records(session, named) if isinstance(it, Source)}
    return sources | {it.id: it for it in records if isinstance(it, Source)}


def reviewed_quotes(session: Session, records: Sequence[AnyRecord]) -> dict[tuple[str, str], list[QuoteCheck]]:
    """For each of the records by its key: its quotes held against copies; of a source, the published quotes of it.

    No query of texts on a site without captures.
    """
    if not any_captures(session):
        return {}
    sources = reviewed_sources(session, records)
    checks = {}
    for record in records:
        if record.taken_down is not None:
            continue
        if isinstance(record, Source):
            checks[record.key] = check_quotes(session, _quotes_of(session, record), {record.id: copies_of(record)})
        else:
            checks[record.key] = check_record(session, record, sources)
    return {key: quote_checks for key, quote_checks in checks.items() if quote_checks}


def _quotes_of(session: Session, source: Source) -> list[Quoted]:
    keys = sorted(key for key in referring_keys(session, [source.key]) if key[0] in _QUOTING)[:_MOST_QUOTING]
    records = [record for record in current_records(session, keys) if record.taken_down is None]
    quotes = [quoted for record in records for quoted in quoted_words(record) if source.id in quoted.sources]
    return [Quoted(quoted.text, (source.id,)) for quoted in quotes]


def near_copies(session: Session, record: AnyRecord, sources: Mapping[str, Source]) -> list[tuple[Source, Source]]:
    """Pairs of sources of one piece of evidence that are nearly the same text, and of which neither is said to be
    based on the other: they would count as two."""
    if not isinstance(record, Evidence):
        return []
    newest = {id: copies_of(sources[id])[:1] for id in record.sources if id in sources}
    texts = texts_of(session, [capture for captures in newest.values() for capture in captures])
    words = {id: ShingledText.of(texts[own[0]].main) for id, own in newest.items() if own and own[0] in texts}
    return [
        (sources[one], sources[other])
        for one, other in combinations(words, 2)
        if one not in sources[other].derived_from
        and other not in sources[one].derived_from
        and likeness(words[one], words[other]).kind is NearCopy.COPY
    ]
