"""Queries for drafts, submissions and reviews."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from tracker.models.base import Instant
from tracker.models.desk.bundle import BundledDraft
from tracker.models.desk.draft import Draft, Review, Submission
from tracker.records.kinds import Key
from tracker.store.published import with_keys

__all__ = [
    "CHANGEABLE",
    "UNFINISHED",
    "DraftCursor",
    "DraftFilter",
    "draft_of_id",
    "drafts_of_records",
    "drafts_where",
    "drafts_with_ids",
    "ids_in_drafts",
    "own_checks_waiting",
    "own_draft",
    "pending_of",
    "pending_submissions",
    "reviews_of",
    "submissions_of",
]

CHANGEABLE = ("editing", "returned")
"""States in which a draft may be written on."""
_AT_ONCE = 1000
UNFINISHED = ("editing", "returned", "submitted")
"""States in which a draft may still come to be published."""


class DraftCursor(NamedTuple):
    """Where a page of drafts begins: after this one, in the order of lists, the last changed first."""

    updated_at: datetime
    id: str


class DraftFilter(NamedTuple):
    """Which drafts to list: in these states, of one owner and kind, about one of these companies, with a title."""

    states: tuple[str, ...] = UNFINISHED
    owner: int | None = None
    kind: str | None = None
    companies: tuple[str, ...] | None = None
    title: str = ""


def drafts_where(
    session: Session, desired: DraftFilter, *, after: DraftCursor | None = None, most: int = 50
) -> list[Draft]:
    """Drafts, the last changed first. One query in the order of an index."""
    conditions: list[ColumnElement[bool]] = [Draft.state.in_(desired.states)]
    if desired.owner is not None:
        conditions.append(Draft.owner_id == desired.owner)
    if desired.kind:
        conditions.append(Draft.kind == desired.kind)
    if desired.companies is not None:
        conditions.append(Draft.company_id.in_(desired.companies))
    if desired.title:
        conditions.append(Draft.title.icontains(desired.title, autoescape=True))
    if after:
        conditions.append(tuple_(Draft.updated_at, Draft.id) < tuple_(literal(after.updated_at, Instant), after.id))
    statement = select(Draft).where(*conditions).order_by(Draft.updated_at.desc(), Draft.id.desc()).limit(most)
    return list(session.scalars(statement))


def own_draft(session: Session, owner: int, key: Key) -> Draft | None:
    """The unfinished draft that an account has of a record, the last changed if there are several."""
    kind, id = key
    statement = (
        select(Draft)
        .where(Draft.kind == kind, Draft.record_id == id, Draft.owner_id == owner, Draft.state.in_(UNFINISHED))
        .order_by(Draft.updated_at.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def drafts_of_records(
    session: Session, keys: Collection[Key], *, owner: int | None, others: bool = True
) -> list[Draft]:
    """Unfinished drafts of these records: the account's own, and with ``others`` whatever is submitted by anyone."""
    if not keys:
        return []
    seen = [Draft.state == "submitted"] if others else []
    if owner is not None:
        seen.append(and_(Draft.owner_id == owner, Draft.state.in_(UNFINISHED)))
    return list(
        session.scalars(
            select(Draft).where(with_keys(Draft, keys), or_(false(), *seen)).order_by(Draft.updated_at, Draft.id)
        )
    )


def ids_in_drafts(session: Session, kind: str, ids: Collection[str], *, but: str = "") -> set[str]:
    """Those of some ids that an unfinished draft of anyone has, other than the draft with the id ``but``."""
    conditions = [Draft.kind == kind, Draft.record_id.in_(ids), Draft.state.in_(UNFINISHED), Draft.id != but]
    return {str(id) for id in session.scalars(select(Draft.record_id).where(*conditions).distinct())}


def own_checks_waiting(session: Session, account_id: int) -> set[tuple[str, str, str]]:
    """Company, topic and day of the checks that somebody submitted and nobody has reviewed."""
    query = select(Submission.body).join(Draft, Draft.id == Submission.draft_id)
    query = query.outerjoin(Review, Review.submission_id == Submission.id)
    query = query.where(Draft.kind == "check", Draft.state == "submitted", Draft.owner_id == account_id)
    bodies = map(json.loads, session.scalars(query.where(Review.submission_id.is_(None))))
    return {(body["company"], body["topic"], body["until"]) for body in bodies}


def submissions_of(session: Session, draft_id: str) -> Sequence[tuple[Submission, Review | None]]:
    """What was submitted of a draft, the last first, each with what became of it."""
    statement = (
        select(Submission, Review)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .where(Submission.draft_id == draft_id)
        .order_by(Submission.id.desc())
    )
    return [(submission, review) for submission, review in session.execute(statement)]


def pending_submissions(
    session: Session, *, kind: str | None = None, after: int = 0, most: int = 50
) -> list[tuple[Submission, Draft]]:
    """Submissions that wait for review with their drafts, the oldest first, on from a submission's id.

    What is in a bundle is left out: it is reviewed there.
    """
    # Few drafts are in this state at any time, however many were ever submitted.
    statement = (
        select(Submission, Draft)
        .join(Draft, Draft.id == Submission.draft_id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .outerjoin(BundledDraft, BundledDraft.draft_id == Draft.id)
        .where(Draft.state == "submitted", Review.submission_id.is_(None), Submission.id > after)
        .where(BundledDraft.draft_id.is_(None))
        .order_by(Submission.id)
        .limit(most)
    )
    if kind:
        statement = statement.where(Submission.kind == kind)
    return [(submission, draft) for submission, draft in session.execute(statement)]


def pending_of(session: Session, draft_id: str) -> Submission | None:
    """What of a draft waits for review."""
    return next((submission for submission, review in submissions_of(session, draft_id) if review is None), None)


def reviews_of(session: Session, submission_ids: Sequence[int]) -> list[Review]:
    """The reviews of these submissions, as far as there are any, in the order of the submissions."""
    reviews: list[Review] = []
    for first in range(0, len(submission_ids), _AT_ONCE):
        some = submission_ids[first : first + _AT_ONCE]
        given = {it.submission_id: it for it in session.scalars(select(Review).where(Review.submission_id.in_(some)))}
        reviews += [given[id] for id in some if id in given]
    return reviews


def draft_of_id(session: Session, id: str) -> Draft | None:
    """The draft with an id."""
    # PostgreSQL refuses to look for what no text can hold.
    return session.get(Draft, id) if id.isprintable() else None


def drafts_with_ids(
    session: Session, kinds: Iterable[str], ids: Collection[str] | None, *, owner: int, others: bool, most: int
) -> list[Draft]:
    """Unfinished drafts whose records have an id (one of ``ids`` where given), the last changed first.

    The owner's own, and with ``others`` whatever is submitted by anyone.
    """
    visible = [Draft.owner_id == owner, *([Draft.state == "submitted"] if others else [])]
    conditions = [Draft.kind.in_(kinds), Draft.state.in_(UNFINISHED), Draft.record_id.is_not(None), or_(*visible)]
    if ids is not None:
        conditions.append(Draft.record_id.in_(ids))
    statement = select(Draft).where(*conditions).order_by(Draft.updated_at.desc(), Draft.id).limit(most)
    return list(session.scalars(statement))
