"""Decisions and the findings they are about: a decision needs a finding that the rules make today."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.findings import Finding
from tracker.engine.scorecard import compute
from tracker.records.checking.checks import Fault
from tracker.records.messages import Message
from tracker.records.types.decision import Decision
from tracker.services.publishing.impact import bundle_around

__all__ = ["decision_faults"]


def decision_faults(session: Session, decision: Decision, today: date, now: datetime) -> list[Fault]:
    """Whether the rules find something else than the decision says, in what is published."""
    bundle = bundle_around(session, {decision.company_id}, {decision.topic}, [decision])
    company = bundle.present_id(decision.company_id)
    if decision.topic not in assessed_topics(bundle, company):
        found: list[str] = []
    else:
        card = compute(Dossier.of(bundle, company, decision.topic), today, now)
        found = [finding.computed for finding in _meant(card.findings, decision)]
    if decision.computed in found:
        return []
    told = ", ".join(dict.fromkeys(found)) or "nothing"
    return [Fault(decision.key, ("computed",), Message("not-computed", {"finding": decision.computed, "found": told}))]


def _meant(findings: Iterable[Finding], decision: Decision) -> Iterator[Finding]:
    """The findings that the decision names, as far as it names them."""
    for finding in findings:
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
