"""Verify what the desk keeps of every publication: was what was approved the very thing that was published (reads only)?"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.models import Draft, Ledger, Review, Revision, Submission
from tracker.models.hashing import content_digest
from tracker.store.ledger import AnyRow

__all__ = ["wrong_desk"]

_PORTION = 500
_SEALED = ("body", "change", "author", "note", "salt")

Wrong = tuple[int | None, str, str]
"""The position in the ledger, the record, and what differs."""


def wrong_desk(session: Session, *, one_person: bool) -> Iterator[Wrong]:
    """Submissions that are not what was submitted, reviews that are not what was published, drafts out of step."""
    after = 0
    while rows := _portion(session, after):
        for row in rows:
            for position, differs in (*_submission(row), *_review(row, one_person)):
                yield position, f"{row.kind} {row.record_id}", differs
        after = rows[-1].id
    yield from _drafts(session)


def _portion(session: Session, after: int) -> list[AnyRow]:
    submitted = [getattr(Submission, name).label(name) for name in ("id", "kind", "record_id", "base_number", *_SEALED)]
    people = (Submission.author_id, Submission.writers, Submission.content_sha256)
    decided = (Review.verdict, Review.reviewer_id, Review.reviewer, Review.position)
    published = [
        getattr(Revision, name).label(f"published_{name}")
        for name in ("kind", "record_id", "number", "author", "content_sha256")
    ]
    statement = (
        select(*submitted, *people, *decided, *published, Ledger.publisher)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .outerjoin(Ledger, Ledger.position == Review.position)
        .outerjoin(Revision, Revision.id == Ledger.revision_id)
        .where(Submission.id > after)
        .order_by(Submission.id)
        .limit(_PORTION)
    )
    return list(session.execute(statement))


def _submission(row: Any) -> Iterator[tuple[int | None, str]]:
    try:
        sealed = content_digest(row.salt, author=row.author, body=row.body, change=row.change, note=row.note)
    except ValueError:
        sealed = ""
    if sealed != row.content_sha256:
        yield row.position, f"submission {row.id} is not what was submitted: text, author, reason, note or salt differ"


def _review(row: Any, one_person: bool) -> Iterator[tuple[int | None, str]]:
    if row.verdict != "published":
        return
    if row.published_kind is None:
        yield row.position, f"submission {row.id} is marked as published in a ledger entry that does not exist"
        return
    same = {
        "record": (row.kind, row.record_id) == (row.published_kind, row.published_record_id),
        "text, author, reason, note or salt": row.content_sha256 == row.published_content_sha256,
        "revision": row.base_number + 1 == row.published_number,
        "author": row.author == row.published_author,
        "publisher": row.reviewer == row.publisher,
    }
    if differing := [name for name, holds in same.items() if not holds]:
        yield row.position, f"what was published is not submission {row.id}, which was approved: {', '.join(differing)}"
    if not one_person and row.reviewer_id in (row.author_id, *row.writers):
        yield row.position, f"submission {row.id} was published by someone who wrote some or all of it"


def _drafts(session: Session) -> Iterator[Wrong]:
    """Drafts wait for review if and only if one submission of theirs does, and are published if one was."""
    waiting = func.count(Submission.id).filter(Review.submission_id.is_(None))
    done = func.count(Submission.id).filter(Review.verdict == "published")
    statement = (
        select(Draft.id, Draft.kind, Draft.record_id, Draft.state, waiting.label("waiting"), done.label("done"))
        .outerjoin(Submission, Submission.draft_id == Draft.id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .group_by(Draft.id, Draft.kind, Draft.record_id, Draft.state)
        .having((waiting != _one_if("submitted")) | (done != _one_if("published")))
        .order_by(Draft.id)
    )
    for row in session.execute(statement):
        told = f"its draft {row.id} is {row.state}, but {row.waiting} of its submissions wait and {row.done} were published"
        yield None, f"{row.kind} {row.record_id or 'without an id'}", told


def _one_if(state: str) -> Any:
    """How many submissions there must be of a draft in this state."""
    return case((Draft.state == state, 1), else_=0)
