"""What is derived from kept copies: where quotes are in them, and by what near copies are found."""

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Digest

__all__ = ["QuotePlace", "TextShingle"]


class QuotePlace(Base):
    """Whether a quote is in a copy, and where: a W3C TextQuoteSelector with the page, and the line around it.

    ``quote`` is the SHA-256 of the quote as the record has it. Derived from the copy’s text, and made anew at will.
    """

    __tablename__ = "quote_place"

    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"), primary_key=True)
    quote: Mapped[Digest] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(String(40))
    places: Mapped[int]
    page: Mapped[int]
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(Text)
    suffix: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)


class TextShingle(Base):
    """A shingle of the main text of a copy that is kept so that texts like it are found. Derived."""

    __tablename__ = "shingle"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"), primary_key=True)

    __table_args__ = (Index(None, "capture_id"),)
