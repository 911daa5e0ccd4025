"""What stands in the desk’s queue: one statement for each kind of item, all with the same columns."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Integer,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import aliased

from tracker.models import (
    Assignment,
    BundledDraft,
    Draft,
    DraftBundle,
    Ending,
    IndexedScorecard,
    ReaderReport,
    Record,
    ReplyRequest,
    TableImport,
    WatchedAddress,
)
from tracker.models.derived.scorecard_index import ALL_TOPICS, NO_LIST
from tracker.store.editing.drafts import UNFINISHED
from tracker.store.lists.review_due import UNCHECKED_DAYS, checked_before

__all__ = ["SOON", "AnyItems", "Onlooker", "addresses", "bundles", "checks", "ends", "imports", "replies", "reports"]

SOON = timedelta(days=7)
_ENDS_AHEAD, _SILENT = timedelta(days=30), timedelta(days=30)
"""How long ahead an end is listed, and how long after its day a request that nobody answered."""
AnyItems = Select[*tuple[Any, ...]]


class Onlooker(NamedTuple):
    """Who looks at the queue: what they may see, and the day it is for them."""

    account_id: int
    everybody: bool
    readers: bool
    today: date


def bundles(onlooker: Onlooker, topic: str) -> AnyItems:
    """Bundles that are not finished: all, or the onlooker’s own."""
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
            cast(null(), String).label("topic_id"),
            drafts.c.own,
        )
        .join(drafts, drafts.c.bundle_id == DraftBundle.id)
        .outerjoin(place, leads)
        .outerjoin(lead, lead.id == place.draft_id)
        .outerjoin(Assignment, and_(Assignment.item == "bundle", Assignment.item_id == DraftBundle.id))
        .where(visible)
    )


def reports() -> AnyItems:
    """Readers’ reports to decide."""
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
            cast(null(), String),
            literal(0),
        )
        .outerjoin(Assignment, and_(Assignment.item == "report", Assignment.item_id == id))
        .where(ReaderReport.outcome == "open")
    )


def imports(onlooker: Onlooker) -> AnyItems:
    """The onlooker’s unfinished imports."""
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
            cast(null(), String),
            literal(1),
        )
        .outerjoin(Assignment, and_(Assignment.item == "import", Assignment.item_id == TableImport.id))
        .where(TableImport.owner_id == onlooker.account_id)
    )


def replies(onlooker: Onlooker) -> AnyItems:
    """Answers of companies to check; and requests whose day for the answer is near, or passed within a month."""
    id, day = cast(ReplyRequest.id, String), cast(ReplyRequest.until, String)
    whole = and_(IndexedScorecard.company_id == ReplyRequest.company_id, IndexedScorecard.topic_id == ALL_TOPICS)
    near = ReplyRequest.until.between(onlooker.today - _SILENT, onlooker.today + SOON)
    waiting = ReplyRequest.state == "waiting"
    return (
        select(
            literal("reply"),
            id,
            case((waiting, "asked"), else_="answered"),
            ReplyRequest.asked_by,
            Assignment.assignee_id,
            Assignment.reviewer_id,
            func.coalesce(Assignment.due_on, case((waiting, day))),
            type_coerce(func.coalesce(ReplyRequest.answered_at, ReplyRequest.asked_at), String),
            func.coalesce(IndexedScorecard.name, ReplyRequest.company_id),
            literal("reply"),
            ReplyRequest.company_id,
            cast(null(), String),
            literal(0),
        )
        .outerjoin(Assignment, and_(Assignment.item == "reply", Assignment.item_id == id))
        .outerjoin(IndexedScorecard, whole)
        .where(ReplyRequest.erased_at.is_(None), or_(ReplyRequest.state == "answered", and_(waiting, near)))
    )


def addresses() -> AnyItems:
    """Addresses of sources at which something changed that no editor has dealt with."""
    id = WatchedAddress.source_id
    return (
        select(
            literal("address"),
            id,
            WatchedAddress.state,
            cast(null(), Integer),
            Assignment.assignee_id,
            Assignment.reviewer_id,
            Assignment.due_on,
            type_coerce(WatchedAddress.told, String),
            func.coalesce(Record.title, id),
            literal("address"),
            cast(null(), String),
            cast(null(), String),
            literal(0),
        )
        .outerjoin(Assignment, and_(Assignment.item == "address", Assignment.item_id == id))
        .outerjoin(Record, and_(Record.kind == "source", Record.record_id == id))
        .where(WatchedAddress.told.is_not(None))
    )


def checks(onlooker: Onlooker, topic: str) -> AnyItems:
    """Companies that nobody has checked for six months, but those of which a check is in review."""
    row = IndexedScorecard
    id = row.company_id + literal(" ") + row.topic_id
    in_review = and_(Draft.kind == "check", Draft.state == "submitted")
    none_waits = or_(
        row.company_id.not_in(select(Draft.company_id).where(in_review, Draft.company_id.is_not(None))),
        ~exists().where(
            in_review,
            Draft.company_id == row.company_id,
            cast(Draft.body, Text).contains(literal('"') + row.topic_id + literal('"')),
        ),
    )
    old = checked_before((onlooker.today - timedelta(days=UNCHECKED_DAYS)).isoformat())
    return (
        select(
            literal("check"),
            id,
            literal("check"),
            cast(null(), Integer),
            Assignment.assignee_id,
            Assignment.reviewer_id,
            Assignment.due_on,
            func.coalesce(row.checked_until, ""),
            row.name,
            literal("check"),
            row.company_id,
            row.topic_id,
            literal(0),
        )
        .outerjoin(Assignment, and_(Assignment.item == "check", Assignment.item_id == id))
        .where(row.topic_id == topic if topic else row.topic_id.not_in((ALL_TOPICS, NO_LIST)), old, none_waits)
    )


def ends(onlooker: Onlooker, topic: str) -> AnyItems:
    """Ends and deadlines of the next month, each on its first day."""
    day = cast(Ending.first_day, String)
    blank = literal(" ")
    pledge = Ending.company_id + blank + Ending.pledge_id + blank + cast(Ending.version, String)
    id = pledge + blank + day + blank + Ending.kind
    row = IndexedScorecard
    here = and_(row.topic_id == Ending.topic_id, row.company_id == Ending.company_id)
    return (
        select(
            literal("end"),
            id,
            literal("end"),
            cast(null(), Integer),
            Assignment.assignee_id,
            Assignment.reviewer_id,
            func.coalesce(Assignment.due_on, day),
            day,
            Ending.text,
            literal("end"),
            Ending.company_id,
            Ending.topic_id,
            literal(0),
        )
        .distinct()
        .join(row, here)
        .outerjoin(Assignment, and_(Assignment.item == "end", Assignment.item_id == id))
        .where(Ending.first_day.between(onlooker.today, onlooker.today + _ENDS_AHEAD))
        .where(Ending.topic_id == topic if topic else true())
    )
