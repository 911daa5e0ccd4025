"""Answers of public pages as they were sent, for every process of the site. Rows are derived."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Digest

__all__ = ["AnswerSubject", "StoredAnswer"]


class StoredAnswer(Base):
    """One answer. It holds on the day ``today``, for the program ``version``, as long as no publication after
    ``position`` concerns a subject of it. ``asked_on`` is the last day on which somebody asked for it.

    ``key`` is a hash of ``address`` and ``encoding``; ``headers`` are pairs in JSON, ``subjects`` stand on a line
    each, and for look-ups the other way in a table of their own.
    """

    __tablename__ = "stored_answer"

    key: Mapped[Digest] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    encoding: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(40))
    today: Mapped[date]
    position: Mapped[int]
    tag: Mapped[str] = mapped_column(String(80))
    headers: Mapped[str] = mapped_column(Text)
    subjects: Mapped[str] = mapped_column(Text)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    asked_on: Mapped[date]

    __table_args__ = (
        CheckConstraint("position >= 0", name="position_from_0"),
        CheckConstraint("size >= 0", name="size_from_0"),
        Index(None, "asked_on", "size"),
    )


class AnswerSubject(Base):
    """A subject that an answer depends on (``tracker.store.concerning``)."""

    __tablename__ = "answer_subject"

    key: Mapped[Digest] = mapped_column(ForeignKey("stored_answer.key", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(160), primary_key=True)

    __table_args__ = (Index(None, "subject", "key"),)
