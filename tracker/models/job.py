"""Jobs: work that follows from publications and days, or that somebody asked for, done beside the requests."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Body, Instant
from tracker.models.derived.scorecard_index import by_bytes

__all__ = ["Host", "Job"]


class Job(Base):
    """One piece of work, known by kind and key, so that it waits but once.

    Whoever does it has leased it under a random ``token``: until ``leased_until`` nobody else takes it, after that
    anybody may, under another token. It is deleted with its result, in one transaction, by whoever still holds its
    token. A job that failed stays, with ``why``, until it is asked for again or grows old.

    ``refresh`` computes the scorecards of the company ``key``; ``spread`` finds the companies that a change of the
    shared record ``key`` bears on. ``position`` is the publication that made it due; doing these twice does no harm.
    All other kinds have a ``task``, canonical JSON that only their own module reads. They are done from ``due`` on
    (None: at once), in order of ``turn``, which gives each account that asks its turn. Those with a ``host`` of the
    network are done one at a time for each host.
    """

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(by_bytes(160), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), server_default="waiting")
    position: Mapped[int | None]
    task: Mapped[Body] = mapped_column(server_default="{}")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    host: Mapped[str | None] = mapped_column(String(253))
    due: Mapped[datetime | None] = mapped_column(Instant)
    turn: Mapped[int] = mapped_column(server_default="0")
    tries: Mapped[int] = mapped_column(server_default="0")
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    token: Mapped[str | None] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(String(200), server_default="")

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'failed')", name="state_known"),
        CheckConstraint("position >= 1", name="position_from_1"),
        CheckConstraint("tries >= 0", name="tries_from_0"),
        CheckConstraint("(token IS NULL) = (leased_until IS NULL)", name="lease_whole"),
        CheckConstraint("state = 'waiting' OR token IS NULL", name="failed_is_free"),
        Index(None, "kind", "leased_until"),
        Index(None, "kind", "state", "turn"),
    )


class Host(Base):
    """A host of the network that jobs send requests to, and until when it is left alone.

    ``robots`` are the lines for us in its robots.txt, as they were at ``robots_at``.
    """

    __tablename__ = "host"

    name: Mapped[str] = mapped_column(String(253), primary_key=True)
    busy_until: Mapped[datetime] = mapped_column(Instant)
    robots: Mapped[str] = mapped_column(Text, server_default="")
    robots_at: Mapped[datetime | None] = mapped_column(Instant)
