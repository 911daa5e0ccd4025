"""What is kept of the sources of a record, for its page."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core.captures.captures import CaptureEvent
from tracker.engine.dossier import Dossier
from tracker.records.kinds import AnyRecord
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.services.captures.public import KeptQuote, held_copies, hidden_copies, kept_quotes
from tracker.services.captures.quotes.quote_places import are_placed
from tracker.services.reading.records import RecordView

__all__ = ["NO_COPIES", "CopiesView", "copies_of_card", "copies_view"]


class CopiesView(NamedTuple):
    """Quotes found in copies, the sources that these are of, and the captures of a source that this site holds.

    ``settled``: no quotes are still to be looked for, so that the answer stays as it is until something is published.
    """

    quotes: Sequence[KeptQuote]
    sources: dict[str, Source]
    held: frozenset[str]
    hidden: Mapping[str, CaptureEvent] = MappingProxyType({})
    settled: bool = True


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
        named = [copy.capture for copy in record.copies]
        held, hidden = held_copies(session, named), hidden_copies(session, named)
        settled = are_placed(session, sources)
        return CopiesView(kept_quotes(session, counting, sources), sources, held, hidden, settled)
    sources = {other.id: other for other in reading.named if isinstance(other, Source)}
    settled = are_placed(session, copied) if (copied := [id for id, it in sources.items() if it.copies]) else True
    return CopiesView(kept_quotes(session, [record], sources), sources, frozenset(), settled=settled)


def copies_of_card(session: Session, dossier: Dossier) -> CopiesView:
    """Where the quotes of a scorecard's records are in copies. No query where no source has a copy."""
    sources = {id: source for id, source in dossier.sources.items() if source.copies}
    if not sources:
        return NO_COPIES
    records: list[AnyRecord] = [*dossier.pledges, *dossier.evidence, *dossier.responses]
    quotes = kept_quotes(session, records, sources)
    return CopiesView(quotes, sources, frozenset(), settled=are_placed(session, sources))
