"""The desk’s queue: all that waits, in one list: drafts, reports, imports, answers, companies to check, ends to come.

One statement reads a page of it in the order of one text, so that any page costs the same.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    String,
    Subquery,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from tracker.models import (
    BundledDraft,
    Comment,
    CommentMention,
)
from tracker.store.desk.queue_parts import SOON, Onlooker, addresses, bundles, checks, ends, imports, replies, reports

__all__ = ["QUEUES", "SORTS", "Onlooker", "QueueCursor", "QueueFilter", "QueueItem", "queue_counts", "queue_page"]

QUEUES = (
    *("all", "mine", "review", "returned", "waiting", "drafts", "due"),
    *("replies", "checks", "ends", "addresses", "outside"),
)
SORTS = ("due", "oldest", "newest")
_NO_DAY, _LAST = "9999-12-31", "9999-12-32"


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
    topic_id: str | None
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
        # Companies to check may be thousands: those without a day come after work that somebody began.
        last = case((items.c.item == "check", _LAST), else_=_NO_DAY)
        return func.coalesce(items.c.due_on, last) + literal(" ") + items.c.since
    return type_coerce(items.c.since, String)


def _items(onlooker: Onlooker, desired: QueueFilter) -> Subquery:
    topic = desired.topic
    parts = [bundles(onlooker, topic), checks(onlooker, topic), ends(onlooker, topic)]
    if not topic:
        parts += [imports(onlooker), addresses(), *([reports(), replies(onlooker)] if onlooker.readers else [])]
    return union_all(*parts).subquery("items")


def _queue(items: Subquery, onlooker: Onlooker, queue: str) -> ColumnElement[bool]:
    me, state = onlooker.account_id, items.c.state
    to_review = and_(items.c.reviewer_id == me, state == "submitted")
    has_comments = items.c.item.in_(("bundle", "report"))
    soon = (onlooker.today + SOON).isoformat()
    tests: Mapping[str, ColumnElement[bool]] = {
        "all": true(),
        "mine": or_(
            items.c.owner_id == me, items.c.assignee_id == me, to_review, and_(has_comments, _mentioned(items, me))
        ),
        "review": and_(state == "submitted", items.c.own == 0),
        "returned": state == "returned",
        "waiting": and_(state == "submitted", or_(items.c.own == 1, items.c.owner_id == me)),
        "drafts": state.in_(("editing", "import")),
        "due": items.c.due_on <= soon,
        "replies": items.c.item == "reply",
        "checks": items.c.item == "check",
        "ends": items.c.item == "end",
        "addresses": items.c.item == "address",
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
    days = {"overdue": due < today, "week": due <= (onlooker.today + SOON).isoformat(), "none": due.is_(None)}
    if desired.due in days:
        conditions.append(days[desired.due])
    return conditions
