"""Queries for comments."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Account, BundledDraft, Comment, CommentMention, Draft

__all__ = [
    "comment_of_key",
    "comments_about",
    "comments_of_bundle",
    "comments_of_record",
    "people_to_mention",
    "put_comment",
]


def comment_of_key(session: Session, form_key: str) -> Comment | None:
    """The comment that was sent from a page."""
    return session.scalars(select(Comment).where(Comment.form_key == form_key)).first()


def put_comment(session: Session, comment: Comment, mentioned: Collection[int]) -> None:
    """Keep a comment with those whom it names."""
    session.add(comment)
    session.flush()
    session.add_all(CommentMention(comment_id=comment.id, account_id=id) for id in mentioned)
    session.flush()


def comments_about(session: Session, subject: str, subject_id: str) -> Sequence[Comment]:
    """Comments on one draft, bundle, report or record itself, in their order."""
    about = (Comment.subject == subject, Comment.subject_id == subject_id)
    return session.scalars(select(Comment).where(*about).order_by(Comment.id)).all()


def comments_of_bundle(session: Session, bundle_id: str) -> Sequence[Comment]:
    """Comments on a bundle and on its drafts, in their order."""
    drafts = select(BundledDraft.draft_id).where(BundledDraft.bundle_id == bundle_id)
    about = or_(
        and_(Comment.subject == "bundle", Comment.subject_id == bundle_id),
        and_(Comment.subject == "draft", Comment.subject_id.in_(drafts)),
    )
    return session.scalars(select(Comment).where(about).order_by(Comment.id)).all()


def comments_of_record(session: Session, kind: str, id: str) -> Sequence[Comment]:
    """Comments on a published record, and on all drafts and bundles that were published as it, in their order."""
    drafts = select(Draft.id).where(Draft.kind == kind, Draft.record_id == id)
    bundles = select(BundledDraft.bundle_id).where(BundledDraft.draft_id.in_(drafts), BundledDraft.lead)
    about = or_(
        and_(Comment.subject == "record", Comment.subject_id == f"{kind}:{id}"),
        and_(Comment.subject == "draft", Comment.subject_id.in_(drafts)),
        and_(Comment.subject == "bundle", Comment.subject_id.in_(bundles)),
    )
    return session.scalars(select(Comment).where(about).order_by(Comment.id)).all()


def people_to_mention(session: Session) -> Sequence[Account]:
    """Everyone at the desk, by public name."""
    return session.scalars(select(Account).where(Account.active).order_by(Account.public_name_key)).all()
