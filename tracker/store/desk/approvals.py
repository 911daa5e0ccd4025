"""Queries for first approvals of submissions."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import SubmissionApproval

__all__ = ["add_approvals", "approvers_of"]


def approvers_of(session: Session, submissions: Collection[int]) -> Mapping[int, set[int]]:
    """The accounts that approved some submissions, by submission."""
    statement = select(SubmissionApproval).where(SubmissionApproval.submission_id.in_(submissions))
    approvers: dict[int, set[int]] = {}
    for row in session.scalars(statement):
        approvers.setdefault(row.submission_id, set()).add(row.reviewer_id)
    return approvers


def add_approvals(session: Session, submissions: Collection[int], reviewer: int, at: datetime) -> None:
    """Note that a reviewer approved these, if it was not noted yet."""
    for id in submissions:
        if session.get(SubmissionApproval, (id, reviewer)) is None:
            session.add(SubmissionApproval(submission_id=id, reviewer_id=reviewer, at=at))
    session.flush()
