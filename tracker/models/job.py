"""Jobs: work that follows from publications and days, done beside the requests."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Instant
from tracker.models.scorecard_index import by_bytes

__all__ = ["Job"]


class Job(Base):
    """One piece of work, known by kind and key, so that it waits but once. Doing it twice does no harm.

    ``refresh`` computes the scorecards of the company ``key``; ``spread`` finds the companies that a change of the
    shared record ``key`` bears on. ``position`` is the publication that made it due. Whoever does it has leased it:
    until ``leased_until`` nobody else takes it, after that anybody may. It is deleted with its result, in one
    transaction.
    """

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(by_bytes(160), primary_key=True)
    position: Mapped[int]
    tries: Mapped[int] = mapped_column(server_default="0")
    leased_until: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("kind IN ('refresh', 'spread')", name="kind_known"),
        CheckConstraint("position >= 1", name="position_from_1"),
        CheckConstraint("tries >= 0", name="tries_from_0"),
        Index(None, "kind", "leased_until"),
    )
