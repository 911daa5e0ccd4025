"""Queries for exports: everything published now, and the lists of today, row by row, in constant memory."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.selectable import Select

from tracker.models import IndexedScorecard, Ledger, ListedLine, Record, Revision
from tracker.records.public_body import TAKEN_DOWN_MARKS
from tracker.store.export_selection import Selection
from tracker.store.ledger import AnyRow
from tracker.store.lists.taken_down import gone_at, gone_now

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


def records_of(session: Session, kind: str, chosen: Selection | None = None) -> Iterator[ExportedRecord]:
    """All records of a kind, or those that are chosen, by id."""
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
    ids = None if chosen is None else chosen.ids[kind]
    for row in _portions(session, statement, Record.record_id, ids):
        yield ExportedRecord._make(row)


def exported_lines(session: Session, part: str, chosen: Selection | None = None) -> Iterator[AnyRow]:
    """The lines of today’s scorecards: number and JSON text, by company, topic and place."""
    line = ListedLine
    statement = select(line.number, line.body).where(line.part == part)
    if chosen and chosen.topic:
        statement = statement.where(line.topic_id == chosen.topic)
    ordered = statement.order_by(line.company_id, line.topic_id, line.number)
    return _portions(session, ordered, line.company_id, chosen.companies if chosen else None)


def exported_scorecards(session: Session, chosen: Selection | None = None) -> Iterator[AnyRow]:
    """Where each company stands today on each topic, by company and topic."""
    table = IndexedScorecard
    statement = select(*table.__table__.c).where(table.topic_id.not_in(("", "-")))
    if chosen and chosen.topic:
        statement = statement.where(table.topic_id == chosen.topic)
    ordered = statement.order_by(table.company_id, table.topic_id)
    return _portions(session, ordered, table.company_id, chosen.companies if chosen else None)


def exported_changes(session: Session, chosen: Selection | None = None) -> Iterator[AnyRow]:
    """Every publication, or those of chosen records, oldest first."""
    statement = select(
        Ledger.position, Ledger.at, Revision.kind, Revision.record_id, Revision.number, Revision.change,
        Revision.note, Revision.author, Ledger.publisher, Ledger.sha256,
    )  # fmt: skip
    ordered = statement.join(Revision, Revision.id == Ledger.revision_id).order_by(Ledger.position)
    if chosen is None:
        return _rows(session, ordered)
    rows = (
        row
        for kind, ids in chosen.ids.items()
        for row in _portions(session, ordered.where(Revision.kind == kind), Revision.record_id, ids)
    )
    return iter(sorted(rows, key=lambda row: int(row.position)))


def present_ids(session: Session) -> dict[str, str]:
    """Former ids of companies, each with the present one."""
    texts = session.scalars(select(Record.body).where(Record.kind == "company", Record.body.contains('"former_ids":')))
    companies = map(json.loads, texts)
    return {former: company["id"] for company in companies for former in company.get("former_ids", ())}


def taken_down_since(session: Session, position: int) -> bool:
    """Whether a record was taken down after this position of the ledger, or its company is no longer another's.

    The latter where a company that took over the records of one that was taken down does not name its id any more.
    """
    statement = (
        select(Ledger.position)
        .join(Revision, Revision.id == Ledger.revision_id)
        .where(Ledger.position > position, or_(*(Revision.body.contains(mark) for mark in TAKEN_DOWN_MARKS)))
    )
    if session.scalars(statement.limit(1)).first() is not None:
        return True
    gone = gone_now(session)
    return bool(gone) and not gone <= gone_at(session, position)


def _portions(
    session: Session,
    statement: "Select[*tuple[object, ...]]",
    column: InstrumentedAttribute[str],
    values: Sequence[str] | None,
) -> Iterator[AnyRow]:
    """The rows of a statement; those with one of these values, which come in its order, some at a time."""
    if values is None:
        yield from _rows(session, statement)
        return
    for first in range(0, len(values), _AT_ONCE):
        yield from session.execute(statement.where(column.in_(values[first : first + _AT_ONCE]))).all()


def _rows(session: Session, statement: "Select[*tuple[object, ...]]") -> Iterator[AnyRow]:
    return iter(session.execute(statement.execution_options(yield_per=_AT_ONCE)))


def _by_bytes(session: Session, column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """A database's own order of texts depends on its locale."""
    return column.collate("C" if session.get_bind().dialect.name == "postgresql" else "BINARY")
