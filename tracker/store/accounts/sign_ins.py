"""Queries for sign-in sessions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from tracker.models.account import Account, SignIn

__all__ = [
    "delete_expired_sign_ins",
    "delete_sign_in",
    "delete_sign_ins",
    "find_sign_in",
    "sign_in_to_change",
    "sign_ins_of",
]


def find_sign_in(session: Session, token_sha256: str) -> tuple[SignIn, Account] | None:
    """A session by the hash of its token, with whose it is."""
    query = select(SignIn, Account).join(Account, Account.id == SignIn.account_id)
    row = session.execute(query.where(SignIn.token_sha256 == token_sha256)).one_or_none()
    return (row[0], row[1]) if row else None


def sign_ins_of(session: Session, account_id: int, since: datetime) -> Sequence[SignIn]:
    """Sessions that were seen since then, the latest first."""
    query = select(SignIn).where(SignIn.account_id == account_id, SignIn.proved == "both", SignIn.seen_at >= since)
    return session.scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id)).all()


def sign_in_to_change(session: Session, id: int) -> SignIn | None:
    """A session by its id, locked until the transaction ends."""
    return session.get(SignIn, id, with_for_update=True)


def delete_sign_in(session: Session, id: int, account_id: int) -> bool:
    """End one session of an account; returns whether it existed."""
    query = delete(SignIn).where(SignIn.id == id, SignIn.account_id == account_id)
    return bool(session.execute(query.returning(SignIn.id)).all())


def delete_sign_ins(session: Session, account_id: int, but: int | None = None) -> int:
    """End all sessions of an account, except one if given; returns their number."""
    query = delete(SignIn).where(SignIn.account_id == account_id)
    query = query if but is None else query.where(SignIn.id != but)
    return len(session.execute(query.returning(SignIn.id)).all())


def delete_expired_sign_ins(session: Session, created_before: datetime, seen_before: datetime) -> None:
    """Delete sessions that began or were used last before these times."""
    session.execute(delete(SignIn).where(or_(SignIn.created_at < created_before, SignIn.seen_at < seen_before)))
