"""What colleagues say to each other beside a draft, a bundle, a report or a published record: private to the desk."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Instant

__all__ = ["SUBJECTS", "Comment", "CommentMention"]

SUBJECTS = ("bundle", "draft", "record", "report")


class Comment(Base):
    """One comment. ``subject_id`` is that of the bundle, draft or report; of a record, ``kind:id``.

    ``field`` is the field that it is about, empty for the whole. ``form_key`` is that of the page it was sent from:
    sent twice, it is one comment.
    """

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[str] = mapped_column(String(160))
    field: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    form_key: Mapped[str] = mapped_column(String(22), unique=True)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("subject IN ('bundle', 'draft', 'record', 'report')", name="subject_known"),
        CheckConstraint("length(text) > 0", name="says_something"),
        CheckConstraint("(resolved_at IS NULL) = (resolved_by IS NULL)", name="resolved_by_someone"),
        Index(None, "subject", "subject_id", "id"),
    )


class CommentMention(Base):
    """Somebody whom a comment names with @."""

    __tablename__ = "comment_mention"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)

    __table_args__ = (Index(None, "account_id", "comment_id"),)
