"""Queries for first approvals of submissions."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Account, SubmissionApproval

__all__ = ["add_approvals", "approvers_of"]


def approvers_of(session: Session, submissions: Collection[int], roles: Collection[str]) -> Mapping[int, set[int]]:
    """The accounts that approved some submissions, by submission; those that are active and have one of these roles
    now: who lost theirs is no second person any more."""
    statement = (
        select(SubmissionApproval.submission_id, SubmissionApproval.reviewer_id)
        .join(Account, Account.id == SubmissionApproval.reviewer_id)
        .where(SubmissionApproval.submission_id.in_(submissions), Account.active, Account.role.in_(roles))
    )
    approvers: dict[int, set[int]] = {}
    for submission, reviewer in session.execute(statement):
        approvers.setdefault(submission, set()).add(reviewer)
    return approvers


def add_approvals(session: Session, submissions: Collection[int], reviewer: int, at: datetime) -> None:
    """Note that a reviewer approved these, if it was not noted yet."""
    for id in submissions:
        if session.get(SubmissionApproval, (id, reviewer)) is None:
            session.add(SubmissionApproval(submission_id=id, reviewer_id=reviewer, at=at))
    session.flush()
