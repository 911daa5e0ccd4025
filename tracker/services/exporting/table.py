"""What a table of exports is, and what every table of records is made from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import orjson
from sqlalchemy.orm import Session

from tracker.records.public_body import public_body
from tracker.records.taken_down import Gone
from tracker.services.exporting.columns import Column, Value
from tracker.store.export_selection import Selection
from tracker.store.exporting import ExportedRecord
from tracker.store.lists.taken_down import gone_now

__all__ = ["PLURALS", "Data", "ForeignKey", "Row", "Source", "Table", "content_of"]

Row = Sequence[Value]
Data = dict[str, Any]
PLURALS = {
    "vocabulary": "vocabularies",
    "topic": "topics",
    "source": "sources",
    "condition": "conditions",
    "company": "companies",
    "initiative": "initiatives",
    "pledge": "pledges",
    "evidence": "evidence",
    "response": "responses",
    "decision": "decisions",
    "check": "checks",
    "wording": "wordings",
    "rules": "rules",
}
"""The table of each kind of record, in the order of exports."""
_OWNED = ("pledge", "evidence", "response", "decision", "check")
"""Kinds whose company is, unless it is given, the part of the ID before the slash."""


class ForeignKey(NamedTuple):
    """A column that names a row of another table by its ``id``."""

    column: str
    table: str


@dataclass(frozen=True)
class Source:
    """Where rows come from: the session, the site’s address, and the present IDs of companies by former ones.

    ``chosen`` is what is exported; None for all.
    """

    session: Session
    address: str
    present: Mapping[str, str]
    chosen: Selection | None = None

    @cached_property
    def gone(self) -> Gone:
        """The companies and topics that were taken down; read once."""
        return gone_now(self.session)

    def company(self, id: str) -> str:
        """The present ID of a company."""
        return self.present.get(id, id)


@dataclass(frozen=True)
class Table:
    """A table: its columns, its key, what names other tables, the columns that full-text search reads, its rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[ForeignKey, ...]
    rows: Callable[[Source], Iterator[Row]]
    searched: tuple[str, ...] = ()


def content_of(source: Source, kind: str, record: ExportedRecord) -> Data:
    """The fields of a record, its company by the present ID; of what was taken down the date and the reason."""
    content: Data = public_body(kind, record.id, orjson.loads(record.body), source.gone)
    content["id"] = record.id  # what has a default is not in the text
    if content.get("taken_down"):
        return content
    if kind in _OWNED and not content.get("initiative"):
        content["company"] = source.company(content.get("company") or record.id.partition("/")[0])
    return content
