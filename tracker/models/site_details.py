"""What the people who run the site say of it: asked once, in the browser, and kept beside the record."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Instant

__all__ = ["SiteDetails"]


class SiteDetails(Base):
    """One row, or none as long as nothing was answered. Empty texts are not set; the environment wins over all of them.

    ``version`` rises with each change: by it other processes notice. ``begun_empty``: the records of ``seeds/`` are not
    to be loaded, however empty the ledger is. ``answered_at`` is when the questions were last answered.
    """

    __tablename__ = "site_details"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    site_name: Mapped[str] = mapped_column(Text)
    site_owner: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    answer_days: Mapped[int | None]
    data_licence: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(String(100))
    two_reviewers: Mapped[bool] = mapped_column(server_default=false())
    begun_empty: Mapped[bool]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("version >= 1", name="version_from_1"),
        CheckConstraint("answer_days BETWEEN 1 AND 365", name="answer_days_in_a_year"),
    )
