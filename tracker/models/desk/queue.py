"""The desk’s queue: who does what until when, what would change for readers, first approvals, saved views.

An *item* of the queue is a bundle of drafts, a reader’s report, an unfinished import, a request to a company, a company
to check on a topic, or an end or deadline to come; it is named by its kind and id.
"""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Instant

__all__ = ["ITEM_KINDS", "Assignment", "BundleEffect", "SavedView", "SubmissionApproval"]

ITEM_KINDS = ("bundle", "report", "import", "reply", "check", "end", "address")


class Assignment(Base):
    """Who is to work on an item, who is asked to review it, and the day by which (``due_on``, as ``2026-11-30``).

    ``item_id`` of a company to check is its id and that of the topic; of an end those of company and pledge, the number
    of the version, the first day and the kind; with blanks between them.
    """

    __tablename__ = "assignment"

    item: Mapped[str] = mapped_column(String(10), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(300), primary_key=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[str | None] = mapped_column(String(10))
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint(f"item IN {ITEM_KINDS}", name="item_known"),
        CheckConstraint("length(due_on) = 10", name="due_on_a_day"),
        Index(None, "assignee_id"),
        Index(None, "reviewer_id"),
        Index(None, "due_on"),
    )


class BundleEffect(Base):
    """What readers would have seen change when a bundle was submitted; a review computes it anew.

    ``lines`` are sentences; ``alarming`` where something would have read as against a pledge, or as missed.
    """

    __tablename__ = "bundle_effect"

    bundle_id: Mapped[str] = mapped_column(ForeignKey("draft_bundle.id"), primary_key=True)
    alarming: Mapped[bool]
    lines: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant)


class SubmissionApproval(Base):
    """A first reviewer’s approval of a submission, where two reviewers are asked for; the second publishes it."""

    __tablename__ = "submission_approval"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)


class SavedView(Base):
    """Filters of the queue that somebody keeps under a name; ``query`` is that of the page’s address."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("owner_id", "name"),)
