"""Queries for exports: everything published now, and the lists of today, row by row, in constant memory."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.selectable import Select

from tracker.models import IndexedScorecard, Ledger, ListedLine, Record, Revision
from tracker.records.public_body import TAKEN_DOWN_MARKS
from tracker.store.ledger import AnyRow

__all__ = [
    "ExportedRecord",
    "exported_changes",
    "exported_lines",
    "exported_scorecards",
    "present_ids",
    "records_of",
    "taken_down_since",
]

_AT_ONCE = 500


class ExportedRecord(NamedTuple):
    """A record as published last: its canonical text, which revision it is, and where that stands in the ledger."""

    id: str
    body: str
    number: int
    change: str
    position: int
    at: str
    sha256: str


def records_of(session: Session, kind: str) -> Iterator[ExportedRecord]:
    """All records of a kind, by id."""
    # The time as it is stored: it is read and written again for nobody.
    statement = (
        select(
            Record.record_id,
            Record.body,
            Revision.number,
            Revision.change,
            Ledger.position,
            type_coerce(Ledger.at, String),
            Revision.content_sha256,
        )
        .join(Revision, Revision.id == Record.revision_id)
        .join(Ledger, Ledger.revision_id == Revision.id)
        .where(Record.kind == kind)
        .order_by(_by_bytes(session, Record.record_id))
    )
    for row in _rows(session, statement):
        yield ExportedRecord._make(row)


def exported_lines(session: Session, part: str) -> Iterator[AnyRow]:
    """The lines of today’s scorecards: number and JSON text, by company, topic and place."""
    statement = select(ListedLine.number, ListedLine.body).where(ListedLine.part == part)
    return _rows(session, statement.order_by(ListedLine.company_id, ListedLine.topic_id, ListedLine.number))


def exported_scorecards(session: Session) -> Iterator[AnyRow]:
    """Where each company stands today on each topic, by company and topic."""
    table = IndexedScorecard
    statement = select(*table.__table__.c).where(table.topic_id.not_in(("", "-")))
    return _rows(session, statement.order_by(table.company_id, table.topic_id))


def exported_changes(session: Session) -> Iterator[AnyRow]:
    """Every publication, oldest first."""
    statement = select(
        Ledger.position, Ledger.at, Revision.kind, Revision.record_id, Revision.number, Revision.change,
        Revision.note, Revision.author, Ledger.publisher, Ledger.sha256,
    )  # fmt: skip
    return _rows(session, statement.join(Revision, Revision.id == Ledger.revision_id).order_by(Ledger.position))


def present_ids(session: Session) -> dict[str, str]:
    """Former ids of companies, each with the present one."""
    texts = session.scalars(select(Record.body).where(Record.kind == "company", Record.body.contains('"former_ids":')))
    companies = map(json.loads, texts)
    return {former: company["id"] for company in companies for former in company.get("former_ids", ())}


def taken_down_since(session: Session, position: int) -> bool:
    """Whether a record was taken down after this position of the ledger."""
    statement = (
        select(Ledger.position)
        .join(Revision, Revision.id == Ledger.revision_id)
        .where(Ledger.position > position, or_(*(Revision.body.contains(mark) for mark in TAKEN_DOWN_MARKS)))
    )
    return session.scalars(statement.limit(1)).first() is not None


def _rows(session: Session, statement: "Select[*tuple[object, ...]]") -> Iterator[AnyRow]:
    return iter(session.execute(statement.execution_options(yield_per=_AT_ONCE)))


def _by_bytes(session: Session, column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """A database's own order of texts depends on its locale."""
    return column.collate("C" if session.get_bind().dialect.name == "postgresql" else "BINARY")
