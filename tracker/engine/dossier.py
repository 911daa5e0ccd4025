"""A dossier: the records of one company and topic, prepared for the engine."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple, Self

from tracker.core.cell_sets import CellSets
from tracker.core.dates import UncertainDate
from tracker.core.scales import ScaleVocabulary
from tracker.core.scope import DIMENSIONS, THE_COMPANY, Answer, CompiledDimension, Reason, compile_dimension
from tracker.core.vocabulary import Vocabulary
from tracker.engine.text import MessageCatalog, catalog_of
from tracker.records.bundle import Bundle, graph
from tracker.records.ownership import Ownership, owned_by, owners_of
from tracker.records.types.check import Check
from tracker.records.types.company import Company
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Act, Evidence
from tracker.records.types.parts.fields import ScopeLabels, TermsByDimension
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.records.types.topic import CellSet, Topic, Yardstick
from tracker.records.types.vocabulary import Term, VocabularyRecord


class OwnedEvidence(NamedTuple):
    """Conduct of a company that this one owned, perhaps through others: what counts is when all the steps held."""

    evidence: Evidence
    ownership: Ownership


class OwnerPledge(NamedTuple):
    """A pledge of a company that owned this one, perhaps through others, while all the steps held."""

    pledge: Pledge
    ownership: Ownership


def _owned(bundle: Bundle, company: str, topic: str) -> tuple[OwnedEvidence, ...]:
    owned = [
        OwnedEvidence(record, ownership)
        for ownership in owned_by(bundle, company)
        for record in bundle.by_company.get(ownership.company.id, ())
        if isinstance(record, Evidence) and record.nature == "conduct" and topic in record.topics
    ]
    return tuple(sorted(owned, key=lambda it: it.evidence.id))


def _owner_pledges(bundle: Bundle, company: str, topic: str) -> tuple[OwnerPledge, ...]:
    pledges = [
        OwnerPledge(record, ownership)
        for ownership in owners_of(bundle, company)
        if ownership.company.taken_down is None
        for record in bundle.by_company.get(ownership.company.id, ())
        if isinstance(record, Pledge) and record.topic == topic
    ]
    return tuple(sorted(pledges, key=lambda it: it.pledge.id))


def _related_responses(bundle: Bundle, company: str, evidence: Collection[str]) -> tuple[Response, ...]:
    """What owned companies and owners said about these pieces of evidence, each in the name of who said it."""
    responses = {
        record.id: record.model_copy(update={"respondent": record.respondent or related.company.name})
        for related in (*owned_by(bundle, company), *owners_of(bundle, company))
        for record in bundle.by_company.get(related.company.id, ())
        if isinstance(record, Response) and any(id in evidence for id in record.about)
    }
    return tuple(responses[id] for id in sorted(responses))


def assessed_topics(bundle: Bundle, company: str) -> list[str]:
    """The topics, in order, on which a company was looked at: with a pledge, evidence or a check of it there.

    On any other it is not assessed, and no output says anything of it. A company or topic taken down has none.
    """
    bundle = bundle.standing
    if company not in bundle.companies or bundle.companies[company].taken_down:
        return []
    topics = {topic.id for topic in bundle.topics.values() if company in map(bundle.present_id, topic.checked_until)}
    for record in bundle.by_company.get(company, ()):
        match record:
            case Pledge() | Check():
                topics.add(record.topic)
            case Evidence():
                topics.update(record.topics)
    return sorted(id for id in topics if id in bundle.topics and bundle.topics[id].taken_down is None)


def checked_until(bundle: Bundle, company: str, topic: Topic) -> UncertainDate | None:
    """The last day up to which the company was checked on the topic, by its checks and the topic's own older list."""
    listed = [day for id, day in topic.checked_until.items() if bundle.present_id(id) == company]
    own = [
        record.until
        for record in bundle.by_company.get(company, ())
        if isinstance(record, Check) and record.topic == topic.id
    ]
    return max([*listed, *own], key=lambda day: (day.earliest, day.latest), default=None)


TermHolder = ScopeLabels | TermsByDimension | Response
"""Where records name terms."""


def _terms_in(place: TermHolder, dimension: str) -> Iterable[str]:
    match place:
        case Response():  # names terms of any dimension
            return place.terms
        case ScopeLabels():
            labels = place.of(dimension)
            return [term for terms in labels.by_label().values() for term in terms] if labels else ()
    return place.of(dimension) or ()


def _term_holders(dossier: "Dossier") -> Iterator[TermHolder]:
    """Everything in a dossier's records that names terms of its topic."""
    for yardstick in dossier.topic.yardsticks:
        yield yardstick.scope
        yield from (yardstick.core, *(cells.terms for cells in (*yardstick.rows, *yardstick.columns)))
    for pledge in (*dossier.pledges, *(owner.pledge for owner in dossier.owner_pledges)):
        for version in pledge.versions:
            yield version.scope
    for evidence in (*dossier.evidence, *(owned.evidence for owned in dossier.owned)):
        yield from evidence.acts
    yield from (*dossier.responses, *dossier.related_responses)


_NAMED = attrgetter(*DIMENSIONS)
_ACTOR, _SUBJECT = DIMENSIONS.index("actor"), DIMENSIONS.index("subject")

ActTerms = tuple[tuple[str, ...] | None, ...]
"""Terms by dimension in the fixed order; None where the record leaves the dimension unknown."""


class CompiledScope:
    """A scope with every term of every dimension decided; only dimensions that can say no are asked.

    ``placed`` has the dimensions with their places among an act's terms; ``limits`` the places of those that can say
    no, with the answers they remember and what gives others; ``limiting`` those dimensions. ``answers`` is for
    ``coverage.answer``, which keeps there what it found, by the terms asked.
    """

    def __init__(self, dimensions: Mapping[str, Vocabulary], labels: ScopeLabels):
        self.by_name: dict[str, CompiledDimension] = {}
        self.answers: dict[ActTerms, tuple[Answer, tuple[tuple[str, Reason], ...]]] = {}
        for name, vocabulary in dimensions.items():
            given = labels.of(name)
            self.by_name[name] = compile_dimension(vocabulary, name, given.dimension() if given else None)
        self.placed = tuple((name, DIMENSIONS.index(name), dimension) for name, dimension in self.by_name.items())
        self.limiting = [(i, dimension) for _, i, dimension in self.placed if dimension.in_ != dimension.vocabulary.all]
        self.limits = tuple((i, dimension.codes, dimension.code) for i, dimension in self.limiting)

    def code(self, terms: ActTerms) -> int:
        """Membership of an act: 2 inside, 1 unclear, 0 outside, -1 outside by an exception (MEMBER-4)."""
        least = 2
        for i, memo, code in self.limits:
            term = terms[i]
            term_code = memo[term] if term in memo else code(term)
            if term_code < least:
                least = term_code
        return least


@dataclass(frozen=True)
class Dossier:
    """Everything that one scorecard is computed from. Built from a bundle of published records, or of files."""

    company: Company
    topic: Topic
    dimensions: dict[str, Vocabulary]
    vocabularies: dict[str, VocabularyRecord]
    pledges: tuple[Pledge, ...]
    evidence: tuple[Evidence, ...]
    responses: tuple[Response, ...]
    decisions: tuple[Decision, ...]
    conditions: dict[str, Condition]
    sources: dict[str, Source]
    checked_until: UncertainDate | None = None
    owned: tuple[OwnedEvidence, ...] = ()
    owner_pledges: tuple[OwnerPledge, ...] = ()
    related_responses: tuple[Response, ...] = ()
    wording: MessageCatalog = field(default_factory=MessageCatalog)

    @classmethod
    def of(cls, bundle: Bundle, company_id: str, topic_id: str) -> Self:
        """The dossier of a company and topic; raises KeyError where the bundle lacks one of them.

        Records are put in order of their ids, so that the order in which they came changes nothing. What was taken
        down counts nowhere. Records of former ids are the company's own.
        """
        bundle = bundle.standing
        company, topic = bundle.companies[company_id], bundle.topics[topic_id]
        used = topic.dimensions.used()
        own = sorted(bundle.by_company.get(company_id, ()), key=lambda record: record.id)
        pledges = [r for r in own if isinstance(r, Pledge) and r.topic == topic_id]
        evidence = [r for r in own if isinstance(r, Evidence) and topic_id in r.topics]
        decisions = [r for r in own if isinstance(r, Decision) and r.topic == topic_id]
        owned = _owned(bundle, company_id, topic_id)
        evidence_ids = {e.id for e in evidence} | {it.evidence.id for it in owned}
        concerned = {p.id for p in pledges} | evidence_ids
        cited = {id for pledge in pledges for version in pledge.versions for id in version.unclear_because}
        responses = [
            r for r in own if isinstance(r, Response) and (not r.about or concerned & set(r.about) or r.id in cited)
        ]
        replaced = {
            key: text for _, wording in sorted(bundle.wordings.items()) for key, text in wording.sentences.items()
        }
        dossier = cls(
            company=company,
            topic=topic,
            dimensions={name: bundle.graphs[words.vocabulary] for name, words in used.items()},
            vocabularies={name: bundle.vocabularies[words.vocabulary] for name, words in used.items()},
            pledges=tuple(pledges),
            evidence=tuple(evidence),
            responses=tuple(sorted(responses, key=lambda r: (r.answered.earliest, r.id))),
            decisions=tuple(sorted(decisions, key=lambda d: (d.date.earliest, d.id))),
            conditions=bundle.conditions,
            sources=bundle.sources,
            checked_until=checked_until(bundle, company_id, topic),
            owned=owned,
            owner_pledges=_owner_pledges(bundle, company_id, topic_id),
            related_responses=_related_responses(bundle, company_id, evidence_ids),
            wording=catalog_of(tuple(replaced.items())),
        )
        return dossier.cut_at(_term_holders(dossier))

    def cut_at(self, places: Iterable[TermHolder]) -> Self:
        """The same with its scales also cut at all ranges that these scopes, acts and rows name (SCOPE-8)."""
        scales = {name for name, vocabulary in self.dimensions.items() if isinstance(vocabulary, ScaleVocabulary)}
        if not scales:
            return self
        places = list(places)
        dimensions = dict(self.dimensions)
        for name in scales:
            named = {term for place in places for term in _terms_in(place, name)}
            dimensions[name] = graph(self.vocabularies[name], named | self.dimensions[name].index.keys())
        return replace(self, dimensions=dimensions)

    def scale(self, dimension: str) -> ScaleVocabulary | None:
        """The scale that a dimension is, as cut for this dossier; None where it has terms."""
        vocabulary = self.dimensions[dimension]
        return vocabulary if isinstance(vocabulary, ScaleVocabulary) else None

    @cached_property
    def terms(self) -> dict[str, dict[str, Term]]:
        """Terms by dimension and id."""
        return {name: {term.id: term for term in record.terms} for name, record in self.vocabularies.items()}

    @cached_property
    def yardstick(self) -> CompiledScope:
        """The scope of the yardstick that acts are set beside."""
        return self.compiled(self.for_acts.scope)

    @property
    def for_acts(self) -> Yardstick:
        """The yardstick that acts are set beside: the one that asks to refrain, where there is one (COVER-5)."""
        return self.topic.yardstick_for("refrain") or self.topic.yardstick

    def compiled(self, labels: ScopeLabels) -> CompiledScope:
        """A scope over this topic's vocabularies; the same for the same one, so that what it answers is found once."""
        kept = self._scopes.get(id(labels))
        if kept is None:
            kept = self._scopes[id(labels)] = labels, CompiledScope(self.dimensions, labels)
        return kept[1]

    @cached_property
    def _scopes(self) -> dict[int, tuple[ScopeLabels, CompiledScope]]:
        """By the identity of the labels, which are kept beside their scope so that no others come to have it."""
        return {}

    def take_over(self, former: "Dossier") -> None:
        """Have what a former dossier of this company and topic found of the same scopes, acts and cells."""
        if not self.share_table(former) or self.company is not former.company:
            return
        scopes = [version.scope for pledge in self.pledges for version in pledge.versions]
        acts = [act for evidence in self.evidence for act in evidence.acts]
        kept = (("_scopes", scopes), ("_terms_of_acts", acts), ("said", [*scopes, *acts]), ("dated", self.records))
        for name, places in kept:
            memo = getattr(former, name)
            getattr(self, name).update({id(place): memo[id(place)] for place in places if id(place) in memo})

    def share_table(self, other: "Dossier") -> bool:
        """Have the cells and the yardstick's scope of another dossier, if it is of the same topic and vocabularies."""
        same = self.topic is other.topic
        for mine, its in ((self.dimensions, other.dimensions), (self.vocabularies, other.vocabularies)):
            same = same and mine.keys() == its.keys() and all(value is its[name] for name, value in mine.items())
        if same:
            vars(self).update(grids=other.grids, cell_sets=other.cell_sets, yardstick=other.yardstick)
        return same

    def act_terms(self, act: Act, company: Company | None = None) -> ActTerms:
        """The terms of an act in each dimension.

        Products of the company add their subjects, an actor left out is it.
        """
        kept = self._terms_of_acts.get(id(act))
        if kept is None:
            kept = self._terms_of_acts[id(act)] = act, self._act_terms(act, company or self.company)
        return kept[1]

    @cached_property
    def _terms_of_acts(self) -> dict[int, tuple[Act, ActTerms]]:
        """By the identity of the acts, as ``_scopes``."""
        return {}

    @cached_property
    def said(self) -> dict[int, tuple[object, Any]]:
        """Acts, scopes, versions and pledges in words, for whoever needs these again; by identity, as ``_scopes``."""
        return {}

    @property
    def records(self) -> tuple[Pledge | Evidence | Response, ...]:
        """Pledges, evidence and answers: the company's own, and those of others that count for it."""
        pledges = [it.pledge for it in self.owner_pledges]
        evidence = [it.evidence for it in self.owned]
        return (*self.pledges, *pledges, *self.evidence, *evidence, *self.responses)

    @cached_property
    def dated(self) -> dict[int, tuple[object, tuple[int, ...]]]:
        """The days in a record in order, for whoever asks which is next; by their identity, as ``_scopes``."""
        return {}

    def _act_terms(self, act: Act, company: Company) -> ActTerms:
        terms = list(_NAMED(act))
        for place in self._left_out:
            terms[place] = None
        if act.products:
            by_id = {product.id: product for product in company.products}
            subjects = [s for id in act.products if id in by_id for s in by_id[id].subjects]
            in_vocabulary = [s for s in subjects if s in self.dimensions.get("subject", ())]
            terms[_SUBJECT] = tuple(dict.fromkeys([*(terms[_SUBJECT] or ()), *in_vocabulary])) or None
        return self._with_company(terms)

    @cached_property
    def _left_out(self) -> list[int]:
        """The places of dimensions that the topic does not use."""
        return [place for place, name in enumerate(DIMENSIONS) if name not in self.dimensions]

    @cached_property
    def grids(self) -> list[tuple[Yardstick, list[tuple[CellSet, CellSet, ActTerms]]]]:
        """The cells that each yardstick asks about, row by row: row, column, terms (COVER-6)."""
        return [(yardstick, self._grid(yardstick)) for yardstick in self.topic.yardsticks]

    @cached_property
    def yardstick_of(self) -> dict[str, Yardstick]:
        """The yardstick in whose table a row stands, by the row's id."""
        return {row.id: yardstick for yardstick in self.topic.yardsticks for row in yardstick.table_rows}

    def _grid(self, yardstick: Yardstick) -> list[tuple[CellSet, CellSet, ActTerms]]:
        return [(cell.row, cell.column, self._with_company(list(cell.terms))) for cell in yardstick.cells_asked]

    @cached_property
    def cell_sets(self) -> dict[str, CellSets]:
        """The cells of each yardstick as sets, by what it asks a company to do."""
        return {
            yardstick.commitment: CellSets([terms for _, _, terms in grid], [it.named for it in yardstick.cells_asked])
            for yardstick, grid in self.grids
        }

    def _with_company(self, terms: list[tuple[str, ...] | None]) -> ActTerms:
        if terms[_ACTOR] is None and "actor" in self.dimensions:
            terms[_ACTOR] = (THE_COMPANY,)
        return tuple(terms)

    def continued(self, terms: ActTerms) -> ActTerms:
        """The terms of the part that falls within a version of an act begun before it (TIME-9)."""
        actions, continuations = terms[1], self._continuations
        if actions is None or not continuations or continuations.keys().isdisjoint(actions):
            return terms
        going_on = tuple(dict.fromkeys(after for action in actions for after in continuations.get(action, (action,))))
        return (terms[0], going_on, *terms[2:])

    @cached_property
    def _continuations(self) -> Mapping[str, tuple[str, ...]]:
        return self.dimensions["action"].continuations if "action" in self.dimensions else {}

    def phrase(self, dimension: str, term: str) -> str:
        """How a term reads in a sentence; a range of a scale, in numbers."""
        if scale := self.scale(dimension):
            return scale.scale.shown(term)
        entry = self.terms[dimension][term]
        return entry.phrase or entry.name

    def noun(self, dimension: str, term: str) -> str:
        """How a term reads as a thing: an action's phrase is a verb (sell), its name the noun (sales)."""
        return self.name(dimension, term) if dimension == "action" else self.phrase(dimension, term)

    def name(self, dimension: str, term: str) -> str:
        """The name of a term, as lists show it."""
        return self.phrase(dimension, term) if self.scale(dimension) else self.terms[dimension][term].name

    def word(self, dimension: str) -> str:
        """The readers' word for a dimension."""
        return self.topic.dimensions.used()[dimension].name
