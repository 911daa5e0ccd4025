"""Queries for the sitemap: every record with a page of its own, and when it was last changed."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import IndexedScorecard, Ledger, Record
from tracker.models.derived.scorecard_index import ALL_TOPICS, NO_LIST
from tracker.records.kinds import Key

__all__ = ["ChangedRecord", "ChangedScorecard", "changed_records", "changed_scorecards", "count_by_kind"]

_TAKEN_DOWN = '"taken_down":{'


class ChangedRecord(NamedTuple):
    """A record that is published, and when it was last changed."""

    key: Key
    at: datetime


class ChangedScorecard(NamedTuple):
    """A company on a topic that lists have, and when any record that is filed under the company was last changed."""

    company: str
    topic: str
    at: datetime


def count_by_kind(session: Session, kinds: Collection[str]) -> dict[str, int]:
    """How many records of these kinds are published."""
    statement = select(Record.kind, func.count()).where(Record.kind.in_(kinds)).group_by(Record.kind)
    return {row[0]: row[1] for row in session.execute(statement)}


def changed_records(session: Session, kind: str, first: int, most: int) -> list[ChangedRecord]:
    """Records of a kind by their ids, ``most`` from number ``first`` (from 0) on, without what was taken down."""
    some = select(Record).where(Record.kind == kind).order_by(Record.record_id).offset(first).limit(most).subquery()
    statement = (
        select(some.c.record_id, Ledger.at)
        .join(Ledger, Ledger.revision_id == some.c.revision_id)
        .where(some.c.body.not_like(f"%{_TAKEN_DOWN}%"))
        .order_by(some.c.record_id)
    )
    return [ChangedRecord((kind, id), at) for id, at in session.execute(statement)]


def changed_scorecards(session: Session, first: int, most: int) -> list[ChangedScorecard]:
    """The scorecards of the companies of number ``first`` (from 0) and on, ``most`` companies, by id."""
    companies = (
        select(Record.record_id)
        .where(Record.kind == "company")
        .order_by(Record.record_id)
        .offset(first)
        .limit(most)
        .subquery()
    )
    changed = (
        select(Record.company_id, func.max(Ledger.at).label("at"))
        .join(Ledger, Ledger.revision_id == Record.revision_id)
        .where(Record.company_id.in_(select(companies.c.record_id)))
        .group_by(Record.company_id)
        .subquery()
    )
    statement = (
        select(IndexedScorecard.company_id, IndexedScorecard.topic_id, changed.c.at)
        .join(changed, changed.c.company_id == IndexedScorecard.company_id)
        .where(IndexedScorecard.topic_id.not_in((ALL_TOPICS, NO_LIST)))
        .order_by(IndexedScorecard.company_id, IndexedScorecard.topic_id)
    )
    return [ChangedScorecard(*row) for row in session.execute(statement)]
