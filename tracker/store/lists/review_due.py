"""Queries for scorecard index rows that need attention, paginated by topic and company."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, true, tuple_
from sqlalchemy.orm import Session

from tracker.models import IndexedScorecard
from tracker.models.derived.scorecard_index import ALL_TOPICS, NO_LIST
from tracker.store.ledger import AnyRow

__all__ = [
    "UNCHECKED_DAYS",
    "ScorecardCursor",
    "checked_before",
    "scorecards_counting",
    "scorecards_to_check",
    "unchecked_scorecards",
]

UNCHECKED_DAYS = 183
"""Records not checked for this many days are shown: about six months."""


class ScorecardCursor(NamedTuple):
    """Where a list of scorecards goes on: after this topic and company."""

    topic: str
    company: str


def unchecked_scorecards(session: Session, day: str, after: ScorecardCursor | None, most: int) -> list[AnyRow]:
    """Those never checked, or checked up to a day before this one, as texts; topic and company, name, the day."""
    return _page(session, checked_before(day), after, most)


def checked_before(day: str) -> ColumnElement[bool]:
    """Whether a row of the index was never checked, or up to a day before this one."""
    return or_(IndexedScorecard.checked_until.is_(None), IndexedScorecard.checked_until < day)


def scorecards_to_check(
    session: Session, company: str, topic: str, after: ScorecardCursor | None, most: int
) -> list[AnyRow]:
    """All of a company, of a topic, or of both; the same columns."""
    of_company = IndexedScorecard.company_id == company if company else true()
    of_topic = IndexedScorecard.topic_id == topic if topic else true()
    return _page(session, and_(of_company, of_topic), after, most)


def scorecards_counting(session: Session, finding: str, after: ScorecardCursor | None, most: int) -> list[AnyRow]:
    """Those with at least one such finding."""
    return _page(session, IndexedScorecard.counts[finding].as_integer() > 0, after, most)


def _page(session: Session, condition: ColumnElement[bool], after: ScorecardCursor | None, most: int) -> list[AnyRow]:
    topic, company = IndexedScorecard.topic_id, IndexedScorecard.company_id
    columns = (topic, company, IndexedScorecard.name, IndexedScorecard.checked_until)
    statement = select(*columns).where(topic.not_in((ALL_TOPICS, NO_LIST)), condition)
    if after:
        statement = statement.where(tuple_(topic, company) > tuple_(after.topic, after.company))
    return list(session.execute(statement.order_by(topic, company).limit(most)))
