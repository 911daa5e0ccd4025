"""What readers send: errors that they report and tips. Private to the desk; only tallies are public."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Digest, Instant, Name

__all__ = ["REFUSALS", "REPORT_KINDS", "ReaderReport"]

REPORT_KINDS = ("error", "tip")
REFUSALS = ("known", "no document", "other subject", "no error", "unwanted")
"""Why a report was refused, as stored; pages have their own words for each."""


class ReaderReport(Base):
    """One message from a reader. ``number`` is what its sender keeps, to ask later what became of it.

    ``origin_key`` is a keyed hash of the address that sent it, which rate limits count; it is deleted after a day. What
    the sender wrote (``about``, ``text``, ``source``, ``name``, ``email``) is emptied when the report is erased; its
    number, days and outcome stay, for the tally.
    """

    __tablename__ = "reader_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(9), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(2000))
    name: Mapped[Name]
    email: Mapped[str] = mapped_column(String(254))
    received_at: Mapped[datetime] = mapped_column(Instant)
    origin_key: Mapped[Digest | None]
    outcome: Mapped[str] = mapped_column(String(20), server_default="open")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    erased_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("kind IN ('error', 'tip')", name="kind_known"),
        CheckConstraint(
            "outcome IN ('open', 'accepted', 'known', 'no document', 'other subject', 'no error', 'unwanted')",
            name="outcome_known",
        ),
        CheckConstraint("(outcome = 'open') = (decided_at IS NULL)", name="decided_with_its_day"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("erased_at IS NULL OR (text = '' AND name = '' AND email = '')", name="erased_is_empty"),
        Index(None, "origin_key", "received_at"),
        Index(None, "received_at"),
        Index(None, "outcome", "id"),
    )
