"""Conduct set beside promises to refrain.

One finding per act and version that the rules give one for (DEED-1 to DEED-10).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.core.dates import DayBounds, UncertainDate
from tracker.core.scope import DIMENSIONS, Answer
from tracker.core.vocabulary import Vocabulary
from tracker.engine.assessing.act_sets import Matches, matched
from tracker.engine.assessing.asked_dues import told_by
from tracker.engine.dossier import ActTerms, Dossier
from tracker.engine.evidence.weight import Weight
from tracker.engine.findings import Context, Finding
from tracker.engine.in_force import InForcePeriod
from tracker.engine.rules import ActQuery, RuleMatch, VersionQuery
from tracker.records.types.company import Company
from tracker.records.types.decision import FindingWord
from tracker.records.types.evidence import Act, Evidence, Fulfilment
from tracker.records.types.pledge import Pledge

__all__ = ["Deed", "Deeds", "horizon"]

_WORDS = {word: word.value for word in FindingWord}
SCOPE_WORDS = {2: Answer.INSIDE.word, 1: Answer.UNCLEAR.word, 0: Answer.OUTSIDE.word, -1: Answer.OUTSIDE.word}


class Deed(NamedTuple):
    """One act as the rules ask it. ``doubts`` are keys of what keeps it from being a breach beside time and scope."""

    evidence: Evidence
    number: int
    query: ActQuery
    weight: Weight
    doubts: tuple[str, ...] = ()


def horizon(checked_until: UncertainDate | None, as_of: date) -> int | None:
    """H: the day of which something is said for lack of a record, as a day number.

    None where nobody checked (CHECK-2).
    """
    return min(as_of, checked_until.earliest).toordinal() if checked_until else None


class Deeds:
    """The versions of a dossier compiled once, and the tests that each act goes through."""

    def __init__(self, dossier: Dossier, as_of: date, in_force: Mapping[str, list[InForcePeriod]]):
        self.dossier, self.as_of, self.in_force = dossier, as_of, in_force
        self.refraining = dossier.for_acts.commitment == "refrain"
        self.horizon = horizon(dossier.checked_until, as_of)
        core = dossier.for_acts.core
        self._wanted = {name: terms for name in dossier.dimensions if (terms := core.of(name))}
        self._touching = [
            _Touching(DIMENSIONS.index(name), dossier.dimensions[name], terms) for name, terms in self._wanted.items()
        ]
        self._reaching: dict[int, int] = {}  # by the identity of scopes, which the dossier keeps
        self.versions = [
            (pledge, force, version)
            for pledge in dossier.pledges
            if pledge.commitment == "refrain"
            for force, version in self._compile(in_force[pledge.id])
        ]

    def _compile(self, versions: list[InForcePeriod]) -> Iterator[tuple[InForcePeriod, VersionQuery]]:
        begun = [force for force in versions if force.begun(self.as_of) and force.ever]
        scopes = [self.dossier.compiled(force.version.scope) for force in begun]
        for i, force in enumerate(begun):
            assert force.span
            successor = scopes[i + 1] if force.ended_by == "replaced" and i + 1 < len(scopes) else None
            yield force, VersionQuery(force.span, scopes[i], successor)

    def deeds(
        self,
        evidence: Evidence,
        weight: Weight,
        of_acts: Mapping[tuple[str, int], Weight] | None = None,
        company: Company | None = None,
    ) -> Iterator[Deed]:
        """The acts of the company, or of another one, as the rules ask them; without those that begin certainly later.

        ``of_acts`` has weights that differ from that of the evidence, by its id and the act's number.
        """
        dossier, act_terms, continued = self.dossier, self.dossier.act_terms, self.dossier.continued
        yardstick = dossier.yardstick.code if self.refraining else None
        later, shared, sufficient = evidence.period.begins_after(self.as_of), None, weight.sufficient
        for number, act in enumerate(evidence.acts, 1):
            period = act.period
            if period.begins_after(self.as_of) if period else later:
                continue
            if period is None and act.seen_until is None:
                span = shared = shared or self._span(evidence, act)
            else:
                span = self._span(evidence, act)
            own = of_acts.get((evidence.id, number), weight) if of_acts else weight
            heavy = sufficient if own is weight else own.sufficient
            terms = act_terms(act, company)
            query = ActQuery(span, terms, continued(terms), yardstick(terms) if yardstick else 0, heavy)
            yield Deed(evidence, number, query, own)

    def _span(self, evidence: Evidence, act: Act) -> DayBounds:
        """When an act was done."""
        seen = act.seen_until or (evidence.seen_until if act.period is None else None)
        return (act.period or evidence.period).span(self.as_of, seen, told_by(self.dossier, evidence))

    def owned(self, deed: Deed, span: DayBounds, doubts: tuple[str, ...]) -> Deed:
        """The part of a subsidiary's act in the time it was owned, for the owner's scorecard (OWNER-1, OWNER-2)."""
        as_subsidiary = "subsidiary" in self.dossier.dimensions.get("actor", ())
        terms = tuple(
            ("subsidiary",) if name == "actor" and as_subsidiary else own_terms
            for name, own_terms in zip(DIMENSIONS, deed.query.terms, strict=True)
        )
        yardstick = self.dossier.yardstick.code(terms) if self.refraining else 0
        query = deed.query._replace(
            span=span,
            terms=terms,
            continued=self.dossier.continued(terms),
            yardstick=yardstick,
            sufficient=deed.query.sufficient and not doubts,
        )
        return deed._replace(query=query, doubts=doubts)

    def matched(self, deeds: Iterable[Deed]) -> Matches:
        """What the rules say of acts."""
        return matched([version for _, _, version in self.versions], [deed.query for deed in deeds])

    def of_deed(self, deed: Deed, matches: Sequence[tuple[int, RuleMatch]], kept: Collection[str]) -> list[Finding]:
        """Every finding that the rules give one act; ``kept`` are the pledges that its evidence says were kept."""
        result, touches = [], self._touches_core(deed.query.terms) if matches else False
        for place, match in matches:
            pledge, force, version = self.versions[place]
            if pledge.id not in kept:
                result.append(_finding(match, pledge, force, deed, (touches, self._reach(version))))
        return result

    def without_pledge(self, deed: Deed) -> list[Finding]:
        """The finding on an act that no version reached, where it is one (DEED-10, CHECK-2).

        It is where the act is on the topic, and of a time that was checked.
        """
        act = deed.query
        if self.horizon is None or act.yardstick <= 0 or act.span.start_earliest > self.horizon:
            return []
        return [
            Finding(
                FindingWord.NO_PLEDGE,
                None,
                None,
                deed.evidence,
                deed.number,
                deed.weight,
                yardstick=SCOPE_WORDS[act.yardstick],
                query=act,
                doubts=deed.doubts,
            )
        ]

    def _touches_core(self, terms: ActTerms) -> bool:
        """Whether an act touches the yardstick's core terms (ORDER-7)."""
        return all(core.touched_by(terms[core.place]) for core in self._touching)

    def _reach(self, version: VersionQuery) -> int:
        """How far a version reaches the yardstick's core terms (ORDER-7)."""
        reach = self._reaching.get(id(version.scope))
        if reach is None:
            codes = (version.scope.by_name[name].code(wanted) for name, wanted in self._wanted.items())
            reach = self._reaching[id(version.scope)] = min(codes, default=2)
        return reach

    def kept(self, evidence: Evidence, weight: Weight) -> Iterator[Finding]:
        """Pledges to refrain of which the evidence says that they were kept (DEED-1)."""
        for fulfilment in evidence.fulfils:
            pledge = next((p for p in self.dossier.pledges if p.id == fulfilment.pledge), None)
            if pledge is None or pledge.commitment != "refrain" or fulfilment.extent not in ("full", "part"):
                continue
            if force := self._version_kept(pledge, evidence, fulfilment):
                yield Finding(FindingWord.HONOURED, pledge, force, evidence, None, weight, fulfilment=fulfilment)

    def _version_kept(self, pledge: Pledge, evidence: Evidence, fulfilment: Fulfilment) -> InForcePeriod | None:
        begun = [force for force in self.in_force[pledge.id] if force.begun(self.as_of)]
        if fulfilment.version is not None:
            return next((force for force in begun if force.number == fulfilment.version), None)
        last = evidence.period.span(self.as_of, evidence.seen_until).end_latest
        reached = [force for force in begun if force.span and force.span.start_earliest <= last]
        return reached[-1] if reached else next(iter(begun), None)

    def context(self, deed: Deed, *, after: bool, reached: bool) -> Context:
        """Why an act yields no finding (DEED-3); ``after`` and ``reached`` as in ``Matches``."""
        query = deed.query
        if self.refraining and query.yardstick <= 0:
            return Context(deed.evidence, "context.outside", deed.weight, self._outside_yardstick(query), deed.number)
        key = "context.no-act"
        if after:
            key = "context.later-version" if reached else "context.not-reached"
        return Context(deed.evidence, key, deed.weight, (), deed.number)

    def _outside_yardstick(self, act: ActQuery) -> tuple[str, ...]:
        """The dimensions in which an act is outside: of each the yardstick has said so just now."""
        terms, limits = act.terms, self.dossier.yardstick.limits
        return tuple([DIMENSIONS[place] for place, answers, _ in limits if answers[terms[place]] <= 0])


class _Touching:
    """The yardstick's core in one dimension, and whether acts have a term in common with it; remembered."""

    def __init__(self, place: int, vocabulary: Vocabulary, core: tuple[str, ...]):
        self.place = place
        self._vocabulary, self._mask = vocabulary, vocabulary.below_any(core)
        self._answers: dict[tuple[str, ...] | None, bool] = {None: True}

    def touched_by(self, terms: tuple[str, ...] | None) -> bool:
        """Whether these terms and the core have one in common, themselves or below them."""
        answer = self._answers.get(terms)
        if answer is None:
            assert terms is not None
            answer = self._answers[terms] = bool(self._vocabulary.below_any(terms) & self._mask)
        return answer


def _finding(match: RuleMatch, pledge: Pledge, force: InForcePeriod, deed: Deed, core: tuple[bool, int]) -> Finding:
    word, when, scope = match
    assert word
    return Finding.of(
        computed=_WORDS[word],  # its ``str()`` would be a text of its own each time
        pledge=pledge,
        force=force,
        evidence=deed.evidence,
        act=deed.number,
        weight=deed.weight,
        time=when.relation,
        begun_before=when.begun_before,
        scope=SCOPE_WORDS[scope],
        yardstick=SCOPE_WORDS[deed.query.yardstick],
        core=core,
        query=deed.query,
        doubts=deed.doubts,
    )
