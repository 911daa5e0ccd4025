"""Queries for lines of scorecards across companies: findings, dues, gaps and cells as they stand today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from tracker.core.search.words import fold
from tracker.models import IndexedScorecard, Ledger, ListedLine, Revision
from tracker.models.derived.scorecard_index import ALL_TOPICS
from tracker.records.kinds import Key
from tracker.store.ledger import AnyRow
from tracker.store.lists.paging import AnySelect, Order, Page, Window, page_of
from tracker.store.published import with_keys

__all__ = ["LINE_SORTS", "LineFilter", "ListedText", "line_meets", "listed_lines", "position_since", "positions_of"]

_ROW = ListedLine.__table__.c
"""The table itself: statements of it are executed in half the time of those of the class."""
_PLACE = (_ROW.company_id, _ROW.topic_id, _ROW.number)
LINE_SORTS = {
    "company": Order("company", _PLACE),
    "date": Order("date", (_ROW.first_day, *_PLACE)),
    "until": Order("until", (_ROW.last_day, *_PLACE)),
    "sector": Order("sector", (_ROW.sector, *_PLACE)),
    "changed": Order("changed", (_ROW.changed, *_PLACE)),
}
"""Orders of lines: by company; by the first or the last possible day, without those of no day; by sector; by change."""
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


class ListedText(NamedTuple):
    """A line: whose it is, on which topic, and all of it as JSON text."""

    company: str
    topic: str
    body: str


def listed_lines(session: Session, chosen: LineFilter, sort: str, window: Window) -> Page[ListedText]:
    """A page of the lines, in one of LINE_SORTS; raises BadCursorError. One query."""
    values = {it.name: getattr(chosen, it.name) for it in fields(chosen)}
    given = frozenset(name for name, value in values.items() if value not in ("", None))
    values["sector"] = fold(chosen.sector)
    statement = _listed(given, sort, bool(window.after or window.before))
    return page_of(session, statement, LINE_SORTS[sort], window, _text, values)


def _text(row: AnyRow) -> ListedText:
    return ListedText(row.company_id, row.topic_id, row.body)


@cache
def _listed(given: frozenset[str], sort: str, placed: bool) -> AnySelect:
    """The lines with these filters, whatever their values are.

    From a place in the list on, what bounds its order too is compared and not looked up: a database would begin there.
    """
    columns = [*LINE_SORTS[sort].columns, _ROW.body]
    conditions = {**_CONDITIONS, **(_COMPARED if placed else {})}
    statement = select(*columns).where(*(conditions[name] for name in sorted(given)))
    first = LINE_SORTS[sort].columns[0]
    return statement.where(first.is_not(None)) if sort in ("date", "until") else statement


_STANDING = IndexedScorecard.__table__.c
_THERE = select(_STANDING.company_id).where(_STANDING.topic_id == ALL_TOPICS, _STANDING.country == bindparam("country"))
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "part": _ROW.part == bindparam("part"),
    "company": _ROW.company_id == bindparam("company"),
    "topic": _ROW.topic_id == bindparam("topic"),
    "state": _ROW.state == bindparam("state"),
    "sector": _ROW.sector == bindparam("sector"),
    "country": _ROW.company_id.in_(_THERE),
    "first": _ROW.last_day >= bindparam("first"),
    "last": _ROW.first_day <= bindparam("last"),
    "changed": _ROW.changed > bindparam("changed"),
}
"""What each field of a filter asks of a line."""
_COMPARED: dict[str, ColumnElement[bool]] = {
    "first": func.coalesce(_ROW.last_day, _ROW.last_day) >= bindparam("first"),
    "changed": func.coalesce(_ROW.changed, _ROW.changed) > bindparam("changed"),
}
"""The same for columns that lists are ordered by, in a form for which no index is used."""


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
    # As position_at does, and for the same reason.
    last = select(Ledger.position).where(Ledger.at < moment).order_by(Ledger.at.desc()).limit(1)
    return session.scalar(last) or 0


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
