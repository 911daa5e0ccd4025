"""Findings as version 1 of the rules made them: one for each act or statement, counted for each pledge and record."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from tracker.core.dates import DayBounds, UncertainDate
from tracker.core.scope import DIMENSIONS
from tracker.engine import rules
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.statements import Statement
from tracker.engine.evidence.weight import WEIGHTS, Weight
from tracker.engine.findings import Assessment, Context, DueFinding, Explain, Finding
from tracker.engine.in_force import Deadline, InForcePeriod, deadline, in_force_periods
from tracker.engine.rules_1.dates import DoubtedBounds, as_read, span
from tracker.engine.rules_1.rules import GRAVITY, ActQuery, VersionQuery, decide
from tracker.engine.rules_1.weight import weigh
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Act, Evidence, Fulfilment
from tracker.records.types.pledge import Pledge

__all__ = ["assess_by_rules_1"]

SCOPE_WORDS = {2: "inside", 1: "unclear", 0: "outside", -1: "outside"}


class _Doubted(InForcePeriod):
    """A version that a doubted date left only possibly in force."""

    __slots__ = ()

    # Narrower by word: rules 1 know of no other states than these texts.
    def on(self, as_of: date) -> str:  # type: ignore[override]
        state = super().on(as_of)
        return "unclear" if state == "yes" and self.doubted else state


def _in_force(pledge: Pledge, dossier: Dossier, as_of: date) -> list[InForcePeriod]:
    fields = InForcePeriod.__dataclass_fields__
    return [
        _Doubted(**{name: getattr(force, name) for name in fields})
        for force in in_force_periods(pledge, dossier.conditions, as_of)
    ]


def _bounds(force: InForcePeriod) -> DoubtedBounds:
    assert force.span
    return DoubtedBounds(*force.span, force.doubted)


def assess_by_rules_1(dossier: Dossier, as_of: date, explain: Explain) -> tuple[Dossier, Assessment]:
    """The dossier as these rules read it, and its findings and context as of a day."""
    dossier = as_read(dossier)
    begun = [e for e in dossier.evidence if not e.period.begins_after(as_of)]
    in_force = {pledge.id: _in_force(pledge, dossier, as_of) for pledge in dossier.pledges}
    weights = {e.id: weigh(e, dossier.sources, list(dossier.responses), as_of) for e in begun}
    assessor = _Assessor(dossier, as_of, in_force, weights)
    raw: list[Finding] = []
    context: list[Context] = []
    for evidence in begun:
        of_evidence = list(assessor.of_evidence(evidence))
        raw += of_evidence
        if not of_evidence:
            context.append(assessor.context_of(evidence))
    raw += assessor.without_evidence(raw)
    findings, stale = _decided(raw, dossier.decisions)
    return dossier, Assessment(_with_leads(findings, explain), lambda: context, in_force, weights, len(begun), stale)


class _Assessor:
    def __init__(
        self, dossier: Dossier, as_of: date, in_force: dict[str, list[InForcePeriod]], weights: dict[str, Weight]
    ):
        self.dossier, self.as_of, self.in_force, self.weights = dossier, as_of, in_force, weights
        self.refraining = dossier.topic.yardstick.commitment == "refrain"
        self.versions = {
            pledge.id: list(self._compile(in_force[pledge.id]))
            for pledge in dossier.pledges
            if pledge.commitment == "refrain"
        }

    def _compile(self, versions: list[InForcePeriod]) -> Iterator[tuple[InForcePeriod, VersionQuery]]:
        begun = [force for force in versions if force.begun(self.as_of) and force.ever]
        scopes = [self.dossier.compiled(force.version.scope) for force in begun]
        for i, force in enumerate(begun):
            successor = scopes[i + 1] if force.ended_by == "replaced" and i + 1 < len(scopes) else None
            yield force, VersionQuery(_bounds(force), scopes[i], successor)

    def act_query(self, evidence: Evidence, act: Act) -> ActQuery | None:
        period = act.period or evidence.period
        if period.begins_after(self.as_of):
            return None
        seen = act.seen_until or (evidence.seen_until if act.period is None else None)
        terms = self.dossier.act_terms(act)
        yardstick = self.dossier.yardstick.code(terms) if self.refraining else 0
        sufficient = self.weights[evidence.id].sufficient
        return ActQuery(span(period, self.as_of, seen), terms, self.dossier.continued(terms), yardstick, sufficient)

    def of_evidence(self, evidence: Evidence) -> Iterator[Finding]:
        weight = self.weights[evidence.id]
        if evidence.nature != "conduct" or weight.excluded:
            return
        fulfilled = {f.pledge for f in evidence.fulfils}
        for fulfilment in evidence.fulfils:
            pledge = next((p for p in self.dossier.pledges if p.id == fulfilment.pledge), None)
            if pledge and (finding := self._fulfilment(pledge, evidence, fulfilment, weight)):
                yield finding
        for number, act in enumerate(evidence.acts, 1):
            query = self.act_query(evidence, act)
            if query is None:
                continue
            shown = rules.ActQuery(DayBounds(*query.span[:4]), *query[1:])
            for pledge in self.dossier.pledges:
                if pledge.id not in fulfilled:
                    yield from self._of_act(pledge, evidence, number, query, shown)
            if not fulfilled and self._no_pledge(query):
                word = SCOPE_WORDS[query.yardstick]
                yield Finding("no pledge", None, None, evidence, number, weight, yardstick=word, query=shown)

    def _of_act(
        self, pledge: Pledge, evidence: Evidence, number: int, query: ActQuery, shown: rules.ActQuery
    ) -> Iterator[Finding]:
        for force, version in self.versions.get(pledge.id, ()):
            match = decide(version, query)
            if match.finding:
                yield Finding(
                    match.finding,
                    pledge,
                    force,
                    evidence,
                    number,
                    self.weights[evidence.id],
                    time=match.timing.relation,
                    begun_before=match.timing.begun_before,
                    scope=SCOPE_WORDS[match.scope],
                    yardstick=SCOPE_WORDS[query.yardstick],
                    query=shown,
                )

    def _no_pledge(self, query: ActQuery) -> bool:
        matches = (decide(version, query) for versions in self.versions.values() for _, version in versions)
        return query.yardstick > 0 and all(m.timing.relation == "after" and m.scope <= 0 for m in matches)

    def _fulfilment(self, pledge: Pledge, evidence: Evidence, fulfilment: Fulfilment, weight: Weight) -> Finding | None:
        begun = [force for force in self.in_force[pledge.id] if force.begun(self.as_of)]
        if not begun:
            return None
        done = span(evidence.period, self.as_of, evidence.seen_until)
        reached = [force for force in begun if force.span and force.span.start_earliest <= done.end_latest]
        force = (reached or begun[:1])[-1]
        if pledge.commitment == "refrain":
            return Finding("honoured", pledge, force, evidence, None, weight, fulfilment=fulfilment)
        due = self._due(force, fulfilment.due)
        limit = due.latest.toordinal() if due and due.latest else None
        word = self._word(fulfilment, evidence, done, limit, weight)
        statement = Statement(evidence, fulfilment, weight, done.end_earliest, done.end_latest)
        return DueFinding(
            word, pledge, force, evidence, None, weight, fulfilment=fulfilment, due=due, statements=(statement,)
        )

    def _word(
        self, fulfilment: Fulfilment, evidence: Evidence, done: DoubtedBounds, limit: int | None, weight: Weight
    ) -> str:
        if fulfilment.extent in ("none", "part-only"):
            missed = limit is not None and self.as_of.toordinal() > limit and self._speaks_past(evidence, limit)
            return "missed" if missed and not weight.alleged_only else "falls short so far"
        if fulfilment.extent == "part":
            return "partly met"
        if limit is None or (done.end_latest <= limit and not done.doubted):
            return "met"
        return "met late" if done.end_earliest > limit and not done.doubted else "met, timing unclear"

    def _due(self, force: InForcePeriod, named: UncertainDate | None) -> Deadline | None:
        if named is not None:
            return Deadline(named.latest, named)
        return deadline(force, self.dossier.conditions, self.as_of)

    def _speaks_past(self, evidence: Evidence, limit: int) -> bool:
        done = span(evidence.period, self.as_of, evidence.seen_until)
        if done.end_earliest >= limit:
            return True
        dates = [self.dossier.sources[id].date for id in evidence.sources if id in self.dossier.sources]
        return done.end_latest >= limit and any(d.earliest.toordinal() > limit for d in dates)

    def without_evidence(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        on_record = {finding.pledge.id for finding in findings if finding.pledge}
        for pledge in self.dossier.pledges:
            begun = [force for force in self.in_force[pledge.id] if force.begun(self.as_of)]
            if pledge.commitment != "perform" or pledge.id in on_record or not begun:
                continue
            force = begun[-1]
            due = deadline(force, self.dossier.conditions, self.as_of)
            last = force.span.end_latest if force.span else None
            limit = due.latest.toordinal() if due and due.latest else None
            if force.over(self.as_of) and last is not None and (limit is None or last < limit):
                word = "dropped before due"
            else:
                word = "overdue" if limit is not None and limit < self.as_of.toordinal() else "pending"
            yield DueFinding(word, pledge, force, None, None, None, due=due)

    def context_of(self, evidence: Evidence) -> Context:
        weight = self.weights[evidence.id]
        if weight.excluded:
            return Context(evidence, f"context.{weight.excluded.replace(' ', '-')}", weight)
        if evidence.nature != "conduct":
            return Context(evidence, f"context.{evidence.nature}", weight)
        acts = [query for act in evidence.acts if (query := self.act_query(evidence, act))]
        outside = [self._outside_yardstick(query) for query in acts if query.yardstick <= 0 and self.refraining]
        if outside and len(outside) == len(acts):
            names = tuple(dict.fromkeys(name for some in outside for name in some))
            return Context(evidence, "context.outside", weight, names)
        matches = [decide(v, act) for versions in self.versions.values() for _, v in versions for act in acts]
        if any(match.timing.relation == "after" for match in matches):
            later = any(match.scope > 0 for match in matches)
            return Context(evidence, "context.later-version" if later else "context.not-reached", weight)
        return Context(evidence, "context.no-act", weight)

    def _outside_yardstick(self, query: ActQuery) -> list[str]:
        by_name = self.dossier.yardstick.by_name
        return [name for name in by_name if by_name[name].code(query.terms[DIMENSIONS.index(name)]) <= 0]


def _decided(findings: list[Finding], decisions: Iterable[Decision]) -> tuple[list[Finding], list[Decision]]:
    result = list(findings)
    stale: list[Decision] = []
    for decision in decisions:
        fits = [
            i
            for i, finding in enumerate(findings)
            if decision.pledge == (finding.pledge.id if finding.pledge else None)
            and decision.evidence == (finding.evidence.id if finding.evidence else None)
            and decision.act in (None, finding.act)
            and decision.computed == finding.computed
        ]
        for i in fits:
            result[i] = replace(result[i], decision=decision)
        if not fits:
            stale.append(decision)
    return result, stale


def _with_leads(findings: list[Finding], explain: Explain) -> list[Finding]:
    seen: set[tuple[str | None, str | None]] = set()
    result: list[Finding] = []
    for finding in sorted(findings, key=_order):
        pair = (finding.pledge.id if finding.pledge else None, finding.evidence.id if finding.evidence else None)
        result.append(replace(finding, lead=pair not in seen or pair[1] is None, explain=explain))
        seen.add(pair)
    return result


def _order(finding: Finding) -> tuple[int, bool, int, str, str, int, int]:
    word = finding.finding
    return (
        GRAVITY.index(word) if word in GRAVITY else len(GRAVITY),
        finding.yardstick == "unclear",
        -WEIGHTS.index(finding.weight.word) if finding.weight else 0,
        finding.evidence.id if finding.evidence else "",
        finding.pledge.id if finding.pledge else "",
        finding.act or 0,
        finding.force.number if finding.force else 0,
    )
