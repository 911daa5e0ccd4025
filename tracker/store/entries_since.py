"""What was published since a position, for who keeps what was read before."""

from functools import cache
from typing import NamedTuple

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from tracker.models import Ledger, Revision

__all__ = ["MOST_SINCE", "Since", "entries_since"]

MOST_SINCE = 20
"""So many publications are looked at; after more, all is read again."""
_READ = "entries since"


class Since(NamedTuple):
    """A publication: the record, which class of change it was, and its text."""

    kind: str
    id: str
    change: str
    body: str


def entries_since(session: Session, after: int, upto: int) -> list[Since] | None:
    """The publications after a position up to another one, in order; None where they are too many.

    Read once of a session that only reads.
    """
    known: dict[tuple[int, int], list[Since]] = session.info.setdefault(_READ, {})
    found = known.get((after, upto))
    if found is None:
        rows = session.connection().execute(_entries(), {"after": after, "upto": upto})
        found = known[after, upto] = [Since(*row) for row in rows]
    return found if len(found) <= MOST_SINCE else None


@cache
def _entries() -> Select[str, str, str, str]:
    entry, revision = Ledger.__table__.c, Revision.__table__.c
    after, upto = bindparam("after", type_=Integer), bindparam("upto", type_=Integer)
    return (
        select(revision.kind, revision.record_id, revision.change, revision.body)
        .join_from(Ledger.__table__, Revision.__table__, entry.revision_id == revision.id)
        .where(entry.position > after, entry.position <= upto)
        .order_by(entry.position)
        .limit(MOST_SINCE + 1)
    )
