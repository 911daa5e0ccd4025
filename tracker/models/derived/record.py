"""Published records as they are now, for lists and look-ups. All rows are derived from revisions and the ledger."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Body, Kind, RecordId

__all__ = ["Record", "Reference"]


class Record(Base):
    """The published state of a record: its revision that stands last in the ledger.

    ``day`` is the day that lists sort it by, counted from 1 January of the year 1; 0 where it has none.
    """

    __tablename__ = "record"

    kind: Mapped[Kind] = mapped_column(primary_key=True)
    record_id: Mapped[RecordId] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), unique=True)
    position: Mapped[int] = mapped_column(unique=True)  # no foreign key: the ledger is written last
    title: Mapped[str] = mapped_column(Text)
    company_id: Mapped[str | None] = mapped_column(String(120))
    topic_id: Mapped[str | None] = mapped_column(String(120))
    day: Mapped[int] = mapped_column(server_default="0")
    body: Mapped[Body]

    __table_args__ = (
        Index(None, "company_id", "kind"),
        Index(None, "topic_id", "kind"),
        Index(None, "kind", "day", "position"),
    )


class Reference(Base):
    """That a published revision names a record, and in which field: ``versions.0.source``, counted from 0.

    Kept for every published revision, so that it answers for any moment of the ledger. A field that may name
    records of several kinds has a row for each: which of them exists is a matter of that moment.
    """

    __tablename__ = "reference"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(300), primary_key=True)
    target_kind: Mapped[Kind] = mapped_column(primary_key=True)
    target_id: Mapped[RecordId]

    __table_args__ = (Index(None, "target_kind", "target_id", "revision_id"),)
