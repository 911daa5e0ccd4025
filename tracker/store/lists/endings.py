"""Queries for upcoming endings and deadlines, from the table kept for today."""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, Select, and_, bindparam, select, tuple_
from sqlalchemy.orm import Session

from tracker.models import Ending, IndexedScorecard, Record, Reference, Revision
from tracker.records.public_body import TAKEN_DOWN_MARKS
from tracker.records.types.response import Response
from tracker.store.concerning import all_of, note_present
from tracker.store.lists.paging import AnySelect
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


_END, _STANDING = Ending.__table__.c, IndexedScorecard.__table__.c
"""The tables themselves: statements of them are executed in half the time of those of the classes."""
_COLUMNS = (
    _END.topic_id,
    _END.company_id,
    _END.number,
    _STANDING.name,
    _END.pledge_id,
    _END.version,
    _END.kind,
    _END.first_day,
    _END.last_day,
    _END.doubted,
    _END.condition_id,
    _END.text,
)
_SAME = (_STANDING.topic_id == _END.topic_id) & (_STANDING.company_id == _END.company_id)


_BY_DAY = (_END.first_day, _END.topic_id, _END.company_id, _END.number)
"""The order of ends: those of one day, and those without a day, by what comes after it."""


def dated_endings(
    session: Session, first: date, last: date, *, after: EndingKey | None, most: int, topic: str = ""
) -> list[Listed]:
    """Ends whose earliest reading lies between two days, soonest first, after one of them. One query."""
    values = {"first": first, "last": last, "topic": topic, "most": most}
    return _endings(session, _listed(dated=True, topic=bool(topic), after=bool(after)), values, after)


def dateless_endings(session: Session, *, after: EndingKey | None, most: int, topic: str = "") -> list[Listed]:
    """Ends of which no day is known, by topic and company. One query."""
    values = {"topic": topic, "most": most}
    return _endings(session, _listed(dated=False, topic=bool(topic), after=bool(after)), values, after)


def _endings(session: Session, statement: AnySelect, values: dict[str, Any], after: EndingKey | None) -> list[Listed]:
    place = {f"after_{i}": value for i, value in enumerate(after)} if after else {}
    return [Listed._make(row) for row in session.execute(statement, {**values, **place}).all()]


@cache
def _listed(*, dated: bool, topic: bool, after: bool) -> AnySelect:
    """Ends with a day between two, or without one; whatever the days, the topic and the place are."""
    statement = select(*_COLUMNS).join(IndexedScorecard.__table__, _SAME)
    first, last = (bindparam(name, type_=Date) for name in ("first", "last"))
    if dated:
        statement = statement.where(_END.first_day >= first, _END.first_day <= last)
    else:
        statement = statement.where(_END.first_day.is_(None))
    if topic:
        statement = statement.where(_END.topic_id == bindparam("topic"))
    order = list(enumerate(_BY_DAY))[0 if dated else 1 :]
    if after:
        place = tuple_(*(bindparam(f"after_{i}", type_=column.type) for i, column in order))
        statement = statement.where(tuple_(*(column for _, column in order)) > place)
    return statement.order_by(*(column for _, column in order)).limit(bindparam("most", type_=Integer))


def company_ids(session: Session, most: int, first: str = "") -> list[str]:
    """So many companies published now and not taken down, by id, from one of them on. One query."""
    note_present(session, all_of("company"))
    return list(session.scalars(_companies(), {"first": first, "most": most}).all())


@cache
def _companies() -> Select[str]:
    record = Record.__table__.c
    # Texts are kept as published: before, a company taken down was called withdrawn.
    in_use = and_(*(~record.body.contains(mark) for mark in TAKEN_DOWN_MARKS))
    statement = select(record.record_id).where(record.kind == "company", record.record_id >= bindparam("first"), in_use)
    return statement.order_by(record.record_id).limit(bindparam("most", type_=Integer))


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
