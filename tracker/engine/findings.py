"""One finding per act and version of a pledge, with the evidence's weight and the editors' decision (DEED-1, ORDER-6)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from tracker.core.dates import Period, UncertainDate
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import Deadline, InForcePeriod, deadline, in_force_periods
from tracker.engine.rules import GRAVITY, ActQuery, VersionQuery, decide
from tracker.engine.weight import WEIGHTS, Weight, weigh
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Act, Evidence, Fulfilment
from tracker.records.types.pledge import Pledge

SCOPE_WORDS = {2: "inside", 1: "unclear", 0: "outside", -1: "outside"}


@dataclass(frozen=True)
class Finding:
    """What one act means for one version, or what a promise to do something has come to.

    ``computed`` is the engine's word; ``finding`` is the decided one. ``lead`` marks the gravest finding of one pledge
    and piece of evidence; the rest fold under it. ``reasons`` are built when read.
    """

    computed: str
    pledge: Pledge | None
    force: InForcePeriod | None
    evidence: Evidence | None
    act: int | None
    weight: Weight | None
    time: str | None = None
    begun_before: str = "no"
    scope: str | None = None
    yardstick: str | None = None
    asked: ActQuery | None = None
    fulfilment: Fulfilment | None = None
    due: Deadline | None = None
    decision: Decision | None = None
    lead: bool = True
    explain: Callable[["Finding"], list[tuple[str, str]]] = field(default=lambda _: [], compare=False, repr=False)

    @property
    def finding(self) -> str:
        """The decided finding: the computed one, unless editors moved or dismissed it."""
        if self.decision is None or self.decision.decision == "confirmed":
            return self.computed
        return "dismissed" if self.decision.decision == "dismissed" else str(self.decision.to)

    @property
    def message_key(self) -> str:
        """The key of what readers are told: ``KEY`` is its meaning, ``KEY.heading`` its name."""
        word = self.finding
        if word == "missed" and self.fulfilment is not None and self.fulfilment.extent == "part-only":
            word = "missed, in part"
        elif word == "pending" and self.due is None:
            word = "pending, no deadline"
        return f"finding.{word}"

    @cached_property
    def reasons(self) -> list[tuple[str, str]]:
        """Pairs of what a sentence is about (when, scope, so, ...) and the sentence, each checkable by a reader."""
        return self.explain(self)

    @property
    def period(self) -> Period | None:
        """When it was done: the act's own period where it has one, else the evidence's."""
        if self.evidence is None:
            return None
        own = self.evidence.acts[self.act - 1].period if self.act else None
        return own or self.evidence.period

    @property
    def gravity(self) -> int:
        """Place in the order of gravity, the gravest first; dismissed findings last."""
        return GRAVITY.get(self.finding, len(GRAVITY))


Explain = Callable[[Finding], list[tuple[str, str]]]


@dataclass(frozen=True)
class Context:
    """Evidence that yields no finding, with the key of the sentence that says why."""

    evidence: Evidence
    reason: str
    weight: Weight | None = None
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """All findings and all context of one dossier on one day, and the versions they were asked of."""

    findings: list[Finding]
    context: list[Context]
    in_force_periods: dict[str, list[InForcePeriod]]
    weights: dict[str, Weight]
    reviewed: int
    stale_decisions: list[Decision]


def assess(dossier: Dossier, as_of: date, explain: Explain) -> Assessment:
    """Findings and context of a dossier as of a day; ``explain`` builds a finding's reasons when they are read."""
    known = [e for e in dossier.evidence if not e.period.begins_after(as_of)]
    in_force = {pledge.id: in_force_periods(pledge, dossier.conditions, as_of) for pledge in dossier.pledges}
    weights = {e.id: weigh(e, dossier.sources, list(dossier.responses), as_of) for e in known}
    assessor = _Assessor(dossier, as_of, in_force, weights)
    raw: list[Finding] = []
    context: list[Context] = []
    for evidence in known:
        found = list(assessor.of_evidence(evidence))
        raw += found
        if not found:
            context.append(assessor.context_of(evidence))
    raw += assessor.without_evidence(raw)
    findings, stale = _decided(raw, dossier.decisions)
    findings = _with_leads(findings, explain)
    return Assessment(findings, context, in_force, weights, len(known), stale)


class _Assessor:
    """The versions of a dossier compiled once, and the tests that each piece of evidence goes through."""

    def __init__(
        self, dossier: Dossier, as_of: date, in_force: dict[str, list[InForcePeriod]], weights: dict[str, Weight]
    ):
        self.dossier, self.as_of, self.in_force, self.weights = dossier, as_of, in_force, weights
        self.refraining = dossier.topic.yardstick.commitment == "refrain"
        self.asked = {
            pledge.id: list(self._compile(in_force[pledge.id]))
            for pledge in dossier.pledges
            if pledge.commitment == "refrain"
        }

    def _compile(self, versions: list[InForcePeriod]) -> Iterator[tuple[InForcePeriod, VersionQuery]]:
        begun = [force for force in versions if force.begun(self.as_of) and force.ever]
        scopes = [self.dossier.compiled(force.version.scope) for force in begun]
        for i, force in enumerate(begun):
            assert force.span
            successor = scopes[i + 1] if force.ended_by == "replaced" and i + 1 < len(scopes) else None
            yield force, VersionQuery(force.span, scopes[i], successor)

    def act_asked(self, evidence: Evidence, act: Act) -> ActQuery | None:
        """An act as the rules ask it; None where it begins certainly later than the day."""
        period = act.period or evidence.period
        if period.begins_after(self.as_of):
            return None
        seen = act.seen_until or (evidence.seen_until if act.period is None else None)
        terms = self.dossier.act_terms(act)
        yardstick = self.dossier.yardstick.code(terms) if self.refraining else 0
        weight = self.weights[evidence.id]
        return ActQuery(
            period.span(self.as_of, seen), terms, self.dossier.continued(terms), yardstick, weight.sufficient
        )

    def of_evidence(self, evidence: Evidence) -> Iterator[Finding]:
        """Every finding of one piece of evidence."""
        weight = self.weights[evidence.id]
        if evidence.nature != "conduct" or weight.excluded:
            return
        fulfilled = {f.pledge for f in evidence.fulfils}
        for fulfilment in evidence.fulfils:
            pledge = next((p for p in self.dossier.pledges if p.id == fulfilment.pledge), None)
            if pledge and (finding := self._fulfilment(pledge, evidence, fulfilment, weight)):
                yield finding
        for number, act in enumerate(evidence.acts, 1):
            asked = self.act_asked(evidence, act)
            if asked is None:
                continue
            for pledge in self.dossier.pledges:
                if pledge.id not in fulfilled:
                    yield from self._of_act(pledge, evidence, number, asked, weight)
            if not fulfilled and self._no_pledge(asked):
                yield Finding(
                    "no pledge",
                    None,
                    None,
                    evidence,
                    number,
                    weight,
                    yardstick=SCOPE_WORDS[asked.yardstick],
                    asked=asked,
                )

    def _of_act(
        self, pledge: Pledge, evidence: Evidence, number: int, act: ActQuery, weight: Weight
    ) -> Iterator[Finding]:
        for force, version in self.asked.get(pledge.id, ()):
            verdict = decide(version, act)
            if verdict.finding:
                yield Finding(
                    verdict.finding,
                    pledge,
                    force,
                    evidence,
                    number,
                    weight,
                    time=verdict.timing.relation,
                    begun_before=verdict.timing.begun_before,
                    scope=SCOPE_WORDS[verdict.scope],
                    yardstick=SCOPE_WORDS[act.yardstick],
                    asked=act,
                )

    def _no_pledge(self, act: ActQuery) -> bool:
        """No version to refrain had begun, or all were over before the act and never reached it."""
        if act.yardstick <= 0:
            return False
        for versions in self.asked.values():
            for _, version in versions:
                verdict = decide(version, act)
                if verdict.timing.relation != "after" or verdict.scope > 0:
                    return False
        return True

    def _fulfilment(self, pledge: Pledge, evidence: Evidence, fulfilment: Fulfilment, weight: Weight) -> Finding | None:
        begun = [force for force in self.in_force[pledge.id] if force.begun(self.as_of)]
        if not begun:
            return None
        span = evidence.period.span(self.as_of, evidence.seen_until)
        reached = [force for force in begun if force.span and force.span.start_earliest <= span.end_latest]
        force = (reached or begun[:1])[-1]
        due = self._due(force, fulfilment.due)
        limit = due.latest.toordinal() if due and due.latest else None
        common = {"fulfilment": fulfilment, "due": due}
        if pledge.commitment == "refrain":
            return Finding("honoured", pledge, force, evidence, None, weight, **common)  # type: ignore[arg-type]
        if fulfilment.extent in ("none", "part-only"):
            missed = limit is not None and self.as_of.toordinal() > limit and self._speaks_past(evidence, limit)
            word = "missed" if missed and not weight.alleged_only else "falls short so far"
        elif fulfilment.extent == "part":
            word = "partly met"
        elif limit is None or (span.end_latest <= limit):
            word = "met"
        else:
            late = span.end_earliest > limit
            word = "met late" if late else "met, timing unclear"
        return Finding(word, pledge, force, evidence, None, weight, **common)  # type: ignore[arg-type]

    def _due(self, force: InForcePeriod, instance_due: UncertainDate | None) -> Deadline | None:
        if instance_due is not None:
            return Deadline(instance_due.latest, instance_due)
        return deadline(force, self.dossier.conditions, self.as_of)

    def _speaks_past(self, evidence: Evidence, limit: int) -> bool:
        """Whether the record can say what had happened by the deadline: it reaches that day, by its period or sources."""
        span = evidence.period.span(self.as_of, evidence.seen_until)
        if span.end_earliest >= limit:
            return True
        dates = [self.dossier.sources[id].date for id in evidence.sources if id in self.dossier.sources]
        return span.end_latest >= limit and any(d.earliest.toordinal() > limit for d in dates)

    def without_evidence(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """Pending, overdue, dropped before due: promises to do something with nothing on record."""
        on_record = {finding.pledge.id for finding in found if finding.pledge}
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
            yield Finding(word, pledge, force, None, None, None, due=due)

    def context_of(self, evidence: Evidence) -> Context:
        """Why a piece of evidence yields no finding."""
        weight = self.weights[evidence.id]
        if weight.excluded:
            return Context(evidence, f"context.{weight.excluded.replace(' ', '-')}", weight)
        if evidence.nature != "conduct":
            return Context(evidence, f"context.{evidence.nature}", weight)
        acts = [asked for act in evidence.acts if (asked := self.act_asked(evidence, act))]
        outside = [self._outside_yardstick(asked) for asked in acts if asked.yardstick <= 0 and self.refraining]
        if outside and len(outside) == len(acts):
            return Context(
                evidence, "context.outside", weight, tuple(dict.fromkeys(d for names in outside for d in names))
            )
        verdicts = [decide(v, act) for versions in self.asked.values() for _, v in versions for act in acts]
        if any(verdict.timing.relation == "after" for verdict in verdicts):
            later = any(verdict.scope > 0 for verdict in verdicts)
            return Context(evidence, "context.later-version" if later else "context.not-reached", weight)
        return Context(evidence, "context.no-act", weight)

    def _outside_yardstick(self, act: ActQuery) -> list[str]:
        by_name = self.dossier.yardstick.by_name
        names = list(by_name)
        order = {name: i for i, name in enumerate(("actor", "action", "subject", "counterparty", "place", "purpose"))}
        return [name for name in names if by_name[name].code(act.terms[order[name]]) <= 0]


def _decided(findings: list[Finding], decisions: Iterable[Decision]) -> tuple[list[Finding], list[Decision]]:
    """Findings with the newest decision that fits each; decisions on another computed finding are stale."""
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
    """In order of gravity; for one pledge and one piece of evidence the gravest leads and the rest fold under it."""
    ordered = sorted(findings, key=_order)
    seen: set[tuple[str | None, str | None]] = set()
    result: list[Finding] = []
    for finding in ordered:
        pair = (finding.pledge.id if finding.pledge else None, finding.evidence.id if finding.evidence else None)
        result.append(replace(finding, lead=pair not in seen or pair[1] is None, explain=explain))
        seen.add(pair)
    return result


def _order(finding: Finding) -> tuple[int, bool, int, str, str, int, int]:
    """The gravest first; among equals what is surely on the topic, then the heavier."""
    return (
        finding.gravity,
        finding.yardstick == "unclear",
        -WEIGHTS.index(finding.weight.word) if finding.weight else 0,
        finding.evidence.id if finding.evidence else "",
        finding.pledge.id if finding.pledge else "",
        finding.act or 0,
        finding.force.number if finding.force else 0,
    )
