"""A bundle: records that belong together, found by kind and id."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from tracker.core.vocabulary import Vocabulary
from tracker.records.kinds import KINDS, AnyRecord, Key
from tracker.records.types.company import Company
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.records.types.wording import Wording

R = TypeVar("R")
_ORDER = {kind: i for i, kind in enumerate(KINDS)}


def graph(record: VocabularyRecord) -> Vocabulary:
    """The vocabulary's terms as a graph; raises for cycles and unknown terms, which ``references`` reports."""
    return Vocabulary(
        {term.id: term.broader for term in record.terms}, {term.id: term.continues_as for term in record.terms}
    )


class Bundle:
    """Records by key. Immutable in use: build a new one for a changed set."""

    def __init__(self, records: Iterable[AnyRecord] = ()):
        self._records: dict[Key, AnyRecord] = {record.key: record for record in records}

    def __iter__(self) -> Iterator[AnyRecord]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: Key) -> bool:
        return key in self._records

    def get(self, kind: str, id: str) -> AnyRecord | None:
        """The record of this kind and id, or None."""
        return self._records.get((kind, id))

    def with_records(self, records: Iterable[AnyRecord]) -> "Bundle":
        """A bundle in which these records stand beside or in place of its own.

        Graphs of vocabularies that were built already are not built again where none of these is one.
        """
        added = list(records)
        result = Bundle([*self, *added])
        if "graphs" in vars(self) and not any(isinstance(record, VocabularyRecord) for record in added):
            result.graphs = self.graphs
        return result

    def of(self, cls: type[R]) -> dict[str, R]:
        """All records of one class by id."""
        return {record.id: record for record in self if isinstance(record, cls)}

    @cached_property
    def companies(self) -> dict[str, Company]:
        """Companies by id."""
        return self.of(Company)

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Topics by id."""
        return self.of(Topic)

    @cached_property
    def vocabularies(self) -> dict[str, VocabularyRecord]:
        """Vocabularies by id."""
        return self.of(VocabularyRecord)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by id."""
        return self.of(Source)

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """Conditions by id."""
        return self.of(Condition)

    @cached_property
    def pledges(self) -> dict[str, Pledge]:
        """Pledges by id."""
        return self.of(Pledge)

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Evidence by id."""
        return self.of(Evidence)

    @cached_property
    def responses(self) -> dict[str, Response]:
        """Responses by id."""
        return self.of(Response)

    @cached_property
    def decisions(self) -> dict[str, Decision]:
        """Decisions by id."""
        return self.of(Decision)

    @cached_property
    def wordings(self) -> dict[str, Wording]:
        """Wordings by id."""
        return self.of(Wording)

    @cached_property
    def graphs(self) -> dict[str, Vocabulary]:
        """The graph of each vocabulary by its id."""
        return {id: graph(record) for id, record in self.vocabularies.items()}

    @cached_property
    def by_company(self) -> dict[str, list[AnyRecord]]:
        """Pledges, evidence, responses and decisions by each company that they are about."""
        found: dict[str, list[AnyRecord]] = {}
        for record in self:
            if isinstance(record, Evidence):
                for company in dict.fromkeys(record.company_ids):
                    found.setdefault(company, []).append(record)
            elif isinstance(record, (Pledge, Response, Decision)):
                found.setdefault(record.company_id, []).append(record)
        return found

    def in_order(self) -> list[AnyRecord]:
        """Records by kind, then by id: the order of an export."""
        return sorted(self, key=lambda record: (_ORDER[record.kind], record.id))
