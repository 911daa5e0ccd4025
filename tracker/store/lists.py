"""Queries for lists: companies with their scorecard index, upcoming endings, records, incoming references.

Every list is paginated by key and takes a constant number of queries. Each row of the scorecard index carries the day
it was computed for, and says if a publication or a later day has made it outdated.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, or_, select
from sqlalchemy.orm import Session

from tracker.core.search_words import fold, words
from tracker.models import Ending, IndexedScorecard, PendingRefresh, Record, Reference
from tracker.models.scorecard_index import ALL_TOPICS, row_answer
from tracker.records.kinds import Key
from tracker.store.ledger import AnyRow
from tracker.store.paging import AnySelect, Order, Page, Window, page_of

__all__ = [
    "NO_FINDING",
    "SORTS",
    "CompanyFields",
    "CompanyFilter",
    "CompanyLine",
    "EndingLine",
    "Mention",
    "RecordLine",
    "companies",
    "company_count",
    "company_fields",
    "endings",
    "evidence_of",
    "leading_to",
    "matrix",
    "pledge_states",
    "pledges_of",
    "records_by_day",
    "records_meeting",
    "titles",
]

NO_FINDING = "none"
"""Asks for companies without findings, where a gravest finding is asked for."""
SORTS = {
    "name": Order("name", (IndexedScorecard.sort_name,)),
    "strength": Order("strength", (IndexedScorecard.strength_order, IndexedScorecard.sort_name)),
    "gravity": Order("gravity", (IndexedScorecard.gravity_order, IndexedScorecard.sort_name)),
    "ending": Order("ending", (IndexedScorecard.ending_order, IndexedScorecard.sort_name)),
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


@dataclass(frozen=True, slots=True)
class CompanyLine:
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


def companies(session: Session, filters: CompanyFilter, sort: str, window: Window, today: date) -> Page[CompanyLine]:
    """Companies that meet the filter, sorted by one of SORTS; raises BadCursor. ``today`` tells what is overtaken."""
    stale = exists().where(PendingRefresh.company_id == IndexedScorecard.company_id)
    overtaken = or_(stale, func.coalesce(IndexedScorecard.valid_until <= today, false()))
    statement = _meeting(select(*IndexedScorecard.__table__.c, overtaken.label("overtaken")), filters)
    return page_of(session, statement, SORTS[sort], window, _company_line)


def company_count(session: Session, filters: CompanyFilter) -> int:
    """How many companies meet the filter."""
    return session.scalar(_meeting(select(func.count()).select_from(IndexedScorecard), filters)) or 0


def pledge_states(session: Session, topic: str | None = None) -> dict[str, int]:
    """How many companies there are of each state of pledges, on a topic or over all."""
    statement = select(IndexedScorecard.pledge_state, func.count()).group_by(IndexedScorecard.pledge_state)
    return {row[0]: row[1] for row in session.execute(_meeting(statement, CompanyFilter(topic)))}


@dataclass(frozen=True, slots=True)
class CompanyFields:
    """What companies of a list can be told apart by: codes of countries, and sectors with their words."""

    countries: list[str]
    sectors: dict[str, str]


def company_fields(session: Session, topic: str | None = None) -> CompanyFields:
    """The countries and sectors of the companies on a topic, or of all. One query."""
    columns = (IndexedScorecard.country, IndexedScorecard.sector, IndexedScorecard.sector_name)
    rows = session.execute(_meeting(select(*columns).distinct(), CompanyFilter(topic))).all()
    sectors = {row.sector: row.sector_name for row in sorted(rows, key=lambda row: row.sector_name) if row.sector}
    return CompanyFields(sorted({row.country for row in rows if row.country}), sectors)


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
    statement = statement.where(IndexedScorecard.topic_id == (filters.topic or ALL_TOPICS))
    if filters.strength is not None:
        statement = statement.where(IndexedScorecard.strength == filters.strength)
    if filters.gravest is not None:
        wanted = None if filters.gravest == NO_FINDING else filters.gravest
        statement = statement.where(
            IndexedScorecard.gravest.is_(None) if wanted is None else IndexedScorecard.gravest == wanted
        )
    if filters.country is not None:
        statement = statement.where(IndexedScorecard.country == filters.country)
    if filters.sector is not None:
        statement = statement.where(IndexedScorecard.sector == fold(filters.sector))
    if filters.pledge_state is not None:
        statement = statement.where(IndexedScorecard.pledge_state == filters.pledge_state)
    if filters.text and filters.text.strip():
        statement = statement.where(*_with_words(filters.text))
    if filters.row is not None:
        # No LIKE, for which some databases take capitals and small letters for the same.
        without = func.replace(IndexedScorecard.says, row_answer(filters.row, filters.says or "nothing"), "")
        statement = statement.where(func.length(without) < func.length(IndexedScorecard.says))
    return statement


def _with_words(text: str) -> list[ColumnElement[bool]]:
    """That all these words stand in the names; nothing is called by signs alone."""
    folded_words = list(dict.fromkeys(word.folded for word in words(text)))[:_MOST_WORDS]
    return [IndexedScorecard.names.contains(word, autoescape=True) for word in folded_words] or [false()]


def _company_line(row: AnyRow) -> CompanyLine:
    return CompanyLine(
        company=row.company_id,
        name=row.name,
        topic=row.topic_id or None,
        strength=row.strength,
        covered=row.covered,
        possible=row.possible,
        cells=row.cells,
        gravest=row.gravest,
        contrary=row.contrary,
        counts=row.counts,
        reviewed=row.reviewed,
        pledge_state=row.pledge_state,
        next_end=(row.next_last_day, row.next_last_day_latest) if row.next_last_day else None,
        next_pledge=row.next_pledge,
        checked_until=row.checked_until,
        headline=row.headline,
        record_line=row.record_line,
        rows=row.rows,
        as_of=row.as_of,
        overtaken=bool(row.overtaken),
    )


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


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A published record in a list.

    ``day`` is the first day it may be of: said, done or published; None without one.
    """

    kind: str
    id: str
    title: str
    company: str | None
    topic: str | None
    day: date | None
    position: int


_NEWEST = Order("newest", (Record.day, Record.position), descending=True)
_LINE = (
    Record.kind,
    Record.record_id,
    Record.title,
    Record.company_id,
    Record.topic_id,
    Record.day,
    Record.position,
)


def _record_line(row: AnyRow) -> RecordLine:
    day = date.fromordinal(row.day) if row.day else None
    return RecordLine(row.kind, row.record_id, row.title, row.company_id, row.topic_id, day, row.position)


def records_by_day(session: Session, kind: str, window: Window) -> Page[RecordLine]:
    """All records of a kind, such as sources, newest first; raises BadCursor."""
    return page_of(session, select(*_LINE).where(Record.kind == kind), _NEWEST, window, _record_line)


def titles(session: Session, kind: str, ids: Collection[str]) -> dict[str, str]:
    """What records of a kind are called, by id; ids that are not published are left out. One query."""
    statement = select(Record.record_id, Record.title).where(Record.kind == kind, Record.record_id.in_(ids))
    return {row.record_id: row.title for row in session.execute(statement)}


def pledges_of(session: Session, company: str, window: Window, topic: str | None = None) -> Page[RecordLine]:
    """The pledges of a company, the last announced first; raises BadCursor."""
    return _of_company(session, "pledge", company, topic, window)


def evidence_of(session: Session, company: str, window: Window, topic: str | None = None) -> Page[RecordLine]:
    """The evidence about a company, also what is about others too, the latest first; raises BadCursor."""
    return _of_company(session, "evidence", company, topic, window)


def _of_company(session: Session, kind: str, company: str, topic: str | None, window: Window) -> Page[RecordLine]:
    named = select(Reference.revision_id).where(Reference.target_kind == "company", Reference.target_id == company)
    own = select(*_LINE).where(Record.revision_id.in_(named))
    if topic is not None:
        bears = exists().where(Reference.revision_id == Record.revision_id)
        own = own.where(bears.where(Reference.target_kind == "topic", Reference.target_id == topic))
    # First the few records of the company, then their order: else a database walks all records of the kind by day.
    few = own.cte("own").prefix_with("MATERIALIZED")
    order = Order(_NEWEST.name, (few.c.day, few.c.position), descending=True)
    return page_of(session, select(*few.c).where(few.c.kind == kind), order, window, _record_line)


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that names another, and the fields in which it does: ``versions.0.source``."""

    record: RecordLine
    fields: tuple[str, ...]


_LAST_PUBLISHED = Order("mentions", (Reference.revision_id,), descending=True)


def leading_to(session: Session, key: Key, window: Window, kinds: Collection[str] = ()) -> Page[Mention]:
    """The records that name one (of some kinds, where given), the last published first; raises BadCursor."""
    current = exists().where(Record.revision_id == Reference.revision_id)
    if kinds:
        current = current.where(Record.kind.in_(kinds))
    named = (Reference.target_kind == key[0], Reference.target_id == key[1])
    statement = select(Reference.revision_id).distinct().where(*named, current)
    page = page_of(session, statement, _LAST_PUBLISHED, window, lambda row: int(row.revision_id))
    records = select(Record.revision_id, *_LINE).where(Record.revision_id.in_(page.rows))
    by_revision = {row.revision_id: _record_line(row) for row in session.execute(records)}
    fields: dict[int, list[str]] = {id: [] for id in page.rows}
    rows = select(Reference.revision_id, Reference.field).where(*named, Reference.revision_id.in_(page.rows))
    for revision, field in session.execute(rows):
        fields[revision].append(field)
    mentions = [Mention(by_revision[id], tuple(sorted(fields[id]))) for id in page.rows]
    return Page(mentions, page.after, page.before)


def records_meeting(session: Session, kind: str, company: str | None, title: str, window: Window) -> Page[RecordLine]:
    """Records of a kind, about a company or with words in their title where given, newest first; raises BadCursor."""
    statement = select(*_LINE).where(Record.kind == kind)
    if company:
        statement = statement.where(Record.company_id == company)
    if title:
        statement = statement.where(Record.title.icontains(title, autoescape=True))
    return page_of(session, statement, _NEWEST, window, _record_line)
