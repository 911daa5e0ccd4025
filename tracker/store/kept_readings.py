"""What nearly every page reads of the whole record: topics, wording, rules, what is gone; kept until one is published.

It belongs to one site, and is given to the sessions that read for its answers; all others read it anew.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import LastPublication
from tracker.store.concerning import EVERYTHING, all_of, note

__all__ = ["KeptReadings", "kept_reading", "kept_reading_of"]

T = TypeVar("T")
_KEPT, _LAST = "kept readings", "last publications of kinds"
_KINDS = ("company", "initiative", "rules", "topic", "wording")
_CONCERNED = LastPublication.__table__.c
_LAST_OF_KINDS = select(_CONCERNED.subject, _CONCERNED.position).where(
    _CONCERNED.subject.in_([EVERYTHING, *(all_of(kind) for kind in _KINDS)])
)


class KeptReadings:
    """By kind, what was read of all its records, and a position of the ledger at which it holds. For all threads."""

    def __init__(self) -> None:
        self.by_kind: dict[str, tuple[int, Any]] = {}

    def give_to(self, session: Session) -> None:
        """Have a session that only reads take what is kept, and keep what it reads."""
        session.info[_KEPT] = self

    def clear(self) -> None:
        """Forget all."""
        self.by_kind.clear()


def kept_reading(session: Session, kind: str, position: int, read: Callable[[], T]) -> T:
    """What ``read`` gives of all records of a kind at a position: what was read before, if it is the same there."""
    note(session, all_of(kind))
    return kept_reading_of(session, kind, (kind,), position, read)


def kept_reading_of(session: Session, name: str, kinds: Collection[str], position: int, read: Callable[[], T]) -> T:
    """The same of several kinds, by a name of its own; what rests on it is for the caller to note."""
    kept: KeptReadings | None = session.info.get(_KEPT)
    if kept is None:
        return read()
    at, value = kept.by_kind.get(name, (-1, None))
    if at == position:
        return value  # type: ignore[no-any-return]  # kept by its kind
    if at < 0 or not _is_the_same(session, kinds, at, position):
        value = read()
    if position > at:
        kept.by_kind[name] = (position, value)
    return value  # type: ignore[no-any-return]  # kept by its kind


def _is_the_same(session: Session, kinds: Collection[str], at: int, position: int) -> bool:
    """Whether no record of these kinds was published between two positions, as far as the session sees.

    What is kept may be of a later moment, while the session knows nothing of what was published since.
    """
    last = max(_last(session, all_of(kind)) for kind in kinds)
    return at <= _last(session, EVERYTHING) and last <= min(at, position)


def _last(session: Session, subject: str) -> int:
    """The position of the last publication of a kind, or of any; 0 where there is none. One query for a session."""
    if _LAST not in session.info:
        session.info[_LAST] = {row.subject: row.position for row in session.execute(_LAST_OF_KINDS)}
    positions: dict[str, int] = session.info[_LAST]
    return positions.get(subject, 0)
