"""Bundles: drafts that are written, submitted, reviewed and published together."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Instant

__all__ = ["BundledDraft", "DraftBundle"]


class DraftBundle(Base):
    """Drafts that belong together. ``id`` is random; ``file_name`` is that of the file they came from, if any."""

    __tablename__ = "draft_bundle"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "owner_id", "created_at"), Index(None, "created_at", "id"))


class BundledDraft(Base):
    """A draft’s place in its bundle: a draft is in one at most. ``row`` is that of its file, 0 where there is none.

    Of the drafts of one row, ``lead`` is the one it is about; the others are what that one names.
    """

    __tablename__ = "bundled_draft"

    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    bundle_id: Mapped[str] = mapped_column(ForeignKey("draft_bundle.id"))
    row: Mapped[int]
    lead: Mapped[bool]

    __table_args__ = (
        CheckConstraint("row >= 0", name="row_from_0"),
        Index(None, "bundle_id", "row"),
    )
