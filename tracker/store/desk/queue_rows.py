"""What a page of the queue says of its rows, read by a number of statements that does not grow with them."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    BundledDraft,
    BundleEffect,
    Comment,
    Draft,
    DraftBundle,
    ReaderReport,
    ReplyRequest,
    Review,
    Submission,
    SubmissionApproval,
)
from tracker.store.editing.drafts import UNFINISHED

__all__ = ["Member", "QueueRows", "ReturnNote", "queue_rows"]


class Member(NamedTuple):
    """A draft of a bundle, without its text."""

    bundle_id: str
    id: str
    kind: str
    record_id: str | None
    title: str
    state: str
    base_number: int
    lead: bool


class ReturnNote(NamedTuple):
    """Who returned something of a bundle last, and what they wrote."""

    reviewer: str
    note: str


class QueueRows(NamedTuple):
    """All by the id of a bundle, a report or a request to a company.

    ``submissions`` are what waits, what leads it first, with their hashes; ``row_counts`` rows in review and rows in
    all, of imports; ``comments`` how many are open; ``approved`` who approved what waits.
    """

    members: Mapping[str, list[Member]]
    submissions: Mapping[str, Mapping[int, str]]
    row_counts: Mapping[str, tuple[int, int]]
    effects: Mapping[str, BundleEffect]
    notes: Mapping[str, ReturnNote]
    comments: Mapping[tuple[str, str], int]
    approved: Mapping[str, set[int]]
    reports: Mapping[str, ReaderReport]
    requests: Mapping[str, ReplyRequest]


def queue_rows(
    session: Session, bundles: Collection[str], reports: Collection[str], requests: Collection[str] = ()
) -> QueueRows:
    """What there is to say of these bundles, reports and requests to companies."""
    here = select(ReaderReport).where(ReaderReport.id.in_([int(id) for id in reports]))
    sent = select(ReplyRequest).where(ReplyRequest.id.in_([int(id) for id in requests]))
    effects = session.scalars(select(BundleEffect).where(BundleEffect.bundle_id.in_(bundles)))
    return QueueRows(
        members=_members(session, bundles),
        submissions=_submissions(session, bundles),
        row_counts=_row_counts(session, bundles),
        effects={effect.bundle_id: effect for effect in effects},
        notes=_notes(session, bundles),
        comments=_comments(session, bundles, reports),
        approved=_approved(session, bundles),
        reports={str(report.id): report for report in session.scalars(here)} if reports else {},
        requests={str(request.id): request for request in session.scalars(sent)} if requests else {},
    )


def _members(session: Session, bundles: Collection[str]) -> dict[str, list[Member]]:
    columns = (Draft.id, Draft.kind, Draft.record_id, Draft.title, Draft.state, Draft.base_number)
    statement = (
        select(BundledDraft.bundle_id, *columns, BundledDraft.lead)
        .join(Draft, Draft.id == BundledDraft.draft_id)
        .join(DraftBundle, DraftBundle.id == BundledDraft.bundle_id)
        .where(BundledDraft.bundle_id.in_(bundles), DraftBundle.file_name == "", Draft.state.in_(UNFINISHED))
        .order_by(BundledDraft.lead.desc(), Draft.kind, Draft.id)
    )
    members: dict[str, list[Member]] = {}
    for row in session.execute(statement):
        members.setdefault(row.bundle_id, []).append(Member(*row))
    return members


def _submissions(session: Session, bundles: Collection[str]) -> dict[str, dict[int, str]]:
    statement = (
        select(BundledDraft.bundle_id, Submission.id, Submission.content_sha256)
        .join(DraftBundle, and_(DraftBundle.id == BundledDraft.bundle_id, DraftBundle.file_name == ""))
        .join(Draft, and_(Draft.id == BundledDraft.draft_id, Draft.state == "submitted"))
        .join(Submission, Submission.draft_id == Draft.id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .where(BundledDraft.bundle_id.in_(bundles), Review.submission_id.is_(None))
        .order_by(BundledDraft.lead.desc(), Submission.id)
    )
    submissions: dict[str, dict[int, str]] = {}
    for row in session.execute(statement):
        submissions.setdefault(row.bundle_id, {})[row.id] = row.content_sha256
    return submissions


def _row_counts(session: Session, bundles: Collection[str]) -> dict[str, tuple[int, int]]:
    waiting = func.sum(case((Draft.state == "submitted", 1), else_=0))
    statement = (
        select(BundledDraft.bundle_id, waiting, func.count())
        .join(DraftBundle, and_(DraftBundle.id == BundledDraft.bundle_id, DraftBundle.file_name != ""))
        .join(Draft, Draft.id == BundledDraft.draft_id)
        .where(BundledDraft.bundle_id.in_(bundles), BundledDraft.lead, Draft.state != "discarded")
        .group_by(BundledDraft.bundle_id)
    )
    return {id: (int(in_review), int(rows)) for id, in_review, rows in session.execute(statement)}


def _notes(session: Session, bundles: Collection[str]) -> dict[str, ReturnNote]:
    statement = (
        select(BundledDraft.bundle_id, Review.reviewer, Review.note)
        .join(Draft, and_(Draft.id == BundledDraft.draft_id, Draft.state == "returned"))
        .join(Submission, Submission.draft_id == Draft.id)
        .join(Review, and_(Review.submission_id == Submission.id, Review.verdict == "returned"))
        .where(BundledDraft.bundle_id.in_(bundles))
        .order_by(Review.at, BundledDraft.lead)
    )
    return {id: ReturnNote(reviewer, note or "") for id, reviewer, note in session.execute(statement)}


def _comments(session: Session, bundles: Collection[str], reports: Collection[str]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    direct = (
        select(Comment.subject, Comment.subject_id, func.count())
        .where(
            Comment.resolved_at.is_(None),
            or_(
                and_(Comment.subject == "bundle", Comment.subject_id.in_(bundles)),
                and_(Comment.subject == "report", Comment.subject_id.in_(reports)),
            ),
        )
        .group_by(Comment.subject, Comment.subject_id)
    )
    on_drafts = (
        select(literal("bundle"), BundledDraft.bundle_id, func.count())
        .join(Comment, and_(Comment.subject == "draft", Comment.subject_id == BundledDraft.draft_id))
        .where(BundledDraft.bundle_id.in_(bundles), Comment.resolved_at.is_(None))
        .group_by(BundledDraft.bundle_id)
    )
    for subject, id, number in (*session.execute(direct), *session.execute(on_drafts)):
        counts[subject, id] = counts.get((subject, id), 0) + int(number)
    return counts


def _approved(session: Session, bundles: Collection[str]) -> dict[str, set[int]]:
    statement = (
        select(BundledDraft.bundle_id, SubmissionApproval.reviewer_id)
        .join(Draft, and_(Draft.id == BundledDraft.draft_id, Draft.state == "submitted"))
        .join(Submission, Submission.draft_id == Draft.id)
        .join(SubmissionApproval, SubmissionApproval.submission_id == Submission.id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .where(BundledDraft.bundle_id.in_(bundles), Review.submission_id.is_(None))
    )
    approved: dict[str, set[int]] = {}
    for id, reviewer in session.execute(statement):
        approved.setdefault(id, set()).add(reviewer)
    return approved
