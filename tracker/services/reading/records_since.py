"""The records of a scorecard after few publications: those of before, with what was published since in their places."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from tracker.records.bundle import companies_of
from tracker.records.checking.references import references
from tracker.records.kinds import AnyRecord, Key
from tracker.records.types.check import Check
from tracker.records.types.company import Company
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.store.ledger import entries_since
from tracker.store.published import parsed

__all__ = ["records_since"]


def records_since(
    session: Session, records: Sequence[AnyRecord], topic: str, after: int, upto: int
) -> list[AnyRecord] | None:
    """The records behind a scorecard at ``upto``, by those at ``after``; None where they have to be read again.

    So it is where something has come or gone, or where a record names others than before: which records belong to a
    scorecard follows from what each names.
    """
    entries = entries_since(session, after, upto) if after <= upto else None
    if entries is None:
        return None
    result = list(records)
    places: dict[Key, int] = {(record.kind, record.id): place for place, record in enumerate(result)}
    companies = {id for record in result if isinstance(record, Company) for id in (record.id, *record.former_ids)}
    for entry in entries:
        record, place = parsed(entry.body), places.get((entry.kind, entry.id))
        if place is None:
            if not _is_elsewhere(record, companies, topic):
                return None
        elif not _in_place_of(record, result[place]):
            return None
        else:
            result[place] = record
    return result


def _is_elsewhere(record: AnyRecord, companies: Collection[str], topic: str) -> bool:
    """Whether a record is on other topics, or about other companies only: then it belongs to no scorecard of these."""
    match record:
        case Evidence() if topic not in record.topics:
            return True
        case Pledge() | Decision() | Check() if record.topic != topic:
            return True
        case Evidence() | Pledge() | Response() | Decision() | Check():
            about = companies_of(record)
            return bool(about) and not any(id in companies for id in about)
    return False


def _in_place_of(record: AnyRecord, before: AnyRecord) -> bool:
    """Whether a record belongs where the one before did, and brings what that one brought."""
    if record.taken_down or before.taken_down or list(references(record)) != list(references(before)):
        return False
    match record, before:
        case Evidence(), Evidence():
            return (record.topics, record.nature) == (before.topics, before.nature)
        case Response(), Response():
            return True
        case Decision(), Decision():
            return record.topic == before.topic
    return False
