"""Records of a kind as they were published at any ledger position, a page at a time: what the API lists."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Integer, Select, String, Text, bindparam, column, func, select, type_coerce
from sqlalchemy.orm import Session

from tracker.models import Ledger, Reference, Revision
from tracker.store.history import last_revision
from tracker.store.lists.paging import AnySelect, Order, Page, Window, page_of

__all__ = ["PublishedRecord", "RecordFilter", "published_record", "published_records"]


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records of a kind are listed; what is empty or None does not filter.

    ``companies`` are the ids of one company, present and former: records that name any of them. ``topic`` is a topic
    that they name. ``changed_since``: published, for the first time or again, at this moment or later.
    """

    kind: str
    companies: tuple[str, ...] = ()
    topic: str = ""
    changed_since: datetime | None = None


class PublishedRecord(NamedTuple):
    """A record as it stood: its canonical text, which revision it is, and where that stands in the ledger.

    The time is the text that is stored: it is read and written again for nobody.
    """

    kind: str
    id: str
    body: str
    number: int
    change: str
    position: int
    at: str
    sha256: str


_REVISION, _ENTRY, _REFERENCE = Revision.__table__.c, Ledger.__table__.c, Reference.__table__.c
"""The tables themselves: statements of them are executed in half the time of those of the classes."""
_ORDER = Order("records", (_REVISION.record_id,))
_OF_FEW = Order("records", (column("record_id", Text),))
_CHANGED = Order("changed", (_ENTRY.position,))
_SEEN_TO_OFTEN = ("company", "source", "pledge", "evidence", "check")
"""Kinds of which among the latest entries of the ledger some are always near: they are come upon by walking it."""
_COLUMNS = (
    _REVISION.kind,
    _REVISION.record_id,
    _REVISION.body,
    _REVISION.number,
    _REVISION.change,
    _ENTRY.position,
    type_coerce(_ENTRY.at, String).label("at"),
    _REVISION.content_sha256,
)


def published_records(session: Session, position: int, chosen: RecordFilter, window: Window) -> Page[PublishedRecord]:
    """The records of a kind at a position, by id, or by their last change where only those changed since are asked for.

    Raises BadCursorError. One query, two for a page backwards, and one for the moment since which they changed.
    """
    since, often = chosen.changed_since is not None, chosen.kind in _SEEN_TO_OFTEN
    placed = bool(window.after or window.before)
    # PostgreSQL knows how many there are of a kind, and walks where that is less work; SQLite has to be told.
    compared = since and often and session.get_bind().dialect.name == "sqlite"
    statement = _listed(bool(chosen.companies), bool(chosen.topic), since, often, placed, compared)
    values = {
        "position": position,
        "kind": chosen.kind,
        "companies": chosen.companies,
        "topic": chosen.topic,
        # A number, as PostgreSQL plans for a third of all entries where it is a query that has to tell.
        "since": session.scalar(_before(), {"moment": chosen.changed_since}) if since else None,
    }
    order = _OF_FEW if chosen.companies else _CHANGED if since else _ORDER
    return page_of(session, statement, order, window, PublishedRecord._make, values)


@cache
def _listed(of_company: bool, on_topic: bool, since: bool, often: bool, placed: bool, compared: bool) -> AnySelect:
    """The records of a kind at a position with these filters, whatever their values are.

    ``compared``: kinds are not looked up, as their index is in another order than the ledger, which is walked.
    """
    statement = _standing()
    if since:
        # From a place in the list on, this is compared and not looked up: a database would begin there.
        place = func.coalesce(_ENTRY.position, _ENTRY.position) if placed else _ENTRY.position
        statement = statement.where(place > bindparam("since", type_=Integer))
    if on_topic:
        naming = _naming("topic").where(_REFERENCE.target_id == bindparam("topic"))
        of_it = naming.where(_REFERENCE.revision_id == _REVISION.id).correlate(Revision.__table__).exists()
        # Walked in the order of the ledger, each record is asked; else a database begins with those of the topic.
        statement = statement.where(of_it if since and often else _REVISION.id.in_(naming))
    if not of_company:
        kind = _REVISION.kind.concat("") if compared else _REVISION.kind
        return statement.where(kind == bindparam("kind"))
    companies = _REFERENCE.target_id.in_(bindparam("companies", expanding=True))
    # First the few records of the company, then their kind and order: else a database walks all of the kind.
    few = statement.where(_REVISION.id.in_(_naming("company").where(companies))).cte("few").prefix_with("MATERIALIZED")
    return select(*few.c).where(few.c.kind == bindparam("kind"))


@cache
def _before() -> Select[int]:
    """The position of the last entry before a moment, which is a parameter; 0 before the first one."""
    earlier = select(_ENTRY.position).where(_ENTRY.at < bindparam("moment", type_=_ENTRY.at.type))
    return select(func.coalesce(earlier.order_by(_ENTRY.at.desc()).limit(1).scalar_subquery(), 0))


def published_record(session: Session, position: int, kind: str, id: str) -> PublishedRecord | None:
    """One record at a position; None where it was not published. One query."""
    row = session.execute(_one(), {"position": position, "kind": kind, "id": id}).one_or_none()
    return PublishedRecord._make(row) if row else None


@cache
def _one() -> AnySelect:
    return _standing().where(_REVISION.kind == bindparam("kind"), _REVISION.record_id == bindparam("id"))


def _standing() -> AnySelect:
    """Of each record the revision that stood at a position, which is a parameter."""
    later = Revision.__table__.alias().c
    last = last_revision(bindparam("position", type_=Integer))
    superseded = (
        select(later.id)
        .where(later.kind == _REVISION.kind, later.record_id == _REVISION.record_id)
        .where(later.number > _REVISION.number, later.id <= last)
        .correlate(Revision.__table__)
        .exists()
    )
    statement = select(*_COLUMNS).join(Ledger.__table__, _ENTRY.revision_id == _REVISION.id)
    return statement.where(_REVISION.id <= last, ~superseded)


def _naming(kind: str) -> AnySelect:
    return select(_REFERENCE.revision_id).where(_REFERENCE.target_kind == kind)
