"""Queries for upcoming endings and deadlines, from the table kept for today."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import Session

from tracker.models import Ending, IndexedScorecard, Record
from tracker.store.concerning import all_of, note_present

__all__ = ["EndingKey", "Listed", "company_ids", "dated_endings", "dateless_endings"]


class EndingKey(NamedTuple):
    """Where a list of dated ends goes on: after this one."""

    first_day: date
    topic: str
    company: str
    number: int


class Listed(NamedTuple):
    """One row, with the company's name."""

    topic_id: str
    company_id: str
    number: int
    company: str
    pledge_id: str
    version: int
    kind: str
    first_day: date | None
    last_day: date | None
    doubted: bool
    condition_id: str | None
    text: str


_COLUMNS = (
    Ending.topic_id,
    Ending.company_id,
    Ending.number,
    IndexedScorecard.name,
    Ending.pledge_id,
    Ending.version,
    Ending.kind,
    Ending.first_day,
    Ending.last_day,
    Ending.doubted,
    Ending.condition_id,
    Ending.text,
)
_SAME = (IndexedScorecard.topic_id == Ending.topic_id) & (IndexedScorecard.company_id == Ending.company_id)


def dated_endings(session: Session, first: date, last: date, *, after: EndingKey | None, most: int) -> list[Listed]:
    """Ends whose earliest reading lies between two days, soonest first, after one of them. One query."""
    key = (Ending.first_day, Ending.topic_id, Ending.company_id, Ending.number)
    statement = (
        select(*_COLUMNS).join(IndexedScorecard, _SAME).where(Ending.first_day >= first, Ending.first_day <= last)
    )
    if after:
        statement = statement.where(tuple_(*key) > tuple_(*after))
    return [Listed._make(row) for row in session.execute(statement.order_by(*key).limit(most))]


def dateless_endings(session: Session, *, after: EndingKey | None, most: int) -> list[Listed]:
    """Ends of which no day is known, by topic and company. One query."""
    key = (Ending.topic_id, Ending.company_id, Ending.number)
    statement = select(*_COLUMNS).join(IndexedScorecard, _SAME).where(Ending.first_day.is_(None))
    if after:
        statement = statement.where(tuple_(*key) > tuple_(*after[1:]))
    return [Listed._make(row) for row in session.execute(statement.order_by(*key).limit(most))]


def company_ids(session: Session, most: int, first: str = "") -> list[str]:
    """So many companies published now and not taken down, by id, from one of them on. One query."""
    note_present(session, all_of("company"))
    # Texts are kept as published: before, a company taken down was called withdrawn.
    in_use = and_(~Record.body.contains('"taken_down":{'), ~Record.body.contains('"withdrawn":{'))
    statement = select(Record.record_id).where(Record.kind == "company", Record.record_id >= first, in_use)
    return list(session.scalars(statement.order_by(Record.record_id).limit(most)))
