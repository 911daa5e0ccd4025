"""Bodies of many records as plain data, published or drafted: what an import is matched with."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Account, Draft, Record
from tracker.models.desk.draft import plain_data
from tracker.records.kinds import Key
from tracker.records.types.company import company_in_present_form
from tracker.store.editing.drafts import UNFINISHED

__all__ = ["bodies_of_companies", "bodies_of_kind", "drafted_records", "ids_in_use"]

_PER_QUERY = 5_000


def bodies_of_kind(session: Session, kind: str) -> Iterator[dict[str, Any]]:
    """Every published record of a kind; companies in their present form."""
    for body in session.scalars(select(Record.body).where(Record.kind == kind)):
        data: dict[str, Any] = json.loads(body)
        yield company_in_present_form(data) if kind == "company" else data


def bodies_of_companies(
    session: Session, kind: str, companies: Collection[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The published records of a kind of these companies, each with its company."""
    ids = sorted(companies)
    for first in range(0, len(ids), _PER_QUERY):
        some = ids[first : first + _PER_QUERY]
        statement = select(Record.company_id, Record.body).where(Record.company_id.in_(some), Record.kind == kind)
        for company, body in session.execute(statement):
            yield str(company), json.loads(body)


def ids_in_use(session: Session, kinds: Collection[str]) -> set[Key]:
    """The ids of all published records of these kinds, and of unfinished drafts."""
    published = session.execute(select(Record.kind, Record.record_id).where(Record.kind.in_(kinds)))
    drafted = select(Draft.kind, Draft.record_id).where(Draft.kind.in_(kinds), Draft.state.in_(UNFINISHED))
    return {(kind, id) for kind, id in published} | {(kind, id) for kind, id in session.execute(drafted) if id}


def drafted_records(session: Session, kinds: Collection[str]) -> Iterator[tuple[Key, str, dict[str, Any]]]:
    """Unfinished drafts of records with an id: key, whose draft it is, and what it says so far."""
    statement = (
        select(Draft, Account.public_name)
        .join(Account, Account.id == Draft.owner_id)
        .where(Draft.kind.in_(kinds), Draft.state.in_(UNFINISHED), Draft.record_id.is_not(None))
        .order_by(Draft.updated_at)
    )
    for draft, owner in session.execute(statement):
        yield draft.key, str(owner), plain_data(draft.kind, draft.body)
