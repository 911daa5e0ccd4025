"""Queries for first approvals of submissions."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Account, Review, SubmissionApproval

__all__ = ["add_approvals", "approvers_of", "unreviewed"]

_IDS_AT_ONCE = 1_000


def approvers_of(session: Session, submissions: Collection[int], roles: Collection[str]) -> Mapping[int, set[int]]:
    """The accounts that approved some submissions, by submission; those that are active and have one of these roles
    now: who lost theirs is no second person any more."""
    standing = (
        select(SubmissionApproval.submission_id, SubmissionApproval.reviewer_id)
        .join(Account, Account.id == SubmissionApproval.reviewer_id)
        .where(Account.active, Account.role.in_(roles))
    )
    ids = list(submissions)
    approvers: dict[int, set[int]] = {}
    # No statement takes as many values as a long bundle has submissions.
    for first in range(0, len(ids), _IDS_AT_ONCE):
        some = standing.where(SubmissionApproval.submission_id.in_(ids[first : first + _IDS_AT_ONCE]))
        for submission, reviewer in session.execute(some):
            approvers.setdefault(submission, set()).add(reviewer)
    return approvers


def unreviewed(session: Session, submissions: Collection[int]) -> set[int]:
    """Those of these submissions that nobody has published or returned yet."""
    ids, reviewed = list(submissions), set[int]()
    for first in range(0, len(ids), _IDS_AT_ONCE):
        some = Review.submission_id.in_(ids[first : first + _IDS_AT_ONCE])
        reviewed.update(session.scalars(select(Review.submission_id).where(some)))
    return set(ids) - reviewed


def add_approvals(session: Session, submissions: Collection[int], reviewer: int, at: datetime) -> None:
    """Note that a reviewer approved these, if it was not noted yet."""
    for id in submissions:
        if session.get(SubmissionApproval, (id, reviewer)) is None:
            session.add(SubmissionApproval(submission_id=id, reviewer_id=reviewer, at=at))
    session.flush()
