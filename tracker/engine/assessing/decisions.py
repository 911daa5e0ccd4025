"""Decisions beside what the rules find: only a finding that they make can be decided on (ORDER-6)."""

from collections.abc import Iterator
from datetime import date

from tracker.engine.assessing.assessment import assess
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.findings import Finding
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import Fault
from tracker.records.messages import Message
from tracker.records.types.decision import Decision

__all__ = ["dated_decision_faults", "decision_faults", "file_decision_faults"]


def decision_faults(bundle: Bundle, decision: Decision, as_of: date) -> list[Fault]:
    """Whether the rules find something else on a day than the decision says; the message tells what they find."""
    computed = [finding.computed for finding in _meant(bundle, decision, as_of)]
    if decision.computed in computed:
        return []
    verdicts = ", ".join(dict.fromkeys(computed)) or "nothing"
    return [
        Fault(decision.key, ("computed",), Message("not-computed", {"finding": decision.computed, "found": verdicts}))
    ]


def file_decision_faults(bundle: Bundle, today: date) -> list[Fault]:
    """Decisions of files that name what the rules find neither today nor on the day of the decision."""
    decisions = (record for record in bundle.standing if isinstance(record, Decision))
    return [fault for decision in decisions for fault in dated_decision_faults(bundle, decision, today)]


def dated_decision_faults(bundle: Bundle, decision: Decision, today: date) -> list[Fault]:
    """The same of one decision: what was found on its day may have been decided on, though the record went on."""
    faults = decision_faults(bundle, decision, today)
    return faults if faults and decision_faults(bundle, decision, min(decision.date.latest, today)) else []


def _meant(bundle: Bundle, decision: Decision, as_of: date) -> Iterator[Finding]:
    """The findings that the decision names, as far as it names them."""
    company = bundle.present_id(decision.company_id)
    if decision.topic not in assessed_topics(bundle, company):
        return
    dossier = Dossier.of(bundle, company, decision.topic)
    for finding in assess(dossier, as_of, lambda _: []).findings:
        evidence = finding.evidence.id if finding.evidence else None
        pledge = finding.pledge.id if finding.pledge else None
        if decision.evidence not in (None, evidence) or decision.pledge not in (None, pledge):
            continue
        if decision.act not in (None, finding.act):
            continue
        if decision.version not in (None, finding.force.number if finding.force else None):
            continue
        if decision.due is None or (finding.due is not None and finding.due.latest == decision.due.latest):
            yield finding
