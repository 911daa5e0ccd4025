"""Upgrading a site to a new version of the rules: recorded in the ledger, with the changes that it makes."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.engine import RULES_VERSION
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.rules import GRAVITY
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle
from tracker.records.types.rules import RuleChange, Rules
from tracker.services.intake.importing import OPERATOR
from tracker.services.publishing.publish import Proposal, publish
from tracker.store.database.connecting import Database
from tracker.store.derived.scorecard_index import derived_version, every_company, records_of_companies, shared_records
from tracker.store.ledger import ledger_head
from tracker.store.rules import FIRST_RULES, rules_published

__all__ = ["MOST_CHANGES", "adopt_rules"]

MOST_CHANGES = 1000
"""The most scorecards listed; of further ones only the number is stored."""
_AT_ONCE = 100
_AUTHOR = "upgrade"
_NOTE = "Version 2 of the rules. What was known before this entry is still read by version 1."


def adopt_rules(database: Database, clock: Clock, zone: tzinfo) -> bool:
    """Publish from when the rules of this program hold, where another version made the site's lists; whether it did.

    Any number of processes may call it at once: one does it. It comes before the lists are made anew.
    """
    with database.reading() as session:
        if not _waits(session):
            return False
    with database.writing() as session:
        if not _waits(session):
            return False
        now = clock.now()
        changes = list(_changes(session, now.astimezone(zone).date(), now))
        record = Rules(
            kind="rules",
            id="rules",
            version=RULES_VERSION,
            changes=tuple(changes[:MOST_CHANGES]),
            more=len(changes[MOST_CHANGES:]),
        )
        publish(session, clock, [Proposal(record, note=_NOTE)], author=_AUTHOR, publisher=OPERATOR)
    return True


def _waits(session: Session) -> bool:
    earlier = (derived_version(session) or "").endswith(f" rules {FIRST_RULES}")
    return earlier and ledger_head(session).position > 0 and rules_published(session) is None


def _changes(session: Session, today: date, now: datetime) -> Iterator[RuleChange]:
    """Every scorecard that the two versions read differently, by company."""
    companies = sorted(every_company(session))
    shared = Bundle(shared_records(session))
    for i in range(0, len(companies), _AT_ONCE):
        for id, records in records_of_companies(session, companies[i : i + _AT_ONCE]).items():
            bundle = shared.with_records(records)
            for topic in assessed_topics(bundle, id):
                before, after = (
                    _finding_counts(compute(Dossier.of(bundle, id, topic), today, now, rules))
                    for rules in (FIRST_RULES, RULES_VERSION)
                )
                if before != after:
                    yield RuleChange(company=id, topic=topic, before=before, after=after)


def _finding_counts(card: Scorecard) -> str:
    """The findings of a scorecard with their numbers, the most serious first."""
    counts = sorted(card.counts.items(), key=lambda item: GRAVITY.get(item[0], len(GRAVITY)))
    return ", ".join(f"{finding} {number}" for finding, number in counts) or "none"
