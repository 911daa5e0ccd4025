"""The desk’s reminders: upcoming endings, overdue checks, and reports that need a second origin."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core.dates import Relation
from tracker.core.scope import Answer
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.findings import Finding
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle
from tracker.records.types.decision import FindingWord
from tracker.store.dossiers import fields_records
from tracker.store.ledger import AnyRow, ledger_head
from tracker.store.lists.endings import EndingKey, Listed, dated_endings
from tracker.store.lists.review_due import (
    UNCHECKED_DAYS,
    ScorecardCursor,
    scorecards_counting,
    unchecked_scorecards,
)

__all__ = [
    "ENDING_DAYS",
    "Unchecked",
    "Uncorroborated",
    "ending_soon",
    "unchecked",
    "uncorroborated",
    "would_be_breach",
]

ENDING_DAYS = 90
"""Upcoming ends within this many days are shown."""
_COMPUTED_AT_ONCE = 15


class Unchecked(NamedTuple):
    """A company's record on a topic, and until when it was checked as the topic says it; None: never."""

    company: str
    name: str
    topic: str
    checked_until: str | None


class Uncorroborated(NamedTuple):
    """A report that would be a breach if a second, independent source or a document confirmed it."""

    company: str
    name: str
    topic: str
    evidence: str
    title: str
    pledge: str


def ending_soon(session: Session, today: date, *, after: EndingKey | None = None, most: int = 25) -> list[Listed]:
    """Ends and deadlines of the next 90 days, the soonest first."""
    return dated_endings(session, today, today + timedelta(days=ENDING_DAYS), after=after, most=most)


def unchecked(
    session: Session, today: date, *, after: ScorecardCursor | None = None, most: int = 25
) -> list[Unchecked]:
    """Records not checked for six months, by topic and company.

    A day is compared as text, as topics write it; one that is known less exactly counts from its first day.
    """
    limit = (today - timedelta(days=UNCHECKED_DAYS)).isoformat()
    rows = unchecked_scorecards(session, limit, after, most)
    return [Unchecked(row.company_id, row.name, row.topic_id, row.checked_until) for row in rows]


def uncorroborated(
    session: Session, today: date, *, after: ScorecardCursor | None = None
) -> tuple[list[Uncorroborated], ScorecardCursor | None]:
    """Single reports that would be a breach if corroborated, and where to go on.

    Computed for a few scorecards a time.
    """
    rows = scorecards_counting(session, FindingWord.POSSIBLE_BREACH, after, _COMPUTED_AT_ONCE + 1)
    some = rows[:_COMPUTED_AT_ONCE]
    reports = [report for card in _cards(session, some, today) for report in _reports(card)]
    more = ScorecardCursor(some[-1].topic_id, some[-1].company_id) if len(rows) > len(some) else None
    return reports, more


def _cards(session: Session, rows: list[AnyRow], today: date) -> list[Scorecard]:
    """The scorecards of these index rows as of today, read with one set of queries."""
    head = ledger_head(session)
    if not rows or head.at is None:
        return []
    companies, topics = {row.company_id for row in rows}, {row.topic_id for row in rows}
    bundle = Bundle(fields_records(session, companies, topics, head.position))
    # A company may have been taken down since its row in the list was written.
    indexed = {
        (row.company_id, row.topic_id) for row in rows if row.topic_id in assessed_topics(bundle, row.company_id)
    }
    return [compute(Dossier.of(bundle, company, topic), today, head.at) for company, topic in sorted(indexed)]


def _reports(card: Scorecard) -> list[Uncorroborated]:
    company, topic = card.dossier.company, card.dossier.topic
    return [
        Uncorroborated(
            company.id, company.name, topic.id, finding.evidence.id, finding.evidence.title, finding.pledge.id
        )
        for finding in card.findings
        if finding.lead and finding.evidence and finding.pledge and would_be_breach(finding)
    ]


def would_be_breach(finding: Finding) -> bool:
    """Whether nothing but its weight keeps a finding from being a breach (DEED-8)."""
    return (
        finding.finding == FindingWord.POSSIBLE_BREACH
        and finding.time == Relation.DURING
        and finding.scope == Answer.INSIDE.word
        and finding.weight is not None
        and finding.weight.word == "single report"
    )
