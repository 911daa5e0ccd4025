"""Publications as readers see them: of what went with a company or topic, not what it said (RECORD-7)."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from tracker.records.bundle import companies_of
from tracker.records.kinds import body, canonical
from tracker.records.taken_down import topics_of
from tracker.records.withheld import withheld
from tracker.store.concerning import itself, note
from tracker.store.history import Entry, bodies_before
from tracker.store.lists.taken_down import gone_at, note_gone
from tracker.store.published import parsed

__all__ = ["public_entries", "public_entries_with_former"]


def public_entries(
    session: Session, position: int, entries: Sequence[Entry], whose: Collection[str] = ()
) -> list[Entry]:
    """Entries as they are told at a position: those about nothing but what was taken down by then without their texts.

    ``whose``: the ids of a company that the answer rests on already: of others taken down later, and of topics, it
    rests only where an entry is about them. One query where nothing was taken down.
    """
    gone = gone_at(session, position, noted=False)
    records = [parsed(entry.body) for entry in entries] if gone or whose else []
    if not whose or any(id not in whose for record in records for id in companies_of(record)):
        note_gone(session, gone)
    else:
        note(session, *(itself(("topic", id)) for record in records for id in topics_of(record)))
    if not gone:
        return [*entries]
    takers = map(gone.takes, records)
    return [
        entry._replace(body=canonical(body(withheld(record, taker))).decode()) if taker else entry
        for entry, record, taker in zip(entries, records, takers, strict=True)
    ]


def public_entries_with_former(
    session: Session, position: int, entries: Sequence[Entry], whose: Collection[str] = ()
) -> tuple[list[Entry], dict[int, str]]:
    """The same, and by position the text that each replaced; none where its own is not told. One more query."""
    as_read = public_entries(session, position, entries, whose)
    whole = [entry.position for entry, as_it_was in zip(as_read, entries, strict=True) if entry is as_it_was]
    return as_read, bodies_before(session, whole)
