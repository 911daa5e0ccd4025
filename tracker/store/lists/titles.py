"""Queries for ids and titles of published records, for suggestions and choices."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Record
from tracker.store.ledger import AnyRow

__all__ = ["first_ids", "first_titles", "latest_titles", "titles_of_company"]


def first_ids(session: Session, kind: str, most: int) -> Sequence[str]:
    """The first ids of a kind."""
    return session.scalars(
        select(Record.record_id).where(Record.kind == kind).order_by(Record.record_id).limit(most)
    ).all()


def first_titles(session: Session, kind: str, most: int) -> Sequence[AnyRow]:
    """The first records of a kind, by id."""
    statement = select(Record.record_id, Record.title).where(Record.kind == kind)
    return session.execute(statement.order_by(Record.record_id).limit(most)).all()


def titles_of_company(session: Session, kind: str, company: str, most: int) -> Sequence[AnyRow]:
    """The first records of a kind that are about a company, by id."""
    statement = select(Record.record_id, Record.title).where(Record.kind == kind, Record.company_id == company)
    # First the few of the company, then their order: else a database walks all of the kind in that order.
    few = statement.cte("few").prefix_with("MATERIALIZED").c
    return session.execute(select(few.record_id, few.title).order_by(few.record_id).limit(most)).all()


def latest_titles(session: Session, kind: str, company: str | None, most: int) -> Sequence[AnyRow]:
    """Records of a kind, and of a company where one is given, the latest first."""
    statement = select(Record.record_id, Record.title).where(Record.kind == kind)
    if company:
        statement = statement.where(Record.company_id == company)
    return session.execute(statement.order_by(Record.day.desc(), Record.position.desc()).limit(most)).all()
