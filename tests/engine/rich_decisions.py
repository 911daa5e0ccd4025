"""Decisions of editors on what is found in a rich world."""

from collections.abc import Iterator
from datetime import date

from tests.engine.rich_topics import Data, choices_of
from tests.factories import KNOWN_AT
from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import compute
from tracker.records.bundle import Bundle
from tracker.records.kinds import from_body

MOVED_TO = ("possible loophole", "unaddressed", "possible breach", "overdue", "met late", "falls short so far")


def rich_decisions(number: int, records: list[Data], as_of: date) -> Iterator[Data]:
    """What editors said of some findings of acme, by the rules of either version: confirmed, dismissed or moved."""
    choices = choices_of(f"decisions {number}")
    dossier = Dossier.of(Bundle([from_body(record) for record in records]), "acme", "topic")
    findings = [finding for rules in ("2", "1") for finding in compute(dossier, as_of, KNOWN_AT, rules).findings]
    for place in range(choices.number(0, 5) if findings else 0):
        finding = choices.one(findings)
        decision = choices.one(("confirmed", "dismissed", "dismissed", "downgraded", "upgraded"))
        data: Data = {"kind": "decision", "id": f"acme/decision-{place}", "topic": "topic", "reason": "So it is."}
        data |= {
            "computed": str(finding.computed),
            "decision": decision,
            "editor": choices.one(("E. Ditor", "A. Other")),
        }
        data["date"] = choices.one(("2020-06-01", "2020-06", "2020-06-15", "[2020-06-10..2020-06-20]"))
        if finding.evidence:
            data["evidence"] = finding.evidence.id
        if finding.pledge:
            data["pledge"] = finding.pledge.id
        if finding.act and choices.rarely(2):
            data["act"] = finding.act
        if finding.force and choices.rarely(3):
            data["version"] = finding.force.number
        if finding.due and finding.due.latest and choices.rarely(2):
            data["due"] = finding.due.latest.isoformat()
        yield data | ({"to": choices.one(MOVED_TO)} if decision in ("downgraded", "upgraded") else {})
