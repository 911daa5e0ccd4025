"""Revisions: every published state of a record. Append-only (enforced by triggers)."""

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Body, Digest, Kind, Name, RecordId

__all__ = ["CHANGES", "Revision"]

CHANGES = ("new", "update", "correction", "clarification", "method")
"""Why a revision differs from the one before (HISTORY-7): facts changed, we were wrong, clearer, rules changed."""


class Revision(Base):
    """One frozen state of one record; ``number`` counts from 1 within the record."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    record_id: Mapped[RecordId]
    number: Mapped[int]
    body: Mapped[Body]
    change: Mapped[str] = mapped_column("change", Text)
    author: Mapped[Name]
    note: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[Digest]
    content_sha256: Mapped[Digest]

    __table_args__ = (
        UniqueConstraint("kind", "record_id", "number"),
        CheckConstraint("change IN ('new', 'update', 'correction', 'clarification', 'method')", name="change_known"),
        CheckConstraint("(number = 1) = (change = 'new')", name="only_the_first_is_new"),
        CheckConstraint("number >= 1", name="number_from_1"),
        CheckConstraint("length(salt) = 64", name="salt_32_bytes"),
        CheckConstraint("length(content_sha256) = 64", name="content_32_bytes"),
        Index(None, "change", "kind", "id"),  # SQLite would take one that begins with the kind for look-ups by id
    )
