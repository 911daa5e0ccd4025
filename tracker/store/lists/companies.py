"""Queries for lists of companies with their scorecard index, and for the matrix.

Every list is paginated by key and takes a constant number of queries. Each row of the scorecard index carries the day
it was computed for, and says if a publication or a later day has made it outdated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, bindparam, exists, false, func, null, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import BindParameter

from tracker.core.search.words import fold, words
from tracker.models import IndexedScorecard, Job
from tracker.models.derived.scorecard_index import ALL_TOPICS, row_answer
from tracker.store.ledger import AnyRow
from tracker.store.lists.paging import AnySelect, Order, Page, Window, page_of

__all__ = [
    "NO_FINDING",
    "SORTS",
    "CompanyFields",
    "CompanyFilter",
    "CompanyLine",
    "companies",
    "company_count",
    "company_fields",
    "ids_meeting",
    "matrix",
    "meets",
    "pledge_states",
]


NO_FINDING = "none"
"""Asks for companies without findings, where a gravest finding is asked for."""
_ROW = IndexedScorecard.__table__.c
"""The table itself: statements of it are executed in half the time of those of the class."""
SORTS = {
    "name": Order("name", (_ROW.sort_name,)),
    "strength": Order("strength", (_ROW.strength_order, _ROW.sort_name)),
    "gravity": Order("gravity", (_ROW.gravity_order, _ROW.sort_name)),
    "ending": Order("ending", (_ROW.ending_order, _ROW.sort_name)),
}
"""Orders of companies: by name; strongest words, gravest finding or soonest end first, those without one last."""
_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class CompanyFilter:
    """Which companies are asked for; what is None is not asked.

    Without ``topic`` each company has one line over all its topics: its strongest words, its gravest finding.
    ``gravest`` may be NO_FINDING. ``text``: every word of it stands in the name or an alias, whatever case or accents.
    ``row`` is one of the topic's yardstick, and ``says`` what the words say of it: covered, unclear, lapsed, nothing.
    ``sector`` is scheme and code, in any case.
    """

    topic: str | None = None
    strength: str | None = None
    gravest: str | None = None
    pledge_state: str | None = None
    text: str | None = None
    row: str | None = None
    says: str | None = None
    country: str | None = None
    sector: str | None = None


class CompanyLine(NamedTuple):
    """A company's standing on a topic (None: over all) on the day ``as_of``. ``overtaken``: it may have changed since.

    ``next_end`` has the earliest and latest reading of the soonest known last day; ``rows`` is by row of the yardstick
    what ``tracker.engine.summary.row_summaries`` gives.
    """

    company: str
    name: str
    topic: str | None
    strength: str
    covered: int
    possible: int
    cells: int
    gravest: str | None
    contrary: int
    counts: dict[str, int]
    reviewed: int
    pledge_state: str
    next_end: tuple[date, date] | None
    next_pledge: str | None
    checked_until: str | None
    headline: str
    record_line: str
    rows: dict[str, Any]
    as_of: date
    overtaken: bool


def companies(
    session: Session, filters: CompanyFilter, sort: str, window: Window, today: date, *, without: tuple[str, ...] = ()
) -> Page[CompanyLine]:
    """Companies that meet the filter, sorted by one of SORTS; raises BadCursor. ``today`` tells what is overtaken.

    ``without``: which of ``counts`` and ``rows``, the longest fields, are left empty.
    """
    return page_of(session, _listed(filters, without), SORTS[sort], window, _company_line, {"today": today})


@lru_cache(maxsize=200)
def _listed(filters: CompanyFilter, without: tuple[str, ...]) -> AnySelect:
    """The companies that meet a filter; ``today`` is a parameter."""
    stale = exists().where(Job.kind == "refresh", Job.key == _ROW.company_id)
    overtaken = or_(stale, func.coalesce(_ROW.valid_until <= bindparam("today"), false()))
    orders = (_ROW.sort_name, _ROW.strength_order, _ROW.gravity_order, _ROW.ending_order)
    line = [null().label(column.key) if column.key in without else column for column in _LINE]
    return _meeting(select(*line, overtaken.label("overtaken"), *orders), filters)


def ids_meeting(session: Session, filters: CompanyFilter, most: int | None = None) -> list[str]:
    """The ids of the companies that meet the filter, or of so many of them."""
    statement = _meeting(select(_ROW.company_id), filters).order_by(_ROW.company_id)
    return list(session.scalars(statement.limit(most)).all())


def company_count(session: Session, filters: CompanyFilter) -> int:
    """How many companies meet the filter."""
    return session.scalar(_counted(filters)) or 0


@lru_cache(maxsize=200)
def _counted(filters: CompanyFilter) -> AnySelect:
    return _meeting(select(func.count()).select_from(IndexedScorecard.__table__), filters)


def pledge_states(session: Session, topic: str | None = None) -> dict[str, int]:
    """How many companies there are of each state of pledges, on a topic or over all."""
    statement = select(_ROW.pledge_state, func.count()).group_by(_ROW.pledge_state)
    return {row[0]: row[1] for row in session.execute(_meeting(statement, CompanyFilter(topic)))}


@dataclass(frozen=True, slots=True)
class CompanyFields:
    """What companies of a list can be told apart by: codes of countries, and sectors with their words."""

    countries: list[str]
    sectors: dict[str, str]


def company_fields(session: Session, topic: str | None = None) -> CompanyFields:
    """The countries and sectors of the companies on a topic, or of all. Two queries, a look-up for each of them."""
    values = {"topic": topic or ALL_TOPICS}
    if "\0" in values["topic"]:
        return CompanyFields([], {})
    sectors = sorted(session.execute(_sectors(), values), key=lambda row: row.name)
    return CompanyFields(sorted(session.scalars(_countries(), values)), {row.value: row.name for row in sectors})


@cache
def _countries() -> Select[str]:
    values = _values_of(_ROW.country)
    return select(values.c.value).where(values.c.value.is_not(None))


@cache
def _sectors() -> Select[str, str]:
    values = _values_of(_ROW.sector)
    named = (_ROW.topic_id == _TOPIC) & (_ROW.sector == values.c.value)
    name = select(func.max(_ROW.sector_name)).where(named).scalar_subquery()
    return select(values.c.value, name.label("name")).where(values.c.value.is_not(None))


_TOPIC: BindParameter[str] = bindparam("topic")


def _values_of(column: ColumnElement[str]) -> CTE:
    """The different values of a column on a topic, each found by an index from the one before; the last is NULL."""
    on_topic = _ROW.topic_id == _TOPIC
    values = select(func.min(column).label("value")).where(on_topic, column > "").cte("value", recursive=True)
    following = select(func.min(column)).where(on_topic, column > values.c.value).scalar_subquery()
    return values.union_all(select(following).where(values.c.value.is_not(None)))


def matrix(session: Session, topic: str, window: Window, today: date) -> Page[CompanyLine]:
    """The companies of a topic with their cells: those with pledges first by strength, those without last."""
    return companies(session, CompanyFilter(topic), "strength", window, today)


def _meeting(statement: AnySelect, filters: CompanyFilter) -> AnySelect:
    if "\0" in "".join(
        (
            filters.topic or "",
            filters.strength or "",
            filters.gravest or "",
            filters.pledge_state or "",
            filters.sector or "",
        )
    ):
        return statement.where(false())  # a sign that PostgreSQL takes in no text
    statement = statement.where(_ROW.topic_id == (filters.topic or ALL_TOPICS))
    if filters.strength is not None:
        statement = statement.where(_ROW.strength == filters.strength)
    if filters.gravest is not None:
        wanted = None if filters.gravest == NO_FINDING else filters.gravest
        statement = statement.where(_ROW.gravest.is_(None) if wanted is None else _ROW.gravest == wanted)
    if filters.country is not None:
        statement = statement.where(_ROW.country == filters.country)
    if filters.sector is not None:
        statement = statement.where(_ROW.sector == fold(filters.sector))
    if filters.pledge_state is not None:
        statement = statement.where(_ROW.pledge_state == filters.pledge_state)
    if filters.text and filters.text.strip():
        statement = statement.where(*_with_words(filters.text))
    if filters.row is not None:
        # No LIKE, for which some databases take capitals and small letters for the same.
        without = func.replace(_ROW.says, row_answer(filters.row, filters.says or "nothing"), "")
        statement = statement.where(func.length(without) < func.length(_ROW.says))
    return statement


def meets(row: Mapping[str, Any], filters: CompanyFilter) -> bool:
    """Whether a row that is not in the list, as it is of another moment, would be among those of the filter."""
    values = {
        "strength": filters.strength,
        "pledge_state": filters.pledge_state,
        "country": filters.country,
        "sector": filters.sector and fold(filters.sector),
    }
    if any(value is not None and row[name] != value for name, value in values.items()):
        return False
    if filters.gravest is not None and (row["gravest"] or NO_FINDING) != filters.gravest:
        return False
    if filters.row is not None and row_answer(filters.row, filters.says or "nothing") not in row["says"]:
        return False
    text = (filters.text or "").strip()
    folded_words = [word.folded for word in words(text)][:_MOST_WORDS]
    return all(word in row["names"] for word in folded_words) and bool(folded_words) is bool(text)


def _with_words(text: str) -> list[ColumnElement[bool]]:
    """That all these words stand in the names; nothing is called by signs alone."""
    folded_words = list(dict.fromkeys(word.folded for word in words(text)))[:_MOST_WORDS]
    return [_ROW.names.contains(word, autoescape=True) for word in folded_words] or [false()]


_LINE = (
    *(
        _ROW.company_id,
        _ROW.name,
        _ROW.topic_id,
        _ROW.strength,
        _ROW.covered,
        _ROW.possible,
        _ROW.cells,
        _ROW.gravest,
        _ROW.contrary,
    ),
    *(_ROW.counts, _ROW.reviewed, _ROW.pledge_state, _ROW.next_last_day, _ROW.next_last_day_latest, _ROW.next_pledge),
    *(_ROW.checked_until, _ROW.headline, _ROW.record_line, _ROW.rows, _ROW.as_of),
)
"""The columns of a line, in the order of its fields."""


def _company_line(row: AnyRow) -> CompanyLine:
    # By their places: by name it takes as long as all else.
    company, name, topic, *numbers, counts, reviewed, state, first, last, pledge = row[:15]
    checked, headline, record, rows, as_of, overtaken = row[15:21]
    standing = (company, name, topic or None, *numbers, counts or {}, reviewed, state)
    said = ((first, last) if first else None, pledge, checked, headline, record, rows or {}, as_of, bool(overtaken))
    return CompanyLine._make((*standing, *said))
