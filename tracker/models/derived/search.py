"""The search tables. All rows are derived from what is published.

The table ``search`` differs between databases: a full-text table (FTS5) on SQLite, keyed by the record’s row number,
and a table of text vectors on PostgreSQL. Both hold words produced by ``tracker.core.search.words``, so that results
are the same. Only ``tracker.store.searching.search_index`` and ``tracker.store.searching.search`` use it.
"""

from typing import Any

from sqlalchemy import CheckConstraint, Connection, Index, MetaData, String, event
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base
from tracker.models.derived.scorecard_index import SortedId

__all__ = ["NameWord"]

_SQLITE = (
    "CREATE VIRTUAL TABLE search USING fts5(title, body, facets, prefix = '3', tokenize = \"ascii tokenchars '=./-'\")"
)
_POSTGRES = (
    "CREATE TABLE search (place bigint CONSTRAINT pk_search PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_words ON search USING gin (words) WITH (fastupdate = off)",
)


class NameWord(Base):
    """A word in the names of a company or its products: what a mistyped word may have meant."""

    __tablename__ = "name_word"

    word: Mapped[str] = mapped_column(String(80), primary_key=True)
    company_id: Mapped[SortedId] = mapped_column(primary_key=True)
    length: Mapped[int]

    __table_args__ = (
        CheckConstraint("length = length(word)", name="length_of_word"),
        Index(None, "length", "word"),
        Index(None, "company_id"),
    )


@event.listens_for(Base.metadata, "after_create")
def _create_search(_metadata: MetaData, connection: Connection, **_: Any) -> None:
    """Where tables are made from the models, as tests do: what the models cannot say."""
    for statement in (_SQLITE,) if connection.dialect.name == "sqlite" else _POSTGRES:
        connection.exec_driver_sql(statement)
