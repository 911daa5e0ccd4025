"""The scorecard index: where each company stands today, for lists and the matrix. All rows are derived."""

from datetime import date
from typing import Annotated, Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Kind

__all__ = [
    "ALL_TOPICS",
    "NO_LIST",
    "Derived",
    "Ending",
    "IndexedScorecard",
    "SortedId",
    "by_bytes",
    "row_answer",
]

ALL_TOPICS = ""
"""The topic of the row that tells of a company over all its topics."""
NO_LIST = "-"
"""The topic of the only row of a company that was taken down or is not assessed: no list asks for it."""


def by_bytes(length: int | None = None) -> String:
    """Text that sorts byte by byte on every database, whatever its locale."""
    kind: type[String] = String if length else Text
    return kind(length).with_variant(kind(length, collation="C"), "postgresql")


def row_answer(row: str, says: str) -> str:
    """What the words say of a row of the yardstick, as ``IndexedScorecard.says`` holds it.

    To be looked for in plain text.
    """
    return f";{row}={says};"


SortedId = Annotated[str, mapped_column(by_bytes(120))]
"""The id of a record, in the one order of ids that all lists keep."""


class IndexedScorecard(Base):
    """One company on one topic, or over all its topics, on the day ``as_of``, as known at ``position`` of the ledger.

    Holds until the day before ``valid_until``. ``sort_name`` is unique within a topic; the three orders sort by what
    they are named after, the first in the list lowest. ``names`` are name and aliases, folded, each on a line; ``says``
    has a ``row_answer`` for each row of the yardstick, which ``rows`` tells more of.
    ``sector`` is scheme and code, folded.
    """

    __tablename__ = "standing"

    topic_id: Mapped[SortedId] = mapped_column(primary_key=True)
    company_id: Mapped[SortedId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(by_bytes())
    names: Mapped[str] = mapped_column(Text)
    says: Mapped[str] = mapped_column(Text)
    country: Mapped[str] = mapped_column(String(2), server_default="")
    sector: Mapped[str] = mapped_column(Text, server_default="")
    sector_name: Mapped[str] = mapped_column(Text, server_default="")
    strength: Mapped[str] = mapped_column(String(10))
    covered: Mapped[int]
    possible: Mapped[int]
    cells: Mapped[int]
    gravest: Mapped[str | None] = mapped_column(String(30))
    contrary: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    reviewed: Mapped[int]
    pledge_state: Mapped[str] = mapped_column(String(20))
    next_last_day: Mapped[date | None]
    next_last_day_latest: Mapped[date | None]
    next_pledge: Mapped[str | None] = mapped_column(String(120))
    checked_until: Mapped[str | None] = mapped_column(String(40))
    headline: Mapped[str] = mapped_column(Text)
    record_line: Mapped[str] = mapped_column(Text, server_default="")
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)
    strength_order: Mapped[int]
    gravity_order: Mapped[int]
    ending_order: Mapped[int]
    as_of: Mapped[date]
    valid_until: Mapped[date | None]
    position: Mapped[int]

    __table_args__ = (
        CheckConstraint("strength IN ('none', 'narrow', 'partial', 'broad', 'full')", name="strength_known"),
        CheckConstraint("0 <= covered AND covered <= possible AND possible <= cells", name="range_within_cells"),
        CheckConstraint("(strength = 'none') = (covered = 0)", name="none_covers_nothing"),
        CheckConstraint("contrary >= 0 AND reviewed >= 0", name="counts_from_0"),
        CheckConstraint(
            "pledge_state IN ('in force', 'perhaps in force', 'announced', 'lapsed', 'withdrawn', 'none')",
            name="pledge_state_known",
        ),
        CheckConstraint(
            "(next_last_day IS NULL) = (next_pledge IS NULL) "
            "AND (next_last_day IS NULL) = (next_last_day_latest IS NULL) AND next_last_day <= next_last_day_latest",
            name="next_end_whole",
        ),
        CheckConstraint("valid_until > as_of", name="valid_for_a_day"),
        CheckConstraint("position >= 1", name="position_from_1"),
        Index(None, "topic_id", "sort_name", unique=True),
        Index(None, "topic_id", "strength_order", "sort_name"),
        Index(None, "topic_id", "gravity_order", "sort_name"),
        Index(None, "topic_id", "ending_order", "sort_name"),
        Index(None, "topic_id", "country", "sort_name"),
        Index(None, "topic_id", "sector", "sector_name"),
        Index(None, "topic_id", "strength", "sort_name"),
        Index(None, "topic_id", "gravest", "sort_name"),
        Index(None, "topic_id", "pledge_state", "sort_name"),
        Index(None, "company_id"),
        Index(None, "valid_until"),
    )


class Ending(Base):
    """An end or deadline to come of one company's pledge on a topic; ``number`` counts from 0 within the two.

    ``first_day`` and ``last_day`` are the earliest and latest reading of the day; both missing where no day is known.
    """

    __tablename__ = "ending"

    topic_id: Mapped[SortedId] = mapped_column(primary_key=True)
    company_id: Mapped[SortedId] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    kind: Mapped[Kind]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    doubted: Mapped[bool]
    condition_id: Mapped[str | None] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("number >= 0 AND version >= 1", name="numbers_count"),
        CheckConstraint(
            "kind IN ('fixed', 'condition met', 'withdrawn', 'replaced', "
            "'milestone', 'deadline', 'condition', 'self-judged')",
            name="kind_known",
        ),
        CheckConstraint("(first_day IS NULL) = (last_day IS NULL) AND first_day <= last_day", name="days_whole"),
        Index(None, "company_id"),
        Index(None, "first_day", "topic_id", "company_id", "number"),
        Index(None, "topic_id", "first_day", "company_id", "number"),
    )


class Derived(Base):
    """Which version of the program made the rows that are made from others; another version makes them anew."""

    __tablename__ = "derived"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[str] = mapped_column(String(20))
