"""What companies were asked to answer, and what they sent by the link in the request. Private to the desk."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Body, Digest, Instant, Name, RecordId

__all__ = ["REPLY_STATES", "ReplyRequest"]

REPLY_STATES = ("waiting", "answered", "accepted", "refused")
"""Of a request: no answer yet; one came and is to be checked; taken into the record; not from the company."""


class ReplyRequest(Base):
    """A request to a company. ``response_id`` is the record that tells readers of it; ``body`` its fields as asked.

    ``token_sha256`` is the keyed hash of the link’s token: None once the link was used or taken back. What the company
    sent (``text``, ``speaker``) is never changed. ``recipient``, ``email``, ``text`` and ``speaker`` are emptied when
    the request is erased; what was published stays in the record.
    """

    __tablename__ = "reply_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[RecordId]
    response_id: Mapped[RecordId] = mapped_column(unique=True)
    body: Mapped[Body]
    recipient: Mapped[Name]
    email: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until: Mapped[date] = mapped_column(Date)
    token_sha256: Mapped[Digest | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10), server_default="waiting")
    text: Mapped[str] = mapped_column(Text, server_default="")
    speaker: Mapped[str] = mapped_column(String(300), server_default="")
    answer_sha256: Mapped[Digest | None]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_how: Mapped[str] = mapped_column(String(300), server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    erased_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'answered', 'accepted', 'refused')", name="state_known"),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered_with_its_day"),
        CheckConstraint("(answered_at IS NULL) = (answer_sha256 IS NULL)", name="answer_with_its_hash"),
        CheckConstraint("state = 'waiting' OR token_sha256 IS NULL", name="link_used_once"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("state IN ('waiting', 'answered') OR decided_at IS NOT NULL", name="decided_with_its_day"),
        CheckConstraint(
            "erased_at IS NULL OR (text = '' AND speaker = '' AND recipient = '' AND email = '')",
            name="erased_is_empty",
        ),
        Index(None, "state", "id"),
        Index(None, "company_id"),
    )
