"""Queries for what readers send: to count, list, find and erase it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.models.reader_report import ReaderReport

__all__ = [
    "add_report",
    "anything_to_erase",
    "count_reports",
    "erase_reports",
    "forget_origins",
    "lock_reports",
    "report_by_id",
    "report_by_number",
    "reports_listed",
    "reports_tally",
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
        query = query.where(ReaderReport.outcome == "open")
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


def anything_to_erase(session: Session, decided_before: datetime, received_before: datetime) -> bool:
    """Whether ``erase_reports`` or ``forget_origins`` would find anything."""
    old = and_(ReaderReport.decided_at < decided_before, ReaderReport.erased_at.is_(None))
    keyed = and_(ReaderReport.received_at < received_before, ReaderReport.origin_key.is_not(None))
    return session.scalar(select(ReaderReport.id).where(or_(old, keyed)).limit(1)) is not None


def erase_reports(session: Session, now: datetime, *, id: int | None = None, decided_before: datetime) -> int:
    """Empty what senders wrote: of one report, or of all that were decided before a moment. How many were emptied."""
    whole = ReaderReport.id == id if id is not None else ReaderReport.decided_at < decided_before
    erased = session.execute(
        update(ReaderReport)
        .where(whole, ReaderReport.erased_at.is_(None))
        .values(about="", text="", source="", name="", email="", origin_key=None, erased_at=now)
        .returning(ReaderReport.id)
    )
    return len(erased.all())


def forget_origins(session: Session, received_before: datetime) -> None:
    """Delete the keys of origins that no limit counts any more."""
    session.execute(
        update(ReaderReport)
        .where(ReaderReport.received_at < received_before, ReaderReport.origin_key.is_not(None))
        .values(origin_key=None)
    )


def _is_open() -> ColumnElement[bool]:
    return ReaderReport.outcome == "open"
