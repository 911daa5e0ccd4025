"""Finds related companies, whose records may count for others: former ids, subsidiaries, owners."""

from collections.abc import Callable, Collection
from functools import cache

from sqlalchemy import select, union
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import Select

from tracker.models import Record, Reference, Revision
from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord
from tracker.records.ownership import related_ids
from tracker.store.concerning import about, note
from tracker.store.database.any_of import any_of
from tracker.store.published import FORMER_ID, latest, parsed, read_latest

__all__ = ["related_companies_at", "related_companies_now"]

_PER_QUERY = 10_000
_RELATED_READ = "related companies read"
_COMPANY = ("company", FORMER_ID)
_REVISION, _REFERENCE = Revision.__table__.c, Reference.__table__.c


def related_companies_at(session: Session, companies: Collection[str], position: int) -> Bundle:
    """These companies and all related ones, as published at a position. One query, and one for each further step.

    Those asked for last are kept with a session that only reads.
    """

    def load(ids: list[str]) -> list[AnyRecord]:
        return read_latest(session, _companies_at(), position, ids=ids)

    key = (position, *sorted(companies))
    kept: tuple[object, Bundle] | None = session.info.get(_RELATED_READ)
    if kept is None or kept[0] != key:
        kept = key, _gathered(companies, load)
        if not session.info.get("writing"):
            session.info[_RELATED_READ] = kept
    related = kept[1]
    note(session, *map(about, companies), *(about(company.id) for company in related))
    return related


@cache
def _companies_at() -> Select[str]:
    """Companies that have one of these ``ids``, or ever named one of them."""
    # Asked for either in one condition, PostgreSQL would read the revisions of all companies.
    company = select(_REVISION.kind, _REVISION.record_id).where(_REVISION.kind == "company")
    either = union(company.where(any_of(_REVISION.record_id, "ids")), company.where(_REVISION.id.in_(_naming())))
    return latest(among=either.cte("related").prefix_with("MATERIALIZED"))


def related_companies_now(session: Session, companies: Collection[str]) -> Bundle:
    """The same as published now."""

    def load(ids: list[str]) -> list[AnyRecord]:
        # Asked for either in one condition, both databases would read all companies.
        company = Record.kind == "company"
        named = select(Record.body).join(Reference, Reference.revision_id == Record.revision_id)
        naming = named.where(company, Reference.target_kind.in_(_COMPANY), Reference.target_id.in_(ids))
        bodies = union(select(Record.body).where(company, Record.record_id.in_(ids)), naming)
        return [parsed(body) for body in session.scalars(bodies)]

    return _gathered(companies, load)


def _naming() -> Select[int]:
    """Revisions that name one of these ``ids`` as a company, or as a former id."""
    return select(_REFERENCE.revision_id).where(
        _REFERENCE.target_kind.in_(_COMPANY), any_of(_REFERENCE.target_id, "ids")
    )


def _gathered(companies: Collection[str], load: Callable[[list[str]], list[AnyRecord]]) -> Bundle:
    """Load until nothing related is missing. What only shares an owner with these is not related to them."""
    bundle, loaded, missing = Bundle(), set[str](), set(companies)
    while missing:
        loaded |= missing
        ids = sorted(missing)
        records = [record for i in range(0, len(ids), _PER_QUERY) for record in load(ids[i : i + _PER_QUERY])]
        bundle = bundle.with_records(records)
        missing = related_ids(bundle, companies) - loaded
    related = related_ids(bundle, companies)
    return Bundle(record for record in bundle if record.id in related)
