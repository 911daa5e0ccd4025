"""The site wording, for the methodology page."""

from functools import cache

from sqlalchemy import Select
from sqlalchemy.orm import Session

from tracker.models import Revision
from tracker.records.types.wording import Wording as WordingRecord
from tracker.services.reading.scorecards import Snapshot
from tracker.store.concerning import all_of, note
from tracker.store.published import latest, read_latest

__all__ = ["wording_at"]


def wording_at(session: Session, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """The sentences that the site's records replace at a moment, by key.

    Hashable, so that it can be a cache key.
    """
    note(session, all_of("wording"))
    published = read_latest(session, _wordings(), snapshot.position)
    records = sorted(
        (record for record in published if isinstance(record, WordingRecord)), key=lambda record: record.id
    )
    return tuple(sorted({key: text for record in records for key, text in record.sentences.items()}.items()))


@cache
def _wordings() -> Select[str]:
    return latest(Revision.kind == "wording")
