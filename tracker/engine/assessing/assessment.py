"""All findings and all context of one dossier on one day."""

from collections.abc import Collection
from datetime import date
from functools import partial

from tracker.engine.assessing.act_sets import members
from tracker.engine.assessing.deeds import Deeds
from tracker.engine.assessing.dues import dues
from tracker.engine.assessing.leads import decided, with_leads
from tracker.engine.assessing.owners import owned_deeds, owned_weights
from tracker.engine.assessing.taken_over import Former, TakenOver
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.weight import Weight, weigh
from tracker.engine.findings import Assessment, Context, Explain, Finding
from tracker.records.types.evidence import Evidence

__all__ = ["assess"]


def assess(dossier: Dossier, as_of: date, explain: Explain, former: Former | None = None) -> Assessment:
    """Findings and context of a dossier as of a day; ``explain`` builds a finding's reasons when they are read.

    What a ``former`` assessment of the same company and topic found of the same records is taken over from it.
    """
    standing = [e for e in dossier.evidence if not e.period.begins_after(as_of)]
    over = TakenOver(dossier, as_of, former)
    in_force = over.in_force
    responses = [*dossier.responses, *dossier.related_responses]
    weights = {e.id: over.weight(e, partial(weigh, e, dossier.sources, responses, as_of)) for e in standing}
    of_acts = {
        (e.id, number): weigh(e, dossier.sources, responses, as_of, number)
        for e in standing
        if any(outcome.acts for outcome in e.outcomes)
        for number, _ in enumerate(e.acts, 1)
    }
    deeds = Deeds(dossier, as_of, in_force)
    judged = over.dues(weights)
    if judged is None:
        judged = list(dues(dossier, in_force, weights, as_of))
    again = {e.id: items for e in standing if (items := over.of_evidence(e, weights[e.id])) is not None}
    conduct = _Conduct(deeds, [e for e in standing if e.id not in again], weights, of_acts)
    taken_over = [item for items in again.values() for item in items if isinstance(item, Finding)]
    findings = [*judged, *conduct.findings, *taken_over, *owned_deeds(deeds, responses)]
    weights = weights | owned_weights(deeds, responses)
    findings, stale = decided(findings, dossier.decisions)
    over.name_again(findings)
    speaking = {statement.evidence.id for due in judged for statement in due.statements}
    context_again = {id: [item for item in items if isinstance(item, Context)] for id, items in again.items()}
    context = partial(_context, conduct, speaking, standing, context_again)
    return Assessment(with_leads(findings, explain), context, in_force, weights, len(standing), stale, of_acts)


def _context(
    conduct: "_Conduct", speaking: set[str], standing: list[Evidence], taken_over: dict[str, list[Context]]
) -> list[Context]:
    """What yields no finding, in the order of the records: what is found anew, and what was taken over."""
    context = conduct.context(speaking)
    if not taken_over:
        return context
    by_evidence = dict(taken_over)
    for item in context:
        by_evidence.setdefault(item.evidence.id, []).append(item)
    return [item for evidence in standing for item in by_evidence.get(evidence.id, ())]


class _Conduct:
    """The findings of standing evidence, and why what is left of it yields none."""

    def __init__(
        self, deeds: Deeds, standing: list[Evidence], weights: dict[str, Weight], of_acts: dict[tuple[str, int], Weight]
    ):
        self._deeds, self._standing, self._weights = deeds, standing, weights
        conduct = [e for e in standing if e.nature == "conduct" and not weights[e.id].excluded]
        self._asked = [deed for e in conduct for deed in deeds.deeds(e, weights[e.id], of_acts)]
        self._matches = deeds.matched(self._asked)
        self._kept = {e.id: kept for e in conduct if e.fulfils and (kept := list(deeds.kept(e, weights[e.id])))}
        self._with_findings: set[int] = set()
        self.findings = [finding for kept in self._kept.values() for finding in kept]
        self._add_findings_on_acts()

    def _add_findings_on_acts(self) -> None:
        passed_by = set(members(self._matches.passed_by))
        kept = {
            id: {finding.pledge.id for finding in findings if finding.pledge} for id, findings in self._kept.items()
        }
        for place, (deed, matches) in enumerate(zip(self._asked, self._matches.findings, strict=True)):
            if not (matches or place in passed_by) or deed.weight.excluded:
                continue
            pledges_kept = kept.get(deed.evidence.id, ())
            of_act = self._deeds.of_deed(deed, matches, pledges_kept)
            if not pledges_kept and place in passed_by:
                of_act += self._deeds.without_pledge(deed)
            if of_act:
                self._with_findings.add(place)
                self.findings += of_act

    def context(self, speaking: Collection[str]) -> list[Context]:
        """What yields no finding, in the order of the records; ``speaking`` says how far a promise to act had come."""
        by_evidence: dict[str, list[Context]] = {}
        after, reached = set(members(self._matches.after)), set(members(self._matches.reached))
        for place, deed in enumerate(self._asked):
            on_act = by_evidence.setdefault(deed.evidence.id, [])
            if deed.weight.excluded:
                on_act.append(Context(deed.evidence, _excluded(deed.weight), deed.weight, (), deed.number))
            elif place not in self._with_findings and deed.evidence.id not in self._kept:
                on_act.append(self._deeds.context(deed, after=place in after, reached=place in reached))
        result: list[Context] = []
        for evidence in self._standing:
            weight = self._weights[evidence.id]
            if weight.excluded and evidence.nature in ("conduct", "assessment"):
                result.append(Context(evidence, _excluded(weight), weight))
            elif evidence.nature != "conduct":
                result.append(Context(evidence, f"context.{evidence.nature}", weight))
            elif not evidence.acts and evidence.id not in self._kept and evidence.id not in speaking:
                result.append(Context(evidence, "context.no-act", weight))
            result += by_evidence.get(evidence.id, ())
        return result


def _excluded(weight: Weight) -> str:
    """The key of why what was cleared is context."""
    assert weight.excluded
    return f"context.{weight.excluded.replace(' ', '-')}"
