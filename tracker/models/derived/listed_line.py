"""Lines of today’s scorecards, for lists across companies. All rows are derived."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base
from tracker.models.derived.scorecard_index import SortedId, by_bytes

__all__ = ["PARTS", "ListedLine"]

_PLACE = ("company_id", "topic_id", "number")
PARTS = ("cells", "dues", "findings", "gaps")
"""The parts of a scorecard that are listed across companies."""


class ListedLine(Base):
    """A finding, due, gap or cell of one company’s scorecard on a topic; ``number`` is its place there, from 0.

    ``state`` is the finding, the state of the due, or the label of the cell. ``first_day`` and ``last_day`` bound when
    it was, is due or ends; both missing where no day is known. ``changed`` is the position in the ledger of the latest
    publication of a record that it names. ``sector`` is the company’s, folded. ``body`` is the line as JSON.
    """

    __tablename__ = "listed_line"

    part: Mapped[str] = mapped_column(String(8), primary_key=True)
    company_id: Mapped[SortedId] = mapped_column(primary_key=True)
    topic_id: Mapped[SortedId] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(30))
    sector: Mapped[str] = mapped_column(by_bytes())
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    changed: Mapped[int]
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("part IN ('cells', 'dues', 'findings', 'gaps')", name="part_known"),
        CheckConstraint("number >= 0 AND changed >= 0", name="numbers_count"),
        CheckConstraint("(first_day IS NULL) = (last_day IS NULL) AND first_day <= last_day", name="days_whole"),
        Index(None, "part", "state", "company_id", "topic_id", "number"),
        Index(None, "part", "topic_id", "company_id", "number"),
        Index(None, "part", "sector", "company_id", "topic_id", "number"),
        # The other day and the state are in both: what a period or a state leaves out is left out unread.
        Index("ix_listed_line_by_first_day", "part", "first_day", *_PLACE, "last_day", "state"),
        Index("ix_listed_line_by_last_day", "part", "last_day", *_PLACE, "first_day", "state"),
        # Few of a state, in the order of sectors, or on a topic: no others are looked at.
        Index("ix_listed_line_by_state_and_sector", "part", "state", "sector", *_PLACE),
        Index("ix_listed_line_by_topic_and_state", "part", "topic_id", "state", "company_id", "number"),
        Index(None, "part", "changed", "company_id", "topic_id", "number"),
        Index(None, "company_id"),
    )
