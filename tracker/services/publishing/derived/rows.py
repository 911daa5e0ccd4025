"""The rows that follow from a published revision: ``record`` and ``reference``. Pure functions."""

from typing import Any

from tracker.engine import RULES_VERSION
from tracker.engine.in_force import announced
from tracker.records.checking.references import references
from tracker.records.identifiers import identifiers_of
from tracker.records.kinds import AnyRecord
from tracker.records.search_text import title
from tracker.records.types.company import Company
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic
from tracker.store.published import FORMER_ID, IDENTIFIER, TAKEN_DOWN

__all__ = ["DERIVED_VERSION", "record_row", "reference_rows", "title"]

DERIVED_VERSION = f"16 rules {RULES_VERSION}"
"""Increase this when rows are derived differently: rows of another version are rebuilt at the next start."""

Row = dict[str, Any]


def _company(record: AnyRecord) -> str | None:
    match record:
        case Company():
            return record.id
        case Pledge() | Evidence() | Response() | Decision():
            return record.company_id or None
    return None


def _topic(record: AnyRecord) -> str | None:
    """The one topic of the record; evidence on several is found by its references."""
    match record:
        case Topic():
            return record.id
        case Pledge() | Decision():
            return record.topic
        case Evidence() if len(record.topics) == 1:
            return record.topics[0]
    return None


def _day(record: AnyRecord) -> int:
    """The day that lists sort the record by, counted from 1 January of the year 1: its first possible one; or 0."""
    match record:
        case Pledge():
            return announced(record.versions[-1]).earliest.toordinal()
        case Evidence():
            day = record.period.start or record.period.end or record.seen_until
            return day.earliest.toordinal() if day else 0
        case Source() | Decision():
            return record.date.earliest.toordinal()
        case Response():
            return record.answered.earliest.toordinal()
        case Condition() if record.developments:
            return record.developments[-1].date.earliest.toordinal()
    return 0


def record_row(record: AnyRecord, body: str, revision_id: int, position: int) -> Row:
    """The row of ``record`` for a revision that is the last published one of its record."""
    return {
        "kind": record.kind,
        "record_id": record.id,
        "revision_id": revision_id,
        "position": position,
        "title": title(record),
        "company_id": _company(record),
        "topic_id": _topic(record),
        "day": _day(record),
        "body": body,
    }


def reference_rows(record: AnyRecord, revision_id: int) -> list[Row]:
    """The rows of ``reference`` for a published revision, a row for each kind that a field may name.

    A company's former ids and identifiers name no record; they stand here to be looked up like what does. So does that
    a company or topic is taken down, under its kind: with it go records that are about nothing else.
    """
    named = [(kind, id, path) for kinds, id, path in references(record) for kind in kinds]
    if isinstance(record, Company):
        named += [(FORMER_ID, id, ("former_ids", number)) for number, id in enumerate(record.former_ids)]
        if record.identifiers:
            identifiers = identifiers_of(record.identifiers.body)
            named += [(IDENTIFIER, identifier.key, identifier.path) for identifier in identifiers]
    if isinstance(record, Company | Topic) and record.taken_down:
        named.append((TAKEN_DOWN, record.kind, ("taken_down",)))
    return [
        {"revision_id": revision_id, "field": ".".join(map(str, path)), "target_kind": kind, "target_id": id}
        for kind, id, path in named
    ]
