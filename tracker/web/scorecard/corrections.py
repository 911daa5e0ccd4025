"""Corrections that a scorecard shows: of records that said something wrong about the company, or no longer do."""

from dataclasses import dataclass
from functools import cached_property

from flask import request
from sqlalchemy.orm import Session

from tracker.services.reading.company_lookup import all_ids
from tracker.services.reading.public_changes import public_entries_with_former
from tracker.services.reading.scorecards import Snapshot
from tracker.store.concerning import note, noting
from tracker.store.history import Filter, published_changes
from tracker.store.ledger import entries_since
from tracker.web.history.revisions import Publication, publications
from tracker.web.site import site

__all__ = ["MOST_CORRECTIONS", "corrections_of"]

MOST_CORRECTIONS = 5
"""The most corrections shown on a scorecard; the list of changes has all."""
_WHOSE = ("company", "initiative", "topic")
"""Kinds of records by which an earlier correction may come to be about a company, or to be told no more."""


@dataclass(frozen=True)
class _Kept:
    """Those of a company at a position, with the subjects that they rest on."""

    publications: list[Publication]
    subjects: frozenset[str]
    position: int

    @cached_property
    def size(self) -> int:
        """About what it takes: a text that was corrected may be long."""
        return 4_000 + 2 * len(repr(self.publications))


def corrections_of(session: Session, snapshot: Snapshot, company: str) -> list[Publication]:
    """The newest corrections of records that name the company, or named it before, up to a moment."""
    kept, key = site().articles, ("corrections", company, request.script_root)
    reading: _Kept | None = kept.get(key) if snapshot.live else None
    if reading is None or not _still_newest(session, reading.position, snapshot.position):
        with noting(session) as subjects:
            newest = _newest(session, snapshot, company)
        reading = _Kept(newest, frozenset(subjects), snapshot.position)
        if snapshot.live:
            kept.put(key, reading)
    note(session, *reading.subjects)
    return reading.publications


def _still_newest(session: Session, before: int, now: int) -> bool:
    """Whether none has come; what becomes of companies, and who signs what, may change whose they are."""
    entries = entries_since(session, before, now) if before <= now else None
    return entries is not None and not any(it.change == "correction" or it.kind in _WHOSE for it in entries)


def _newest(session: Session, snapshot: Snapshot, company: str) -> list[Publication]:
    ids = all_ids(session, snapshot, company)
    chosen = Filter(("correction",), None, ids)
    entries = published_changes(session, snapshot.position, chosen, most=MOST_CORRECTIONS)
    return publications(*public_entries_with_former(session, snapshot.position, entries, ids)) if entries else []
