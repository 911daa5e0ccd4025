"""All kinds of record, and the way from plain data to a typed record and back."""

import hashlib
from typing import Annotated, Any

import rfc8785
from pydantic import Field, TypeAdapter

from tracker.records.types.check import Check
from tracker.records.types.company import Company
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.rules import Rules
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.records.types.wording import Wording

AnyRecord = (
    VocabularyRecord
    | Topic
    | Source
    | Condition
    | Company
    | Initiative
    | Pledge
    | Evidence
    | Response
    | Decision
    | Check
    | Wording
    | Rules
)
Key = tuple[str, str]

KINDS: dict[str, type[AnyRecord]] = {
    "vocabulary": VocabularyRecord,
    "topic": Topic,
    "source": Source,
    "condition": Condition,
    "company": Company,
    "initiative": Initiative,
    "pledge": Pledge,
    "evidence": Evidence,
    "response": Response,
    "decision": Decision,
    "check": Check,
    "wording": Wording,
    "rules": Rules,
}
"""Class by kind, in the order in which records are exported."""

KIND_WORDS = {kind: kind for kind in KINDS} | {"decision": "editors’ decision"}
"""What readers call a kind of record."""


def kind_words(kind: str, number: int) -> str:
    """What so many records of a kind are called: “source”, “sources”."""
    word = KIND_WORDS[kind]
    if number == 1 or kind in ("evidence", "rules"):
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


ADAPTER: TypeAdapter[AnyRecord] = TypeAdapter(Annotated[AnyRecord, Field(discriminator="kind")])


def body(record: AnyRecord) -> dict[str, Any]:
    """The record as plain data: fields in their documented order, those at their default left out."""
    data = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"kind": record.kind, **data}


def from_body(data: dict[str, Any]) -> AnyRecord:
    """The typed record; raises pydantic's ValidationError."""
    return ADAPTER.validate_python(data)


def canonical(data: Any) -> bytes:
    """Canonical JSON (RFC 8785): the bytes that are hashed."""
    return rfc8785.dumps(data)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
