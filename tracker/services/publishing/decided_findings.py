"""Decisions beside what is published: only what the rules find today can be decided on."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from tracker.engine.assessing import decisions
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord
from tracker.records.types.decision import Decision
from tracker.services.publishing.checks import faults_among_published
from tracker.services.publishing.impact import bundle_around

__all__ = ["decision_faults"]


def decision_faults(session: Session, records: Iterable[AnyRecord], today: date) -> list[Fault]:
    """Decisions that name what the rules do not find, once all these records are published together.

    None is named where the records cannot be published for another reason.
    """
    together, faults = list(records), list[Fault]()
    named = [record for record in together if isinstance(record, Decision)]
    if not named or faults_among_published(session, together, ()):
        return faults
    for decision in named:
        if decision.taken_down is None:
            around = bundle_around(session, {decision.company_id}, {decision.topic}, together)
            known = {record.key: record for record in around} | {record.key: record for record in together}
            faults += decisions.decision_faults(Bundle(known.values()), decision, today)
    return faults
