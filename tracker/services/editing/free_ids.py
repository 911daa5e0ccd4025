"""IDs for new records that nothing has yet: neither a published record nor anybody's unfinished draft."""

from itertools import count

from sqlalchemy.orm import Session

from tracker.records.ids import numbered
from tracker.store.editing.drafts import ids_in_drafts
from tracker.store.published import current_records

__all__ = ["free_id"]

_AT_ONCE = 50


def free_id(session: Session, kind: str, made: str, *, but: str = "") -> str:
    """The ID that was made for a record, else the same with the lowest number that is free.

    ``but`` is the id of the draft that it is for, which may have it already.
    """
    for first in count(1, _AT_ONCE):
        ids = [numbered(made, number) if number > 1 else made for number in range(first, first + _AT_ONCE)]
        taken = {record.id for record in current_records(session, [(kind, id) for id in ids])}
        taken |= ids_in_drafts(session, kind, ids, but=but)
        if free := [id for id in ids if id not in taken]:
            return free[0]
    raise AssertionError("numbers do not end")
