"""What goes with a company or a topic that was taken down: records that are about nothing else (RECORD-7)."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from tracker.records.bundle import companies_of
from tracker.records.kinds import AnyRecord, Key, body
from tracker.records.types.check import Check
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge

__all__ = ["KINDS_THAT_GO", "NOTHING_GONE", "Gone", "topics_of"]

KINDS_THAT_GO = ("pledge", "evidence", "response", "decision", "check")
"""Kinds whose records are about companies; an initiative and its pledges are about none by themselves."""


def topics_of(record: AnyRecord) -> tuple[str, ...]:
    """The ids of the topics that a record about companies is on; empty for a response, which belongs to all of them."""
    match record:
        case Evidence():
            return record.topics
        case Pledge() | Decision() | Check():
            return (record.topic,)
    return ()


class Gone:
    """The companies and topics that were taken down at a moment, by kind and id; of companies by all former ids too.

    A company that goes on under another id is not among them. Empty, it is false.
    """

    def __init__(self, records: Mapping[Key, AnyRecord]):
        self._records = records

    def __bool__(self) -> bool:
        return bool(self._records)

    @property
    def companies(self) -> list[str]:
        """The ids of the companies."""
        return [id for kind, id in self._records if kind == "company"]

    @property
    def topics(self) -> list[str]:
        """The ids of the topics."""
        return [id for kind, id in self._records if kind == "topic"]

    def __contains__(self, key: Key) -> bool:
        return key in self._records

    def __le__(self, other: "Gone") -> bool:
        """Whether all of these are among others."""
        return self._records.keys() <= other._records.keys()

    def may_take(self, kind: str) -> bool:
        """Whether a record of a kind may go with one of these: of all others this is known unread."""
        return bool(self._records) and kind in KINDS_THAT_GO

    def takes(self, record: AnyRecord) -> AnyRecord | None:
        """The company or topic with which a record goes: all that it is about was taken down; None where it stays."""
        if not self.may_take(record.kind):
            return None
        return self._first(companies_of(record), topics_of(record))

    def mark(self, kind: str, id: str, content: Mapping[str, Any]) -> dict[str, Any] | None:
        """The same of a record as plain data, as it is stored: the ``taken_down`` that it is told with."""
        if not self.may_take(kind):
            return None
        own = content.get("company") or id.partition("/")[0]
        companies = () if content.get("initiative") else (own, *content.get("also_about", ()))
        topics = (content["topic"],) if "topic" in content else content.get("topics", ())
        taker = self._first(companies, topics)
        return self._marks[taker.key] if taker else None

    def _first(self, companies: Iterable[str], topics: Iterable[str]) -> AnyRecord | None:
        """The first of the companies if all are gone, else of the topics if all are gone."""
        for kind, ids in (("company", companies), ("topic", topics)):
            takers = [self._records.get((kind, id)) for id in ids]
            if takers and all(takers):
                return takers[0]
        return None

    @cached_property
    def _marks(self) -> dict[Key, dict[str, Any]]:
        return {record.key: body(record)["taken_down"] for record in self._records.values()}


NOTHING_GONE = Gone({})
"""As it is where neither a company nor a topic was ever taken down."""
