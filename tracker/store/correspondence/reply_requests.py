"""Queries for what companies were asked, and what they sent."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from tracker.models.desk.reply_request import ReplyRequest

__all__ = [
    "accepted_answers",
    "add_reply_request",
    "answer_came",
    "anything_to_erase",
    "count_reply_requests",
    "erase_reply_requests",
    "erase_requests_of",
    "overdue_reply_requests",
    "reply_request_by_id",
    "reply_request_by_token",
    "reply_requests_listed",
    "requests_with_data",
    "use_reply_link",
    "waiting_reply_requests",
]


def add_reply_request(session: Session, request: ReplyRequest) -> None:
    """Keep a request."""
    session.add(request)
    session.flush()


def reply_request_by_id(session: Session, id: int, *, to_change: bool = False) -> ReplyRequest | None:
    """A request by its number; ``to_change`` one waits for whoever changes it now, and others wait for this one."""
    return session.get(ReplyRequest, id, with_for_update=to_change or None)


def reply_request_by_token(session: Session, token_sha256: str) -> ReplyRequest | None:
    """The request whose link has a token with this hash."""
    return session.scalar(select(ReplyRequest).where(ReplyRequest.token_sha256 == token_sha256))


def use_reply_link(
    session: Session, token_sha256: str, now: datetime, *, text: str, speaker: str, answer_sha256: str
) -> int | None:
    """Keep an answer under its request and end the link; of two at once one succeeds. None where no link holds."""
    holds = ReplyRequest.token_sha256 == token_sha256, ReplyRequest.state == "waiting", ReplyRequest.expires_at > now
    statement = (
        update(ReplyRequest)
        .where(*holds)
        .values(
            state="answered",
            text=text,
            speaker=speaker,
            answered_at=now,
            answer_sha256=answer_sha256,
            token_sha256=None,
        )
    )
    return session.scalar(statement.returning(ReplyRequest.id))


def reply_requests_listed(
    session: Session, states: Collection[str], *, before: int | None, most: int
) -> Sequence[ReplyRequest]:
    """The newest first, those with a number below ``before``."""
    query = select(ReplyRequest).where(ReplyRequest.state.in_(states))
    if before is not None:
        query = query.where(ReplyRequest.id < before)
    return session.scalars(query.order_by(ReplyRequest.id.desc()).limit(most)).all()


def waiting_reply_requests(session: Session, company_id: str, asked_by: int) -> Sequence[ReplyRequest]:
    """What somebody asked a company that has no answer yet and is not erased."""
    query = select(ReplyRequest).where(ReplyRequest.company_id == company_id, ReplyRequest.asked_by == asked_by)
    return session.scalars(query.where(ReplyRequest.state == "waiting", ReplyRequest.erased_at.is_(None))).all()


def count_reply_requests(session: Session, state: str, *, until_before: date | None = None) -> int:
    """How many requests are in a state; with a day, those whose day for the answer came before it."""
    query = select(func.count()).select_from(ReplyRequest).where(ReplyRequest.state == state)
    if until_before is not None:
        query = query.where(ReplyRequest.until < until_before)
    return session.scalar(query) or 0


def overdue_reply_requests(session: Session, first: date, last: date, most: int) -> Sequence[ReplyRequest]:
    """Requests without an answer whose day for it lies between two days, both included."""
    query = select(ReplyRequest).where(ReplyRequest.state == "waiting", ReplyRequest.until.between(first, last))
    return session.scalars(query.order_by(ReplyRequest.until, ReplyRequest.id).limit(most)).all()


def accepted_answers(session: Session, response_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """The words that companies sent and that were checked, and who sent them, by the record they stand in.

    Erased ones are left out.
    """
    query = select(ReplyRequest.response_id, ReplyRequest.text, ReplyRequest.speaker).where(
        ReplyRequest.response_id.in_(response_ids), ReplyRequest.state == "accepted", ReplyRequest.erased_at.is_(None)
    )
    return {row.response_id: (row.text, row.speaker) for row in session.execute(query)}


def _old(decided_before: datetime, until_before: date) -> ColumnElement[bool]:
    """Those that were decided, or whose day passed without an answer, long enough ago."""
    silent = and_(ReplyRequest.state == "waiting", ReplyRequest.until < until_before)
    decided = and_(ReplyRequest.state.in_(("accepted", "refused")), ReplyRequest.decided_at < decided_before)
    return and_(ReplyRequest.erased_at.is_(None), or_(silent, decided))


def erase_reply_requests(
    session: Session, now: datetime, *, id: int | None = None, decided_before: datetime, until_before: date
) -> int:
    """Empty what companies’ people left with old requests, or with one; how many. Their links end."""
    chosen = _old(decided_before, until_before)
    if id is not None:
        chosen = and_(ReplyRequest.id == id, ReplyRequest.erased_at.is_(None))
    return _erase(session, now, chosen)


def erase_requests_of(session: Session, now: datetime, email: str) -> int:
    """Empty all requests to an address on which nothing is to be decided any more; how many."""
    left = and_(ReplyRequest.email != "", ReplyRequest.state != "answered", ReplyRequest.erased_at.is_(None))
    # Compared here: SQLite folds the case of ASCII only.
    addresses = session.execute(select(ReplyRequest.id, ReplyRequest.email).where(left))
    return _erase(session, now, ReplyRequest.id.in_([id for id, it in addresses if it.casefold() == email.casefold()]))


def _erase(session: Session, now: datetime, chosen: ColumnElement[bool]) -> int:
    emptied = {"recipient": "", "email": "", "text": "", "speaker": "", "token_sha256": None, "erased_at": now}
    statement = update(ReplyRequest).where(chosen).values(**emptied)
    return len(session.scalars(statement.returning(ReplyRequest.id)).all())


def requests_with_data(session: Session, most: int) -> Sequence[ReplyRequest]:
    """Requests of which what people left is kept, the oldest first."""
    query = select(ReplyRequest).where(ReplyRequest.erased_at.is_(None)).order_by(ReplyRequest.id).limit(most)
    return session.scalars(query).all()


def anything_to_erase(session: Session, decided_before: datetime, until_before: date) -> bool:
    """Whether there are requests old enough to be emptied."""
    return session.scalar(select(ReplyRequest.id).where(_old(decided_before, until_before)).limit(1)) is not None


def answer_came(session: Session, answer_sha256: str) -> bool:
    """Whether this very answer was taken."""
    return session.scalar(select(ReplyRequest.id).where(ReplyRequest.answer_sha256 == answer_sha256)) is not None
