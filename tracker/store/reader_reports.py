"""Queries for what readers send: to count, list, find and erase it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.models.desk.reader_report import ReaderReport

__all__ = [
    "add_report",
    "anything_to_erase",
    "count_reports",
    "erase_of",
    "erase_old",
    "erase_one",
    "forget_origins",
    "lock_reports",
    "report_by_id",
    "report_by_number",
    "reports_listed",
    "reports_tally",
    "reports_with_data",
]

_LOCK = 0x7265706F
"""The number of the lock under which reports are counted on PostgreSQL, so that each sees the ones before."""


def lock_reports(session: Session) -> None:
    """Let no other transaction count or add reports until this one ends; on SQLite, writing does so already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def count_reports(
    session: Session,
    most: int,
    *,
    since: datetime | None = None,
    origin_key: str | None = None,
    undecided: bool = False,
) -> int:
    """How many reports there are, up to ``most``: received after ``since``, of one origin, not decided yet."""
    query = select(ReaderReport.id)
    if since is not None:
        query = query.where(ReaderReport.received_at > since)
    if origin_key is not None:
        query = query.where(ReaderReport.origin_key == origin_key)
    if undecided:
        query = query.where(_is_open())
    return session.scalar(select(func.count()).select_from(query.limit(most).subquery())) or 0


def add_report(session: Session, report: ReaderReport) -> None:
    """Keep a report; raises IntegrityError where its number is taken."""
    session.add(report)
    session.flush()


def report_by_id(session: Session, id: int) -> ReaderReport | None:
    """A report of the desk’s list."""
    return session.get(ReaderReport, id)


def report_by_number(session: Session, number: str) -> ReaderReport | None:
    """The report whose sender has this number."""
    return session.scalar(select(ReaderReport).where(ReaderReport.number == number))


def reports_listed(session: Session, *, undecided: bool, before: int | None, most: int) -> list[ReaderReport]:
    """Reports to decide, or decided ones; the newest first, those with a smaller id than ``before``."""
    query = select(ReaderReport).where(_is_open() if undecided else ~_is_open())
    if before is not None:
        query = query.where(ReaderReport.id < before)
    return list(session.scalars(query.order_by(ReaderReport.id.desc()).limit(most)))


def reports_tally(session: Session) -> Mapping[str, int]:
    """How many reports there are, by outcome; those not decided are ``open``."""
    rows = session.execute(select(ReaderReport.outcome, func.count().label("reports")).group_by(ReaderReport.outcome))
    return {row.outcome: row.reports for row in rows}


def anything_to_erase(
    session: Session, decided_before: datetime, undecided_before: datetime, received_before: datetime
) -> bool:
    """Whether ``erase_old`` or ``forget_origins`` would find anything."""
    keyed = and_(ReaderReport.received_at < received_before, ReaderReport.origin_key.is_not(None))
    old = _too_old(decided_before, undecided_before)
    return session.scalar(select(ReaderReport.id).where(or_(old, keyed)).limit(1)) is not None


_EMPTIED = {"about": "", "text": "", "source": "", "name": "", "email": "", "origin_key": None}


def erase_one(session: Session, now: datetime, id: int) -> int:
    """Empty what the sender of one report wrote; whether it was there, as a number."""
    return _erase(session, now, ReaderReport.id == id)


def erase_old(session: Session, now: datetime, *, decided_before: datetime, undecided_before: datetime) -> int:
    """Empty what senders wrote in reports that were decided, or received and never decided, long ago; how many."""
    return _erase(session, now, _too_old(decided_before, undecided_before))


def erase_of(session: Session, now: datetime, email: str) -> int:
    """Empty all reports that name an address, decided or not; how many."""
    # Compared here: SQLite folds the case of ASCII only.
    left = select(ReaderReport.id, ReaderReport.email).where(ReaderReport.email != "", ReaderReport.erased_at.is_(None))
    ids = [id for id, address in session.execute(left) if address.casefold() == email.casefold()]
    return _erase(session, now, ReaderReport.id.in_(ids))


def _erase(session: Session, now: datetime, chosen: ColumnElement[bool]) -> int:
    erased = update(ReaderReport).where(chosen, ReaderReport.erased_at.is_(None)).values(**_EMPTIED, erased_at=now)
    return len(session.scalars(erased.returning(ReaderReport.id)).all())


def forget_origins(session: Session, received_before: datetime) -> None:
    """Delete the keys of origins that no limit counts any more."""
    session.execute(
        update(ReaderReport)
        .where(ReaderReport.received_at < received_before, ReaderReport.origin_key.is_not(None))
        .values(origin_key=None)
    )


def _is_open() -> ColumnElement[bool]:
    """What was never decided and has grown too old is not to be decided any more."""
    return and_(ReaderReport.outcome == "open", ReaderReport.erased_at.is_(None))


def _too_old(decided_before: datetime, undecided_before: datetime) -> ColumnElement[bool]:
    old = or_(ReaderReport.decided_at < decided_before, and_(_is_open(), ReaderReport.received_at < undecided_before))
    return and_(old, ReaderReport.erased_at.is_(None))


def reports_with_data(session: Session, most: int) -> list[ReaderReport]:
    """Reports of which what was written is kept, the oldest first."""
    query = select(ReaderReport).where(ReaderReport.erased_at.is_(None)).order_by(ReaderReport.id).limit(most)
    return list(session.scalars(query))
