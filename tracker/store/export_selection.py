"""Which records an export of a part has: what is about some companies, on a topic, and all that this names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Record, Reference
from tracker.records.kinds import KINDS, AnyRecord, Key
from tracker.records.types.check import Check
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.store.derived.scorecard_index import records_of_companies
from tracker.store.published import with_keys

__all__ = ["Selection", "selected"]

_AT_ONCE = 200


@dataclass(frozen=True)
class Selection:
    """``companies`` are those whose scorecards are exported, on the ``topic`` alone if one is given.

    ``ids`` are the records, by kind, in the order of exports.
    """

    companies: Sequence[str]
    topic: str
    ids: Mapping[str, Sequence[str]]


def selected(session: Session, companies: Collection[str], topic: str) -> Selection:
    """All about these companies, on one topic where it is given; whatever is named by it is there too."""
    ordered = sorted(companies)
    keys: set[Key] = {("topic", topic)} if topic else set()
    for first in range(0, len(ordered), _AT_ONCE):
        some = records_of_companies(session, ordered[first : first + _AT_ONCE])
        keys |= {it.key for records in some.values() for it in records if not topic or _is_on(it, topic)}
    keys |= _reachable(session, keys)
    ids: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for kind, id in sorted(keys):
        ids[kind].append(id)
    return Selection(ordered, topic, ids)


def _is_on(record: AnyRecord, topic: str) -> bool:
    match record:
        case Pledge() | Decision() | Check():
            return record.topic == topic
        case Evidence():
            return topic in record.topics
    return True


def _reachable(session: Session, keys: Iterable[Key]) -> set[Key]:
    """All that these name, and what that names, and so on."""
    every, latest = set(keys), set(keys)
    while latest:
        ordered, reached = sorted(latest), set[Key]()
        for first in range(0, len(ordered), _AT_ONCE):
            names = (
                select(Reference.target_kind, Reference.target_id)
                .join(Record, Record.revision_id == Reference.revision_id)
                .where(with_keys(Record, ordered[first : first + _AT_ONCE]), Reference.target_kind.in_(KINDS))
            )
            reached |= {(kind, id) for kind, id in session.execute(names).all()}
        latest = reached - every
        every |= latest
    return every
