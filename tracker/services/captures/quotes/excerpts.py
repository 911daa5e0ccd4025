"""Excerpts of evidence: which of its quotes are in kept copies of its sources, and on which page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.records.checking.parsing import read
from tracker.records.quoted_words import quoted_words
from tracker.records.types.evidence import Evidence
from tracker.records.types.parts.captures import MOST_COPIES
from tracker.records.types.source import Source
from tracker.services.captures.quotes.quote_checks import check_record
from tracker.store.published import current_records

__all__ = ["with_excerpts"]


def with_excerpts(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    """The plain record with the excerpts that are found now, in place of those it had; as it is where it cannot be
    read yet."""
    record = read("evidence", data)[0]
    if not isinstance(record, Evidence):
        return dict(data)
    own = record.model_copy(update={"excerpts": ()})
    named = {("source", id) for quoted in quoted_words(own) for id in quoted.sources}
    sources = {it.id: it for it in current_records(session, named) if isinstance(it, Source)}
    excerpts = [
        {"source": check.source, "quote": check.quote, **({"page": check.page} if check.page else {})}
        for check in check_record(session, own, sources)
        if check.answer.is_found and check.source in record.sources
    ]
    rest = {name: value for name, value in data.items() if name != "excerpts"}
    return {**rest, "excerpts": excerpts[:MOST_COPIES]} if excerpts else rest
