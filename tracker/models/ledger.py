"""The ledger: published revisions in order, each entry linked to the one before by its hash (HISTORY-3)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Body, Digest, Instant, Name

__all__ = ["Ledger"]


class Ledger(Base):
    """One publication. Rows are only ever added (triggers refuse all else).

    ``position`` is the last one + 1, taken under the lock that serialises writing: a sequence would leave gaps.
    ``entry`` is the text whose SHA-256 is ``sha256``; it is stored, never put together again.
    """

    __tablename__ = "ledger"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    publisher: Mapped[Name]
    entry: Mapped[Body]
    previous_sha256: Mapped[Digest]
    sha256: Mapped[Digest]

    __table_args__ = (
        UniqueConstraint("at"),
        UniqueConstraint("revision_id"),
        UniqueConstraint("previous_sha256"),  # two entries on one would be a fork
        UniqueConstraint("sha256"),
        CheckConstraint("position >= 1", name="position_from_1"),
        CheckConstraint(f"(position = 1) = (previous_sha256 = '{'0' * 64}')", name="first_follows_nothing"),
        CheckConstraint("length(at) = 27", name="at_with_microseconds"),
        CheckConstraint("length(sha256) = 64", name="sha256_32_bytes"),
    )
