"""The rows that follow from a published revision: ``record`` and ``reference``. Pure functions."""

from typing import Any

from tracker.records.company import Company
from tracker.records.condition import Condition
from tracker.records.decision import Decision
from tracker.records.evidence import Evidence
from tracker.records.kinds import AnyRecord
from tracker.records.pledge import Pledge
from tracker.records.references import references
from tracker.records.response import Response
from tracker.records.source import Source
from tracker.records.topic import Topic
from tracker.records.vocabulary import VocabularyRecord
from tracker.records.wording import Wording

__all__ = ["record_row", "reference_rows", "title"]

Row = dict[str, Any]


def title(record: AnyRecord) -> str:
    """What lists call the record."""
    match record:
        case VocabularyRecord() | Topic() | Company() | Condition():
            return record.name
        case Source() | Evidence():
            return record.title
        case Pledge():
            return record.title or record.versions[-1].short or record.id
        case Response():
            return " ".join(record.question.split())[:300]
        case Decision():
            return f"{record.decision}: {record.computed}"
        case Wording():
            return record.id


def _company(record: AnyRecord) -> str | None:
    match record:
        case Company():
            return record.id
        case Pledge() | Evidence() | Response() | Decision():
            return record.company_id
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
        "body": body,
    }


def reference_rows(record: AnyRecord, revision_id: int) -> list[Row]:
    """The rows of ``reference`` for a published revision, a row for each kind that a field may name."""
    return [
        {"revision_id": revision_id, "field": ".".join(map(str, path)), "target_kind": kind, "target_id": id}
        for kinds, id, path in references(record)
        for kind in kinds
    ]
