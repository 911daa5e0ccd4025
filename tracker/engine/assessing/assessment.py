"""All findings and all context of one dossier on one day."""

from collections.abc import Sequence
from datetime import date

from tracker.engine.assessing.act_sets import ActMatch
from tracker.engine.assessing.deeds import Deed, Deeds
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
    matches = _matches(deeds, standing, weights, of_acts)
    for evidence in standing:
        weight = weights[evidence.id]
        made, left = _of_evidence(deeds, evidence, weight, matches.get(evidence.id, ()))
        if not made and not left and not evidence.acts and evidence.id not in speaking:
            left = [Context(evidence, "context.no-act", weight)]
        findings += made
        context += left
    findings += owned_deeds(deeds, responses)
    weights |= owned_weights(deeds, responses)
    findings, stale = decided(findings, dossier.decisions)
    return Assessment(with_leads(findings, explain), context, in_force, weights, len(standing), stale, of_acts)


def _matches(
    deeds: Deeds, standing: list[Evidence], weights: dict[str, Weight], of_acts: dict[tuple[str, int], Weight]
) -> dict[str, list[tuple[Deed, ActMatch]]]:
    """The acts of standing conduct with what the rules say of each, by evidence; without those that begin later."""
    asked = (
        deed
        for evidence in standing
        if evidence.nature == "conduct" and not weights[evidence.id].excluded
        for deed in deeds.deeds(evidence, weights[evidence.id], of_acts)
    )
    result: dict[str, list[tuple[Deed, ActMatch]]] = {}
    for deed, match in deeds.matched(asked):
        result.setdefault(deed.evidence.id, []).append((deed, match))
    return result


def _of_evidence(
    deeds: Deeds, evidence: Evidence, weight: Weight, matches: Sequence[tuple[Deed, ActMatch]]
) -> tuple[list[Finding], list[Context]]:
    """Every finding of one piece of evidence, and why each of its other acts has none."""
    if evidence.nature != "conduct" and not (evidence.nature == "assessment" and weight.excluded):
        return [], [Context(evidence, f"context.{evidence.nature}", weight)]
    if weight.excluded:
        return [], [Context(evidence, _set_aside(weight), weight)]
    kept = list(deeds.kept(evidence, weight)) if evidence.fulfils else []
    pledges_kept = {finding.pledge.id for finding in kept if finding.pledge}
    findings, context = list(kept), list[Context]()
    for deed, match in matches:
        if deed.weight.excluded:
            context.append(Context(evidence, _set_aside(deed.weight), deed.weight, (), deed.number))
            continue
        of_act = deeds.of_deed(deed, match, pledges_kept) if match.findings or match.passed_by else []
        if of_act:
            findings += of_act
        elif not kept:
            context.append(deeds.context(deed, match))
    return findings, context


def _set_aside(weight: Weight) -> str:
    """Why what was cleared, or taken back, is context."""
    return f"context.{(weight.excluded or '').replace(' ', '-')}"
