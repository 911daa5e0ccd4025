"""Decisions beside what is published: only what the rules find today can be decided on."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from tracker.engine.assessing import decisions
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord
from tracker.records.types.decision import Decision
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.impact import bundle_around
from tracker.store.published import current_records

__all__ = ["changed_decisions", "decision_faults", "published_decision_faults"]


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
            records_by_key = {record.key: record for record in around} | {record.key: record for record in together}
            faults += decisions.decision_faults(Bundle(records_by_key.values()), decision, today)
    return faults


def changed_decisions(session: Session, records: Iterable[AnyRecord]) -> list[Decision]:
    """The decisions among these records that are new or changed, without those taken down."""
    named = {record.key: record for record in records if isinstance(record, Decision) and not record.taken_down}
    same = {record.key for record in current_records(session, named) if record == named[record.key]}
    return [record for key, record in named.items() if key not in same]


def published_decision_faults(session: Session, named: Iterable[Decision], today: date) -> list[Fault]:
    """Decisions, just published in this session, on what the rules find neither today nor on the decision's day."""
    faults: list[Fault] = []
    for decision in named:
        around = bundle_around(session, {decision.company_id}, {decision.topic}, [decision])
        faults += decisions.dated_decision_faults(around, decision, today)
    return faults
