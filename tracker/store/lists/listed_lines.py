"""Queries for lines of scorecards across companies: findings, dues, gaps and cells as they stand today."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.core.search_words import fold
from tracker.models import IndexedScorecard, Ledger, ListedLine, Revision
from tracker.models.scorecard_index import ALL_TOPICS
from tracker.records.kinds import Key
from tracker.store.lists.paging import Order, Page, Window, page_of
from tracker.store.published import with_keys

__all__ = ["LINE_SORTS", "LineFilter", "line_meets", "listed_lines", "position_since", "positions_of"]

_PLACE = (ListedLine.company_id, ListedLine.topic_id, ListedLine.number)
LINE_SORTS = {
    "company": Order("company", _PLACE),
    "date": Order("date", (ListedLine.first_day, *_PLACE)),
    "sector": Order("sector", (ListedLine.sector, *_PLACE)),
    "changed": Order("changed", (ListedLine.changed, *_PLACE)),
}
"""Orders of lines: by company; by the first possible day, those without one left out; by sector; by the last change."""
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines of a part are listed; what is empty or None does not filter.

    ``first`` and ``last`` are a period that the line’s days must touch. ``changed`` is the position in the ledger after
    which a record that it names was published.
    """

    part: str
    company: str = ""
    topic: str = ""
    state: str = ""
    country: str = ""
    sector: str = ""
    first: date | None = None
    last: date | None = None
    changed: int | None = None


def listed_lines(session: Session, chosen: LineFilter, sort: str, window: Window) -> Page[str]:
    """A page of the lines as JSON texts, in one of LINE_SORTS; raises BadCursorError. One query."""
    columns = (*_PLACE, ListedLine.first_day, ListedLine.sector, ListedLine.changed, ListedLine.body)
    statement = select(*columns).where(ListedLine.part == chosen.part, *_conditions(chosen))
    if sort == "date":
        statement = statement.where(ListedLine.first_day.is_not(None))
    return page_of(session, statement, LINE_SORTS[sort], window, lambda row: str(row.body))


def _conditions(chosen: LineFilter) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (ListedLine.company_id, chosen.company),
        (ListedLine.topic_id, chosen.topic),
        (ListedLine.state, chosen.state),
        (ListedLine.sector, fold(chosen.sector)),
    ):
        if value:
            yield column == value
    if chosen.country:
        there = select(IndexedScorecard.company_id).where(IndexedScorecard.topic_id == ALL_TOPICS)
        yield ListedLine.company_id.in_(there.where(IndexedScorecard.country == chosen.country))
    if chosen.first is not None:
        yield ListedLine.last_day >= chosen.first
    if chosen.last is not None:
        yield ListedLine.first_day <= chosen.last
    if chosen.changed is not None:
        yield ListedLine.changed > chosen.changed


def line_meets(row: Mapping[str, Any], country: str, chosen: LineFilter) -> bool:
    """Whether a row that is not in the table, as it is of another moment, would be among those of the filter."""
    texts = {"company_id": chosen.company, "topic_id": chosen.topic, "state": chosen.state}
    if any(value and row[name] != value for name, value in texts.items()):
        return False
    if (chosen.sector and row["sector"] != fold(chosen.sector)) or (chosen.country and country != chosen.country):
        return False
    if (chosen.first or chosen.last) and row["first_day"] is None:
        return False
    if (chosen.first and row["last_day"] < chosen.first) or (chosen.last and row["first_day"] > chosen.last):
        return False
    return chosen.changed is None or bool(row["changed"] > chosen.changed)


def position_since(session: Session, moment: datetime) -> int:
    """The position of the last entry before a moment: what was published at it or later comes after this one."""
    return session.scalar(select(func.max(Ledger.position)).where(Ledger.at < moment)) or 0


def positions_of(session: Session, keys: Collection[Key], position: int) -> dict[Key, int]:
    """Where each of these records was last published, at or before a position of the ledger."""
    ordered, positions = sorted(keys), dict[Key, int]()
    for i in range(0, len(ordered), _AT_ONCE):
        statement = (
            select(Revision.kind, Revision.record_id, func.max(Ledger.position))
            .join(Ledger, Ledger.revision_id == Revision.id)
            .where(with_keys(Revision, ordered[i : i + _AT_ONCE]), Ledger.position <= position)
            .group_by(Revision.kind, Revision.record_id)
        )
        positions |= {(kind, id): last for kind, id, last in session.execute(statement)}
    return positions
