"""Queries for what ends or is due, a page at a time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Ending
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
    topic: str
    days: tuple[date, date] | None
    text: str


_BY_DAY = Order("endings", (Ending.first_day, Ending.topic_id, Ending.company_id, Ending.number))
_WITHOUT_DAY = Order("conditions", (Ending.topic_id, Ending.company_id, Ending.number))


def endings(session: Session, window: Window, *, since: date, dated: bool = True) -> Page[EndingLine]:
    """What ends on a day from ``since`` on, soonest first; else, not ``dated``, what has no day. Raises BadCursor.

    A day known between bounds counts if any of them lies within.
    """
    statement = select(*Ending.__table__.c)
    if dated:
        # The first condition lets SQLite, which sorts what is missing first, begin behind all ends without a day.
        statement = statement.where(Ending.first_day.is_not(None), Ending.last_day >= since)
    else:
        statement = statement.where(Ending.first_day.is_(None))
    return page_of(session, statement, _BY_DAY if dated else _WITHOUT_DAY, window, _ending_line)


def _ending_line(row: AnyRow) -> EndingLine:
    days = (row.first_day, row.last_day) if row.first_day else None
    return EndingLine(company=row.company_id, topic=row.topic_id, days=days, text=row.text)
