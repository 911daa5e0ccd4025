"""What two people write in one draft is merged by field, against what both began from (HISTORY-1).

A page names the version that it was opened at. If the draft has changed since, what the page changes is put into what
the draft says now; what both changed, each in another way, is for the writer to choose.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.models.desk.draft import Draft, DraftVersion, plain_data
from tracker.records.changing.merge import Conflict, Merged, Side, merged
from tracker.records.reading.problems import Path
from tracker.store.editing.draft_versions import version_at, versions_since

__all__ = [
    "RECORD",
    "DraftConflictError",
    "Edit",
    "Seen",
    "WriteContext",
    "edits_since",
    "merged_work",
    "seen_after",
    "seen_body",
]

RECORD = "record"
"""The first step of paths that lead into the record; others are ``note``, ``change`` and ``confirmed``."""


class WriteContext(NamedTuple):
    """What an editor typed: the record as plain data; why it changes, for readers.

    Answers that the record does not keep.

    ``change`` is ignored for a new record; it is empty as long as none is chosen.
    """

    body: dict[str, Any]
    change: str = "update"
    note: str | None = None
    confirmed: tuple[str, ...] = ()


class Seen(NamedTuple):
    """What a page shows: the draft at a version, or with ``typed`` what was typed there and merged into that version.

    ``sides`` settle conflicts by their number, as they were listed when the draft was at version ``settled_at``.
    """

    version: int
    typed: bool = False
    sides: Mapping[int, Side] = {}
    settled_at: int = 0


class Edit(NamedTuple):
    """What one person changed in a row, with the moment of the last save."""

    account_id: int
    at: datetime
    old: dict[str, Any]
    new: dict[str, Any]


class DraftConflictError(Exception):
    """The draft has changed since the version that a write is based on, and the two changes cannot both be kept.

    ``current`` is its present state, ``conflicts`` what both changed. None of them: what it was based on is not kept.
    """

    def __init__(self, current: Draft, conflicts: tuple[Conflict, ...] = ()):
        self.current, self.conflicts = current, conflicts
        super().__init__(f"the draft is at version {current.version} by now ({current.state})")


def seen_body(session: Session, draft: Draft, seen: Seen) -> dict[str, Any] | None:
    """The record as a page shows it that has not been typed on; None where that is not kept."""
    if seen.version == draft.version and not seen.typed:
        return draft.data
    whole = _data_seen(session, draft, seen)
    return None if whole is None else dict(whole[RECORD])


def seen_after(draft: Draft, before: int, seen: Seen, shows: Mapping[str, Any]) -> Seen:
    """What a page shows once it was saved without being loaded again; ``before`` is the version that the save met."""
    if draft.version == before and (seen.typed or seen.version != before):
        return seen
    return Seen(draft.version, typed=draft.data != shows)


def merged_work(session: Session, draft: Draft, seen: Seen, work: WriteContext) -> WriteContext:
    """What was typed on a page, with what the draft says now where the page changed nothing.

    Raises DraftConflictError where both changed one field.
    """
    if seen.version == draft.version and not seen.typed:
        return work
    base = _data_seen(session, draft, seen)
    if base is None:
        raise DraftConflictError(draft)
    current = WriteContext(draft.data, draft.chosen_change, draft.note, tuple(draft.confirmed))
    result = _settled(base, _whole(work), _whole(current), seen.sides if seen.settled_at == draft.version else {})
    if result.conflicts:
        raise DraftConflictError(draft, result.conflicts)
    whole = result.body
    body = draft.data if whole[RECORD] == draft.data else whole[RECORD]
    return WriteContext(body, str(whole["change"]), whole.get("note"), tuple(whole.get("confirmed", ())))


def _settled(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], chosen: Mapping[int, Side]) -> Merged:
    result = merged(base, mine, theirs)
    sides: dict[Path, Side] = {
        conflict.path: chosen[number] for number, conflict in enumerate(result.conflicts) if number in chosen
    }
    return merged(base, mine, theirs, sides) if sides else result


def _whole(work: WriteContext) -> dict[str, Any]:
    note = {"note": work.note} if work.note else {}
    return {RECORD: dict(work.body), "change": work.change, "confirmed": sorted(work.confirmed), **note}


def _data_seen(session: Session, draft: Draft, seen: Seen) -> dict[str, Any] | None:
    if seen.version == 0:
        return _whole(WriteContext({"kind": draft.kind}, draft.chosen_change))
    row = version_at(session, draft.id, seen.version)
    if row is None:
        return None
    body = row.typed if seen.typed and row.typed is not None else row.body
    data = plain_data(draft.kind, body)
    return _whole(WriteContext(data, row.change, row.note, tuple(row.confirmed)))


def edits_since(session: Session, draft: Draft, version: int) -> list[Edit]:
    """Who changed a draft after a version, in order; saves that one person made in a row are one."""
    first = version_at(session, draft.id, version)
    old = _record_of(draft, first) if first else {}
    edits: list[Edit] = []
    for row in versions_since(session, draft.id, version):
        new = _record_of(draft, row)
        if edits and edits[-1].account_id == row.account_id:
            edits[-1] = edits[-1]._replace(at=row.at, new=new)
        else:
            edits.append(Edit(row.account_id, row.at, old, new))
        old = new
    return [edit for edit in edits if edit.old != edit.new]


def _record_of(draft: Draft, row: DraftVersion) -> dict[str, Any]:
    data = plain_data(draft.kind, row.body)
    return {RECORD: data, **({"note": row.note} if row.note else {}), "change": row.change}
