"""What an answer rests on, and the last publication that concerns it.

A *subject* is what publications may concern: a record (``source law-gazette``), a company with all that is about it
(``about acme``), the records that name another (``naming source law-gazette``), all records of a kind (``all topic``),
or everything (``*``). Queries note on their session what they looked at, and publishing writes for each subject where
in the ledger it was last concerned. An answer holds as long as no subject that it rests on was concerned since.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from tracker.models import LastPublication, Ledger
from tracker.records.kinds import Key
from tracker.store.database.any_of import any_of

__all__ = [
    "EVERYTHING",
    "about",
    "all_of",
    "forget_last_publications",
    "itself",
    "last_concerning",
    "last_entry_concerning",
    "naming",
    "note",
    "note_present",
    "noted",
    "noted_present",
    "noting",
    "put_last_publications",
]

EVERYTHING = "*"
"""The subject that every publication concerns."""
_NOTED, _PRESENT = "subjects", "present subjects"
_ROWS_AT_ONCE = 1000


def about(company: str) -> str:
    """A company by this id and all that is about it: changed by its own records, and by whatever names it."""
    return f"about {company}"


def itself(key: Key) -> str:
    """One record: changed by its own revisions."""
    return " ".join(key)


def naming(key: Key) -> str:
    """The records that name this one: changed by those that do or did."""
    return f"naming {itself(key)}"


def all_of(kind: str) -> str:
    """All records of a kind."""
    return f"all {kind}"


def note(session: Session, *subjects: str) -> None:
    """Note that what is read from this session rests on these subjects."""
    session.info.setdefault(_NOTED, set()).update(subjects)


def note_present(session: Session, *subjects: str) -> None:
    """Note that what is read rests on the present state of these subjects, whatever moment was asked for."""
    note(session, *subjects)
    session.info.setdefault(_PRESENT, set()).update(subjects)


def noted(session: Session) -> frozenset[str]:
    """All that was noted."""
    return frozenset(cast(set[str], session.info.get(_NOTED, ())))


def noted_present(session: Session) -> frozenset[str]:
    """Of all that was noted, what rests on the present state: all of what a past moment does not settle."""
    return frozenset(cast(set[str], session.info.get(_PRESENT, ())))


@contextmanager
def noting(session: Session) -> Iterator[set[str]]:
    """The subjects that are noted inside, which are noted for all that is read, too; complete at the end."""
    before, inside = session.info.pop(_NOTED, set()), set[str]()
    try:
        yield inside
    finally:
        inside |= session.info.get(_NOTED, set())
        session.info[_NOTED] = before | inside


_CONCERNED, _ENTRY = LastPublication.__table__.c, Ledger.__table__.c  # the tables themselves, in half the time
# Not the column itself: SQLite would walk back from the last publication, and not look up the few subjects.
_LAST = select(func.max(_CONCERNED.position + 0)).where(any_of(_CONCERNED.subject, "subjects"))
_LAST_ENTRY = select(_ENTRY.position, _ENTRY.at).where(_ENTRY.position == _LAST.scalar_subquery())


def last_concerning(session: Session, subjects: Iterable[str]) -> int:
    """The position of the last publication that concerns one of these; 0 where there is none."""
    return max((session.scalar(_LAST, {"subjects": some}) or 0 for some in _portions(subjects)), default=0)


def last_entry_concerning(session: Session, subjects: Iterable[str]) -> tuple[int, datetime] | None:
    """The same with its time; None where there is none."""
    entries = (session.execute(_LAST_ENTRY, {"subjects": some}).first() for some in _portions(subjects))
    return max(((entry.position, entry.at) for entry in entries if entry), default=None)


def _portions(subjects: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(subjects)
    for i in range(0, len(ordered), _ROWS_AT_ONCE):
        yield ordered[i : i + _ROWS_AT_ONCE]


def put_last_publications(session: Session, positions: Mapping[str, int]) -> None:
    """Write where subjects were last concerned."""
    _delete(session, positions.keys())
    _insert(session, positions)


def forget_last_publications(session: Session) -> None:
    """Empty the whole table, to be written anew."""
    session.execute(delete(LastPublication))


def _delete(session: Session, subjects: Collection[str]) -> None:
    for some in _portions(subjects):
        session.execute(delete(LastPublication).where(LastPublication.subject.in_(some)))


def _insert(session: Session, positions: Mapping[str, int]) -> None:
    rows = [{"subject": subject, "position": position} for subject, position in sorted(positions.items())]
    for i in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(LastPublication), rows[i : i + _ROWS_AT_ONCE])
