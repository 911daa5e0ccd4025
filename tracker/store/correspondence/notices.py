"""Queries for who is told what by email, and for what is asked of somebody at the desk."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Account, Assignment, BundledDraft, Draft, DraftBundle, NoticeChoice, ReplyRequest
from tracker.store.ledger import AnyRow

__all__ = ["accounts_to_tell", "answers_to_check", "assigned_bundles", "note_told", "notice_choice", "replies_due"]

_OPEN = ("editing", "submitted", "returned")


def notice_choice(session: Session, account_id: int) -> NoticeChoice:
    """What somebody chose; a row that is not kept yet for those who chose nothing."""
    return session.get(NoticeChoice, account_id) or NoticeChoice(account_id=account_id, email="daily", told_on=None)


def accounts_to_tell(session: Session, today: date) -> Sequence[Account]:
    """Active accounts that want a mail a day, for which nobody has looked today."""
    query = select(Account).outerjoin(NoticeChoice, NoticeChoice.account_id == Account.id)
    wanted = func.coalesce(NoticeChoice.email, "daily") == "daily"
    not_yet = or_(NoticeChoice.told_on.is_(None), NoticeChoice.told_on < today.isoformat())
    has_entered = Account.password_hash.is_not(None)
    return session.scalars(query.where(Account.active, has_entered, wanted, not_yet).order_by(Account.id)).all()


def note_told(session: Session, account_id: int, today: date) -> bool:
    """Note that it was looked what there is to tell somebody today; False where another process did."""
    row = session.get(NoticeChoice, account_id, with_for_update=True)
    if row is None:
        row = NoticeChoice(account_id=account_id, email="daily", told_on=None)
        session.add(row)
    if row.told_on is not None and row.told_on >= today.isoformat():
        return False
    row.told_on = today.isoformat()
    session.flush()
    return True


def assigned_bundles(session: Session, account_id: int, most: int) -> Sequence[AnyRow]:
    """Unfinished bundles that somebody is to write or to review: id, title, day due, whether to review.

    One that came from no file has the title of the draft that leads it.
    """
    unfinished = exists().where(
        BundledDraft.bundle_id == DraftBundle.id, Draft.id == BundledDraft.draft_id, Draft.state.in_(_OPEN)
    )
    lead, place = aliased(Draft), aliased(BundledDraft)
    title = func.coalesce(func.nullif(DraftBundle.title, ""), lead.title, "")
    to_review = (Assignment.reviewer_id == account_id).label("to_review")
    query = (
        select(DraftBundle.id, title, Assignment.due_on, to_review)
        .join(Assignment, (Assignment.item == "bundle") & (Assignment.item_id == DraftBundle.id))
        .outerjoin(place, (place.bundle_id == DraftBundle.id) & place.lead & (DraftBundle.file_name == ""))
        .outerjoin(lead, lead.id == place.draft_id)
    )
    for_account = or_(Assignment.reviewer_id == account_id, Assignment.assignee_id == account_id)
    query = query.where(for_account, unfinished).order_by(Assignment.due_on.nulls_last(), DraftBundle.id)
    return list(session.execute(query.limit(most)))


def replies_due(session: Session, account_id: int, first: date, last: date, most: int) -> Sequence[ReplyRequest]:
    """Requests of somebody that have no answer, whose day for it lies between two days."""
    query = select(ReplyRequest).where(
        ReplyRequest.state == "waiting", ReplyRequest.asked_by == account_id, ReplyRequest.until.between(first, last)
    )
    return session.scalars(query.order_by(ReplyRequest.until, ReplyRequest.id).limit(most)).all()


def answers_to_check(session: Session, most: int) -> Sequence[ReplyRequest]:
    """Requests with an answer that nobody has decided on, the oldest first."""
    query = select(ReplyRequest).where(ReplyRequest.state == "answered").order_by(ReplyRequest.answered_at)
    return session.scalars(query.limit(most)).all()
