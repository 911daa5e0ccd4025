"""Where in the ledger something was last published that concerns a subject. Rows are derived."""

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base

__all__ = ["LastPublication"]


class LastPublication(Base):
    """The last position of the ledger that concerns a subject, such as ``about acme`` or ``source law-gazette``.

    An answer rests on some subjects: it holds until one of them has a later position. ``store.concerning`` says
    which subjects there are.
    """

    __tablename__ = "last_publication"

    subject: Mapped[str] = mapped_column(String(160), primary_key=True)
    position: Mapped[int]

    __table_args__ = (
        CheckConstraint("position >= 1", name="position_from_1"),
        Index(None, "position"),
    )
