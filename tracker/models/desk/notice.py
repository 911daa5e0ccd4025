"""Who is told what by email: people of the desk, and readers who follow a company or topic."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Digest, Instant

__all__ = ["FollowAsk", "Follower", "NoticeChoice"]


class NoticeChoice(Base):
    """How somebody of the desk is told of what is due: ``daily`` in one mail, or ``none``. Without a row: daily.

    ``told_on`` is the last day, as ``2026-11-30``, for which it was looked what there is to tell.
    """

    __tablename__ = "notice_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    email: Mapped[str] = mapped_column(String(10))
    told_on: Mapped[str | None] = mapped_column(String(10))

    __table_args__ = (
        CheckConstraint("email IN ('daily', 'none')", name="email_known"),
        CheckConstraint("length(told_on) = 10", name="told_on_a_day"),
    )


class Follower(Base):
    """A reader who follows a company or topic (``subject``: ``company:acme``), from the day they confirmed it.

    ``email`` is encrypted and ``email_key`` its keyed hash. ``token_sha256`` is the keyed hash of the token in the
    reader’s links. ``position`` is that of the ledger up to which the reader was told, ``told_on`` the day on which it
    was looked for more.
    """

    __tablename__ = "follower"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(130))
    email: Mapped[str] = mapped_column(Text)
    email_key: Mapped[Digest]
    token_sha256: Mapped[Digest] = mapped_column(unique=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    position: Mapped[int]
    told_on: Mapped[str | None] = mapped_column(String(10))

    __table_args__ = (
        UniqueConstraint("email_key", "subject"),
        CheckConstraint("length(token_sha256) = 64", name="token_32_bytes"),
        CheckConstraint("position >= 0", name="position_from_0"),
        Index(None, "confirmed_at", "position"),
        Index(None, "asked_at"),
    )


class FollowAsk(Base):
    """That somebody asked to follow something, whatever came of it: what limits count, for a day.

    ``origin_key`` is a keyed hash of where it came from.
    """

    __tablename__ = "follow_ask"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    origin_key: Mapped[Digest]

    __table_args__ = (Index(None, "at"), Index(None, "origin_key", "at"))
