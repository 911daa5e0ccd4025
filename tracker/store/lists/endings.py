"""Queries for upcoming endings and deadlines, from the table kept for today."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import Session

from tracker.models import Ending, IndexedScorecard, Record, Reference, Revision
from tracker.records.types.response import Response
from tracker.store.concerning import all_of, note_present
from tracker.store.published import records_at

__all__ = ["EndingKey", "Listed", "company_ids", "dated_endings", "dateless_endings", "waiting_responses"]


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


def dated_endings(
    session: Session, first: date, last: date, *, after: EndingKey | None, most: int, topic: str = ""
) -> list[Listed]:
    """Ends whose earliest reading lies between two days, soonest first, after one of them. One query."""
    key = (Ending.first_day, Ending.topic_id, Ending.company_id, Ending.number)
    statement = (
        select(*_COLUMNS).join(IndexedScorecard, _SAME).where(Ending.first_day >= first, Ending.first_day <= last)
    )
    if topic:
        statement = statement.where(Ending.topic_id == topic)
    if after:
        statement = statement.where(tuple_(*key) > tuple_(*after))
    return [Listed._make(row) for row in session.execute(statement.order_by(*key).limit(most))]


def dateless_endings(session: Session, *, after: EndingKey | None, most: int, topic: str = "") -> list[Listed]:
    """Ends of which no day is known, by topic and company. One query."""
    key = (Ending.topic_id, Ending.company_id, Ending.number)
    statement = select(*_COLUMNS).join(IndexedScorecard, _SAME).where(Ending.first_day.is_(None))
    if topic:
        statement = statement.where(Ending.topic_id == topic)
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


def waiting_responses(session: Session, position: int, company: str = "") -> list[Response]:
    """Responses at a position that are still waited for, of one company where it is given. Two queries at most."""
    # Of a past position, those that waited then: each of them was published as waiting at some time.
    waiting = Revision.body.contains('"answer":"waiting"') & (Revision.kind == "response")
    statement = select(Revision.record_id).where(waiting).distinct()
    if company:
        naming = select(Reference.revision_id).where(Reference.target_kind == "company", Reference.target_id == company)
        statement = statement.where(Revision.id.in_(naming))
    keys = [("response", id) for id in session.scalars(statement)]
    records = records_at(session, position, keys) if keys else []
    return [it for it in records if isinstance(it, Response) and it.answer == "waiting" and not it.taken_down]
