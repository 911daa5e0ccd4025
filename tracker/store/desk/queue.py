"""The desk’s queue: bundles that are not finished, readers’ reports to decide and unfinished imports, in one list.

One statement reads a page of it in the order of one text, so that any page costs the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Assignment,
    BundledDraft,
    Comment,
    CommentMention,
    Draft,
    DraftBundle,
    ReaderReport,
    TableImport,
)
from tracker.store.editing.drafts import UNFINISHED

__all__ = ["QUEUES", "SORTS", "Onlooker", "QueueCursor", "QueueFilter", "QueueItem", "queue_counts", "queue_page"]

QUEUES = ("all", "mine", "review", "returned", "waiting", "drafts", "due", "outside")
SORTS = ("due", "oldest", "newest")
_NO_DAY = "9999-12-31"
_SOON = timedelta(days=7)


class Onlooker(NamedTuple):
    """Who looks at the queue: what they may see, and the day it is for them."""

    account_id: int
    everybody: bool
    readers: bool
    today: date


class QueueFilter(NamedTuple):
    """Which items: of a queue, on a topic, of a kind, of somebody, by their day, with words in the title; the order.

    ``who`` is empty, ``me``, ``nobody`` or the id of an account; ``due`` is empty, ``overdue``, ``week`` or ``none``.
    """

    queue: str = "all"
    topic: str = ""
    kind: str = ""
    who: str = ""
    due: str = ""
    words: str = ""
    sort: str = "due"


class QueueCursor(NamedTuple):
    """After which item a page begins: its place in the order, and its id."""

    place: str
    id: str


class QueueItem(NamedTuple):
    """One row; ``place`` is where it stands in the order. ``own``: the onlooker wrote some of it."""

    item: str
    id: str
    state: str
    owner_id: int | None
    assignee_id: int | None
    reviewer_id: int | None
    due_on: str | None
    since: str
    title: str
    kind: str
    company_id: str | None
    own: bool
    place: str


def queue_page(
    session: Session, onlooker: Onlooker, desired: QueueFilter, *, after: QueueCursor | None = None, most: int
) -> list[QueueItem]:
    """Items in the order that was chosen, on from one of them."""
    items = _items(onlooker, desired)
    place = _place(items, desired.sort)
    statement = select(items, place.label("place")).where(_queue(items, onlooker, desired.queue))
    for condition in _conditions(items, onlooker, desired):
        statement = statement.where(condition)
    here = tuple_(place, items.c.id)
    if desired.sort == "newest":
        statement = statement.order_by(place.desc(), items.c.id.desc())
        statement = statement.where(here < tuple_(literal(after.place), literal(after.id))) if after else statement
    else:
        statement = statement.order_by(place, items.c.id)
        statement = statement.where(here > tuple_(literal(after.place), literal(after.id))) if after else statement
    return [QueueItem(**row._mapping) for row in session.execute(statement.limit(most))]


def queue_counts(session: Session, onlooker: Onlooker) -> Mapping[str, int]:
    """How many items each queue has, by one statement."""
    items = _items(onlooker, QueueFilter())
    sums = [func.sum(case((_queue(items, onlooker, queue), 1), else_=0)).label(queue) for queue in QUEUES]
    row = session.execute(select(*sums).select_from(items)).one()
    return {queue: int(getattr(row, queue) or 0) for queue in QUEUES}


def _place(items: Subquery, sort: str) -> ColumnElement[str]:
    if sort == "due":
        return func.coalesce(items.c.due_on, _NO_DAY) + literal(" ") + items.c.since
    return type_coerce(items.c.since, String)


def _items(onlooker: Onlooker, desired: QueueFilter) -> Subquery:
    parts = [_bundles(onlooker, desired.topic)]
    if not desired.topic:
        parts += [_reports(), _imports(onlooker)] if onlooker.readers else [_imports(onlooker)]
    return union_all(*parts).subquery("items")


def _bundles(onlooker: Onlooker, topic: str) -> Select[*tuple[Any, ...]]:
    rank = case((Draft.state == "submitted", 3), (Draft.state == "returned", 2), else_=1)
    wrote = func.replace(func.replace(func.replace(cast(Draft.writers, Text), "[", ","), "]", ","), " ", "")
    open_drafts = (
        select(
            BundledDraft.bundle_id,
            func.max(rank).label("rank"),
            func.max(type_coerce(Draft.updated_at, String)).label("since"),
            func.max(case((wrote.contains(f",{onlooker.account_id},"), 1), else_=0)).label("own"),
        )
        .join(Draft, Draft.id == BundledDraft.draft_id)
        .where(Draft.state.in_(UNFINISHED))
        .group_by(BundledDraft.bundle_id)
    )
    if topic:
        open_drafts = open_drafts.where(Draft.body.contains(f'"{topic}"', autoescape=True))
    drafts = open_drafts.subquery("open_drafts")
    lead, place = aliased(Draft), aliased(BundledDraft)
    leads = and_(place.bundle_id == DraftBundle.id, place.lead, DraftBundle.file_name == "")
    state = case((drafts.c.rank == 3, "submitted"), (drafts.c.rank == 2, "returned"), else_="editing")
    visible = true() if onlooker.everybody else DraftBundle.owner_id == onlooker.account_id
    return (
        select(
            literal("bundle").label("item"),
            DraftBundle.id.label("id"),
            state.label("state"),
            DraftBundle.owner_id.label("owner_id"),
            Assignment.assignee_id,
            Assignment.reviewer_id,
            Assignment.due_on,
            drafts.c.since,
            func.coalesce(func.nullif(DraftBundle.title, ""), lead.title, "").label("title"),
            func.coalesce(lead.kind, "import").label("kind"),
            lead.company_id,
            drafts.c.own,
        )
        .join(drafts, drafts.c.bundle_id == DraftBundle.id)
        .outerjoin(place, leads)
        .outerjoin(lead, lead.id == place.draft_id)
        .outerjoin(Assignment, and_(Assignment.item == "bundle", Assignment.item_id == DraftBundle.id))
        .where(visible)
    )


def _reports() -> Select[*tuple[Any, ...]]:
    id = cast(ReaderReport.id, String)
    return (
        select(
            literal("report"),
            id,
            literal("report"),
            cast(null(), Integer),
            Assignment.assignee_id,
            Assignment.reviewer_id,
            Assignment.due_on,
            type_coerce(ReaderReport.received_at, String),
            ReaderReport.text,
            literal("report"),
            cast(null(), String),
            literal(0),
        )
        .outerjoin(Assignment, and_(Assignment.item == "report", Assignment.item_id == id))
        .where(ReaderReport.outcome == "open")
    )


def _imports(onlooker: Onlooker) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal("import"),
            TableImport.id,
            literal("import"),
            TableImport.owner_id,
            Assignment.assignee_id,
            Assignment.reviewer_id,
            Assignment.due_on,
            type_coerce(TableImport.created_at, String),
            TableImport.file_name,
            literal("import"),
            cast(null(), String),
            literal(1),
        )
        .outerjoin(Assignment, and_(Assignment.item == "import", Assignment.item_id == TableImport.id))
        .where(TableImport.owner_id == onlooker.account_id)
    )


def _queue(items: Subquery, onlooker: Onlooker, queue: str) -> ColumnElement[bool]:
    me, state = onlooker.account_id, items.c.state
    asked = and_(items.c.reviewer_id == me, state == "submitted")
    soon = (onlooker.today + _SOON).isoformat()
    tests: Mapping[str, ColumnElement[bool]] = {
        "all": true(),
        "mine": or_(items.c.owner_id == me, items.c.assignee_id == me, asked, _mentioned(items, me)),
        "review": and_(state == "submitted", items.c.own == 0),
        "returned": state == "returned",
        "waiting": and_(state == "submitted", or_(items.c.own == 1, items.c.owner_id == me)),
        "drafts": state.in_(("editing", "import")),
        "due": items.c.due_on <= soon,
        "outside": items.c.item == "report",
    }
    return tests.get(queue, false())


def _mentioned(items: Subquery, account_id: int) -> ColumnElement[bool]:
    """Whether an open comment beside an item names an account."""
    drafts = select(BundledDraft.draft_id).where(BundledDraft.bundle_id == items.c.id).scalar_subquery()
    beside = or_(
        and_(Comment.subject == items.c.item, Comment.subject_id == items.c.id),
        and_(Comment.subject == "draft", items.c.item == "bundle", Comment.subject_id.in_(drafts)),
    )
    return exists(
        select(CommentMention.comment_id)
        .join(Comment, Comment.id == CommentMention.comment_id)
        .where(CommentMention.account_id == account_id, Comment.resolved_at.is_(None), beside)
        .correlate(items)
    )


def _conditions(items: Subquery, onlooker: Onlooker, desired: QueueFilter) -> Sequence[ColumnElement[bool]]:
    today, due = onlooker.today.isoformat(), items.c.due_on
    conditions: list[ColumnElement[bool]] = []
    if desired.kind:
        conditions.append(items.c.kind == desired.kind)
    if desired.words:
        conditions.append(items.c.title.icontains(desired.words, autoescape=True))
    if desired.who == "nobody":
        conditions.append(and_(items.c.assignee_id.is_(None), items.c.reviewer_id.is_(None)))
    elif desired.who:
        person = onlooker.account_id if desired.who == "me" else int(desired.who)
        conditions.append(or_(items.c.owner_id == person, items.c.assignee_id == person, items.c.reviewer_id == person))
    days = {"overdue": due < today, "week": due <= (onlooker.today + _SOON).isoformat(), "none": due.is_(None)}
    if desired.due in days:
        conditions.append(days[desired.due])
    return conditions
