"""What is kept of the sources of a record, for its page."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.services.copies.public import KeptQuote, held_copies, kept_quotes
from tracker.services.reading.records import RecordView

__all__ = ["NO_COPIES", "CopiesView", "copies_view"]


class CopiesView(NamedTuple):
    """Quotes found in copies, the sources that these are of, and the captures of a source that this site holds."""

    quotes: Sequence[KeptQuote]
    sources: dict[str, Source]
    held: frozenset[str]


NO_COPIES = CopiesView((), {}, frozenset())


def copies_view(session: Session, reading: RecordView) -> CopiesView:
    """What is kept of a source, or of the sources of a record. No query where none of them has a copy."""
    record = reading.record
    if record.taken_down is not None:
        return NO_COPIES
    if isinstance(record, Source):
        if not record.copies:
            return NO_COPIES
        naming = [other for other, _ in reading.mentions if isinstance(other, Pledge | Evidence | Response)]
        counting = [other for other in naming if other.taken_down is None]
        sources = {record.id: record}
        held = held_copies(session, [copy.capture for copy in record.copies])
        return CopiesView(kept_quotes(session, counting, sources), sources, held)
    sources = {other.id: other for other in reading.named if isinstance(other, Source)}
    return CopiesView(kept_quotes(session, [record], sources), sources, frozenset())
