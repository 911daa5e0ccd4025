"""Captures: what was kept, and what happened to it (append-only); blobs and texts, which are no part of the record."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.captures.captures import Readable
from tracker.models.base import Base, Body, Digest, Instant, Name

__all__ = ["Blob", "CaptureEventRow", "CaptureFileRow", "CaptureRow", "CaptureTextRow"]


class Blob(Base):
    """A file in the store of captures, by its hash. ``checked`` is when its bytes were last hashed again.

    One that is damaged or quarantined is never served; of one that is erased only this row is left, so that no backup
    brings it back.
    """

    __tablename__ = "blob"

    sha256: Mapped[Digest] = mapped_column(primary_key=True)
    bytes: Mapped[int]
    checked: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(11))

    __table_args__ = (
        CheckConstraint("state IN ('kept', 'damaged', 'quarantined', 'erased')", name="state_known"),
        CheckConstraint("bytes >= 0", name="bytes_from_0"),
        CheckConstraint("length(sha256) = 64", name="sha256_32_bytes"),
        Index(None, "checked"),
    )


class CaptureRow(Base):
    """One attempt that kept bytes. Append-only, by triggers. The columns repeat the manifest, which is the record."""

    __tablename__ = "capture"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    made: Mapped[datetime] = mapped_column(Instant)
    request: Mapped[str] = mapped_column(String(160))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(10))
    manifest: Mapped[Body]
    sha256: Mapped[Digest] = mapped_column(unique=True)

    __table_args__ = (
        CheckConstraint("state IN ('captured', 'doubtful')", name="state_known"),
        CheckConstraint("length(id) = 12", name="id_12_letters"),
        Index(None, "request", "made"),
        Index(None, "account_id", "made"),
    )


class CaptureEventRow(Base):
    """What happened to a capture: who, when, why. Append-only, by triggers."""

    __tablename__ = "capture_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[Name]
    why: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index(None, "capture_id", "id"),)


class CaptureFileRow(Base):
    """Which blobs a capture needs: of two captures with the same bytes, erasing one leaves what the other needs."""

    __tablename__ = "capture_file"

    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"), primary_key=True)
    sha256: Mapped[Digest] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    role: Mapped[str] = mapped_column(String(12), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)

    __table_args__ = (Index(None, "sha256"),)


class CaptureTextRow(Base):
    """The words of a capture, derived from its files and made anew at will. Erased with them."""

    __tablename__ = "capture_text"

    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"), primary_key=True)
    readable: Mapped[Readable] = mapped_column(String(7))
    pages: Mapped[str] = mapped_column(Text)
    main: Mapped[str] = mapped_column(Text)
    details: Mapped[str] = mapped_column(Text)
    tool: Mapped[str] = mapped_column(String(200))

    __table_args__ = (CheckConstraint("readable IN ('text', 'machine', 'none')", name="readable_known"),)
