"""The declarative base: naming convention of constraints and shared column types."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import Dialect, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

__all__ = ["Base", "Body", "Digest", "Instant", "Kind", "Name", "RecordId", "instant_text", "read_instant"]


_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def instant_text(moment: datetime) -> str:
    """A moment as the ledger writes it: UTC with microseconds, always 27 characters, so that text sorts as time."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def read_instant(text: str) -> datetime:
    """The moment that ``instant_text`` wrote; raises ValueError for any other form."""
    if not _INSTANT.fullmatch(text):
        raise ValueError("not a moment as the ledger writes it")
    return datetime.fromisoformat(text)  # some thirty times as fast as strptime, which lists of records felt


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as text: exact to the microsecond on every database, and the very text that is hashed."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the database."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else read_instant(value)


Kind = Annotated[str, mapped_column(String(20))]
"""A kind of record."""
RecordId = Annotated[str, mapped_column(String(120))]
"""The id of a record, as long as ``tracker.records.types.parts.fields.Id`` allows."""
Digest = Annotated[str, mapped_column(String(64))]
"""32 bytes in hexadecimal: a SHA-256 or a salt."""
Name = Annotated[str, mapped_column(String(200))]
"""Who did something."""
Body = Annotated[str, mapped_column(Text)]
"""Canonical JSON (RFC 8785), kept as the exact text that was hashed."""
