"""A bundle: records that belong together, found by kind and id."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import TypeVar

from tracker.core.scales import cut
from tracker.core.vocabulary import Vocabulary
from tracker.records.kinds import KINDS, AnyRecord, Key
from tracker.records.types.check import Check
from tracker.records.types.company import Company, Owner
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import Initiative, SignedPledge
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.records.types.wording import Wording

R = TypeVar("R")
_ORDER = {kind: i for i, kind in enumerate(KINDS)}


def graph(record: VocabularyRecord, ranges: Iterable[str] = ()) -> Vocabulary:
    """The vocabulary's terms as a graph; raises for cycles and unknown terms, which ``references`` reports.

    Of a scale: cut at the bounds of these ranges, those that are none of its own left out (SCOPE-8).
    """
    if record.scale is not None:
        scale = record.scale.value()
        return cut(scale, filter(scale.accepts, ranges))
    return _graph(tuple((term.id, tuple(term.broader), tuple(term.continues_as)) for term in record.terms))


@lru_cache(maxsize=500)
def _graph(terms: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]) -> Vocabulary:
    """The same for the same terms, so that scopes of many dossiers are decided once."""
    return Vocabulary({id: broader for id, broader, _ in terms}, {id: after for id, _, after in terms})


def companies_of(record: AnyRecord) -> tuple[str, ...]:
    """The ids of the companies that a record is about, as it names them; empty for kinds that are about none.

    An initiative and its pledges are about none by themselves: they bear on its signatories.
    """
    match record:
        case Evidence():
            return record.company_ids
        case Pledge() if record.initiative:
            return ()
        case Pledge() | Response() | Decision() | Check():
            return (record.company_id,)
    return ()


_KEPT = (Company, Topic, VocabularyRecord, Source)
"""Kinds that others rest on: taken down they are still read, to say so."""


def _standing(record: AnyRecord, down: Collection[str]) -> AnyRecord | None:
    """The record without the sources that were taken down; None for one that does not count any more."""
    match record:
        case Condition() if record.taken_down:
            return record.model_copy(update={"developments": ()})
        case _ if record.taken_down and not isinstance(record, _KEPT):
            return None
        case Evidence():
            sources = tuple(id for id in record.sources if id not in down)
            outcomes = tuple(it for it in record.outcomes if it.source not in down)
            quotes = tuple(it for it in record.quotes if it.source not in down)
            changed = {"sources": sources, "outcomes": outcomes, "quotes": quotes}
            return record.model_copy(update=changed) if sources else None
        case Source():
            return record.model_copy(update={"derived_from": tuple(id for id in record.derived_from if id not in down)})
        case Response() if record.source in down:
            return None
    return record


def _end(following: dict[str, str], id: str) -> str:
    """Where a chain of ids leads; former ids that lead round in a circle end where they began."""
    seen = {id}
    while (after := following.get(id)) and after not in seen:
        seen.add(after)
        id = after
    return id


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
        if any(isinstance(record, VocabularyRecord) for record in added):
            return result
        return result.sharing_graphs(self)

    def sharing_graphs(self, other: "Bundle") -> "Bundle":
        """This bundle, with the graphs of another that has the same vocabularies, where they were built already."""
        if "graphs" in vars(other):
            self.graphs = other.graphs
        return self

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
    def initiatives(self) -> dict[str, Initiative]:
        """Initiatives by id."""
        return self.of(Initiative)

    @cached_property
    def checks(self) -> dict[str, Check]:
        """Checks by id."""
        return self.of(Check)

    @cached_property
    def wordings(self) -> dict[str, Wording]:
        """Wordings by id."""
        return self.of(Wording)

    @cached_property
    def graphs(self) -> dict[str, Vocabulary]:
        """The graph of each vocabulary by its id."""
        return {id: graph(record) for id, record in self.vocabularies.items()}

    @cached_property
    def present_ids(self) -> dict[str, str]:
        """The present id of each former one; an id of a company that stands is nobody's former one."""
        standing = {id for id, company in self.companies.items() if company.taken_down is None}
        following: dict[str, str] = {}
        for company in sorted(self.companies.values(), key=lambda company: (company.id in standing, company.id)):
            following |= dict.fromkeys((id for id in company.former_ids if id not in standing), company.id)
        return {id: _end(following, id) for id in following}

    def present_id(self, company: str) -> str:
        """The id under which a company's records go on: its own, unless it is a former id of another."""
        return self.present_ids.get(company, company)

    @cached_property
    def by_company(self) -> dict[str, list[AnyRecord]]:
        """Pledges, evidence, responses, decisions and checks by the present id of each company they are about.

        A pledge of an initiative that stands is among those of each signatory, as that one made it (RECORD-8).
        """
        by_company: dict[str, list[AnyRecord]] = {}
        for record in self:
            for company in dict.fromkeys(self.present_id(id) for id in companies_of(record)):
                by_company.setdefault(company, []).append(record)
        for signed in self._signed():
            by_company.setdefault(self.present_id(signed.company_id), []).append(signed)
        return by_company

    def _signed(self) -> Iterator[SignedPledge]:
        for pledge in self.pledges.values():
            initiative = self.initiatives.get(pledge.initiative or "")
            if initiative is not None and initiative.taken_down is None:
                for signatory in initiative.signatories:
                    yield SignedPledge.of(pledge, initiative, signatory)

    @cached_property
    def subsidiaries(self) -> dict[str, list[tuple[Company, Owner]]]:
        """By the present id of an owner: the companies that name it as one, with its part there."""
        by_owner: dict[str, list[tuple[Company, Owner]]] = {}
        for company in sorted(self.companies.values(), key=lambda company: company.id):
            if company.taken_down is None:
                for owner in company.owners:
                    by_owner.setdefault(self.present_id(owner.company), []).append((company, owner))
        return by_owner

    @cached_property
    def standing(self) -> "Bundle":
        """The records as they count: without pledges, evidence, responses, decisions, checks and wordings taken down.

        Of what others rest on, sources leave what cites them, and a condition has no developments. Conduct without any
        source left is none; a pledge keeps its words. Companies, topics and vocabularies are for the caller to look at.
        """
        if all(record.taken_down is None for record in self):
            return self
        sources = {id for id, source in self.sources.items() if source.taken_down}
        standing = (_standing(record, sources) for record in self)
        return Bundle(record for record in standing if record is not None).sharing_graphs(self)

    def in_order(self) -> list[AnyRecord]:
        """Records by kind, then by id: the order of an export."""
        return sorted(self, key=lambda record: (_ORDER[record.kind], record.id))
