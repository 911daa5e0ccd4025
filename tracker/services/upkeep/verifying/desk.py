"""Verify for the desk: whether each publication is exactly what was approved. Read-only."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from tracker.models.hashing import content_digest
from tracker.store.upkeep.verification import drafts_out_of_step, submissions_with_reviews

__all__ = ["wrong_desk"]

Wrong = tuple[int | None, str, str]
"""The position in the ledger, the record, and what differs."""


def wrong_desk(session: Session, *, one_person: bool) -> Iterator[Wrong]:
    """Submissions that are not what was submitted, reviews that are not what was published, drafts out of step."""
    after = 0
    while rows := submissions_with_reviews(session, after):
        for row in rows:
            for position, differs in (*_submission(row), *_writers(row), *_review(row, one_person)):
                yield position, f"{row.kind} {row.record_id}", differs
        after = rows[-1].id
    yield from _drafts(session)


def _submission(row: Any) -> Iterator[tuple[int | None, str]]:
    try:
        sealed = content_digest(row.salt, author=row.author, body=row.body, change=row.change, note=row.note)
    except ValueError:
        sealed = ""
    if sealed != row.content_sha256:
        yield row.position, f"submission {row.id} is not what was submitted: text, author, reason, note or salt differ"


def _writers(row: Any) -> Iterator[tuple[int | None, str]]:
    """The authors according to the submission and its draft; neither gains one after it was submitted."""
    final = row.verdict in (None, "published") and row.state in ("submitted", "published")
    by_submission, by_draft = set(row.writers), set(row.draft_writers or ())
    same = by_submission == by_draft if final else by_submission <= by_draft
    if row.author_id != row.owner_id or row.author_id not in by_submission or not same:
        yield row.position, f"who wrote submission {row.id} is not who wrote its draft"


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
    """A draft is in review if and only if one of its submissions is, and is published if one was."""
    for row in drafts_out_of_step(session):
        differs = (
            f"its draft {row.id} is {row.state}, but {row.waiting} of its submissions wait and {row.done} "
            "were published"
        )
        yield None, f"{row.kind} {row.record_id or 'without an id'}", differs
