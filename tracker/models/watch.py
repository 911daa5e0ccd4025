"""Addresses that are looked at again and again, and what each look gave. No part of the record."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Instant, RecordId

__all__ = ["WatchLook", "WatchedAddress"]


class WatchedAddress(Base):
    """What is known of the address of a published source (``core.captures.watching``), and when it is looked at next.

    ``told`` is since when a state is told at the desk that no editor has dealt with yet: None where there is none.
    """

    __tablename__ = "watched_address"

    source_id: Mapped[RecordId] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(2000))
    due: Mapped[datetime] = mapped_column(Instant)
    good: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str | None] = mapped_column(String(20))
    run: Mapped[str | None] = mapped_column(String(20))
    run_from: Mapped[datetime | None] = mapped_column(Instant)
    run_length: Mapped[int]
    moved_to: Mapped[str | None] = mapped_column(String(2000))
    told: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("run_length >= 0", name="run_from_0"), Index(None, "due"), Index(None, "told"))


class WatchLook(Base):
    """One look at an address: when, what it gave, and the capture that was kept of it, if one was."""

    __tablename__ = "watch_look"

    source_id: Mapped[RecordId] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    gave: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text)
    told: Mapped[str | None] = mapped_column(String(20))
    since: Mapped[datetime | None] = mapped_column(Instant)
    capture_id: Mapped[str | None] = mapped_column(ForeignKey("capture.id"))
