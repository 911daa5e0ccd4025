"""Imports of spreadsheets that somebody is at work on, and mappings that were saved for the next file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Instant

__all__ = ["SavedMapping", "TableImport"]


class TableImport(Base):
    """A spreadsheet as it was uploaded, with what its columns mean and what was decided row by row, both in JSON.

    It is deleted once its drafts are made, or when it is discarded. ``version`` rises with each save.
    """

    __tablename__ = "table_import"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    file_name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    mapping: Mapped[str] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("version >= 1", name="version_from_1"), Index(None, "owner_id", "created_at"))


class SavedMapping(Base):
    """What the columns of a kind of file mean, under a name; for everyone at the desk."""

    __tablename__ = "saved_mapping"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("name"),)
