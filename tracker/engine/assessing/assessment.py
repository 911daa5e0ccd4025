"""All findings and all context of one dossier on one day."""

from collections.abc import Iterator
from datetime import date

from tracker.engine.assessing.deeds import Deeds
from tracker.engine.assessing.dues import dues
from tracker.engine.assessing.leads import decided, with_leads
from tracker.engine.assessing.owners import owned_deeds, owned_weights
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.weight import Weight, weigh
from tracker.engine.findings import Assessment, Context, Explain, Finding
from tracker.engine.in_force import in_force_periods
from tracker.records.types.evidence import Evidence

__all__ = ["assess"]


def assess(dossier: Dossier, as_of: date, explain: Explain) -> Assessment:
    """Findings and context of a dossier as of a day; ``explain`` builds a finding's reasons when they are read."""
    standing = [e for e in dossier.evidence if not e.period.begins_after(as_of)]
    in_force = {pledge.id: in_force_periods(pledge, dossier.conditions, as_of) for pledge in dossier.pledges}
    responses = [*dossier.responses, *dossier.related_responses]
    weights = {e.id: weigh(e, dossier.sources, responses, as_of) for e in standing}
    of_acts = {
        (e.id, number): weigh(e, dossier.sources, responses, as_of, number)
        for e in standing
        if any(outcome.acts for outcome in e.outcomes)
        for number, _ in enumerate(e.acts, 1)
    }
    deeds = Deeds(dossier, as_of, in_force)
    judged = list(dues(dossier, in_force, weights, as_of))
    speaking = {statement.evidence.id for due in judged for statement in due.statements}
    findings: list[Finding] = [*judged]
    context: list[Context] = []
    for evidence in standing:
        items = list(_of_evidence(deeds, evidence, weights[evidence.id], of_acts))
        if not items and not evidence.acts and evidence.id not in speaking:
            items = [Context(evidence, "context.no-act", weights[evidence.id])]
        findings += (item for item in items if isinstance(item, Finding))
        context += (item for item in items if isinstance(item, Context))
    findings += owned_deeds(deeds, responses)
    weights |= owned_weights(deeds, responses)
    findings, stale = decided(findings, dossier.decisions)
    return Assessment(with_leads(findings, explain), context, in_force, weights, len(standing), stale, of_acts)


def _of_evidence(
    deeds: Deeds, evidence: Evidence, weight: Weight, of_acts: dict[tuple[str, int], Weight]
) -> Iterator[Finding | Context]:
    """Every finding of one piece of evidence, and why each of its other acts has none."""
    if evidence.nature != "conduct" and not (evidence.nature == "assessment" and weight.excluded):
        yield Context(evidence, f"context.{evidence.nature}", weight)
        return
    if weight.excluded:
        yield Context(evidence, f"context.{weight.excluded.replace(' ', '-')}", weight)
        return
    kept = list(deeds.kept(evidence, weight))
    pledges_kept = {finding.pledge.id for finding in kept if finding.pledge}
    yield from kept
    for number in range(1, len(evidence.acts) + 1):
        act_weight = of_acts.get((evidence.id, number), weight)
        deed = deeds.deed(evidence, number, act_weight)
        if deed is None:
            continue
        if act_weight.excluded:
            yield Context(evidence, f"context.{act_weight.excluded.replace(' ', '-')}", act_weight, (), number)
            continue
        matches = deeds.matches(deed)
        of_act = list(deeds.of_deed(deed, matches, pledges_kept))
        yield from of_act
        if not of_act and not kept:
            yield deeds.context(deed, matches)
