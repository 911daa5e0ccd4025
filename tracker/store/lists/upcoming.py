"""Queries for what ends or is due, a page at a time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Ending, IndexedScorecard
from tracker.models.derived.scorecard_index import ALL_TOPICS
from tracker.store.ledger import AnyRow
from tracker.store.lists.paging import Order, Page, Window, page_of

__all__ = [
    "EndingLine",
    "endings",
]


@dataclass(frozen=True, slots=True)
class EndingLine:
    """An end or deadline to come, as ``tracker.engine.upcoming.endings`` tells it.

    ``days`` are its earliest and latest reading.
    """

    company: str
    name: str
    topic: str
    pledge: str
    version: int
    kind: str
    days: tuple[date, date] | None
    doubted: bool
    condition: str | None
    text: str


_BY_DAY = Order("endings", (Ending.first_day, Ending.topic_id, Ending.company_id, Ending.number))
_WITHOUT_DAY = Order("conditions", (Ending.topic_id, Ending.company_id, Ending.number))


def endings(
    session: Session,
    window: Window,
    *,
    since: date,
    until: date | None = None,
    topic: str | None = None,
    company: str | None = None,
    dated: bool = True,
) -> Page[EndingLine]:
    """What ends on a day from ``since`` to ``until``, soonest first; else, not ``dated``, what has no day. BadCursor.

    A day known between bounds counts if any of them lies within.
    """
    name = (
        select(IndexedScorecard.name)
        .where(IndexedScorecard.topic_id == ALL_TOPICS, IndexedScorecard.company_id == Ending.company_id)
        .scalar_subquery()
    )
    statement = select(*Ending.__table__.c, name.label("name"))
    if dated:
        # The first condition lets SQLite, which sorts what is missing first, begin behind all ends without a day.
        statement = statement.where(Ending.first_day.is_not(None), Ending.last_day >= since)
        if until is not None:
            statement = statement.where(Ending.first_day <= until)
    else:
        statement = statement.where(Ending.first_day.is_(None))
    if topic is not None:
        statement = statement.where(Ending.topic_id == topic)
    if company is not None:
        statement = statement.where(Ending.company_id == company)
    return page_of(session, statement, _BY_DAY if dated else _WITHOUT_DAY, window, _ending_line)


def _ending_line(row: AnyRow) -> EndingLine:
    return EndingLine(
        company=row.company_id,
        name=row.name or row.company_id,
        topic=row.topic_id,
        pledge=row.pledge_id,
        version=row.version,
        kind=row.kind,
        days=(row.first_day, row.last_day) if row.first_day else None,
        doubted=row.doubted,
        condition=row.condition_id,
        text=row.text,
    )
