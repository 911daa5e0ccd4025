"""Imports of spreadsheets that somebody is at work on, and mappings that were saved for the next file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Instant

__all__ = ["ImportPlan", "SavedMapping", "TableImport"]


class TableImport(Base):
    """A spreadsheet as it was uploaded, with what its columns mean and what was decided row by row, both in JSON.

    It is deleted once its drafts are made, when it is discarded, or when it was left alone for some weeks. ``version``
    rises with each save. ``rows`` is the number of rows with content in the sheet that was chosen.
    """

    __tablename__ = "table_import"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    file_name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[str] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    rows: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        CheckConstraint("version >= 1", name="version_from_1"),
        Index(None, "owner_id", "created_at"),
        Index(None, "changed_at"),
    )


class ImportPlan(Base):
    """What a long import would do, as it was planned for one ``version`` of it; ``content`` once that is done.

    ``rows_done`` of its rows were planned so far. ``basis`` is what was on record then.
    """

    __tablename__ = "import_plan"

    import_id: Mapped[str] = mapped_column(ForeignKey("table_import.id"), primary_key=True)
    version: Mapped[int]
    basis: Mapped[str] = mapped_column(String(100), server_default="")
    rows_done: Mapped[int] = mapped_column(server_default="0")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class SavedMapping(Base):
    """What the columns of a kind of file mean, under a name; for everyone at the desk."""

    __tablename__ = "saved_mapping"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("name"),)
