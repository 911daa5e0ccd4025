"""Sign-in sessions: started, refreshed, re-verified and ended. The database decides, never the cookie.

A session ends after 30 minutes without a request and 12 hours after sign-in (ASVS V7.3), on signing out, and whenever
the account is ended or its role, password or second factor changes. The browser holds a random token; the database
holds its keyed hash.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.account import Account, SignIn
from tracker.services.auth.secret_keys import SecretKeys, new_token
from tracker.store.accounts.sign_ins import (
    delete_expired_sign_ins,
    delete_sign_in,
    delete_sign_ins,
    find_sign_in,
    sign_in_to_change,
)

__all__ = [
    "ABSOLUTE",
    "FRESH",
    "IDLE",
    "Origin",
    "active_session",
    "begin_session",
    "end_session",
    "end_sessions_of",
    "renew_session",
    "touch_session",
]

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
HALF = timedelta(minutes=10)
"""How long a sign-in may wait for the second factor."""
FRESH = timedelta(minutes=10)
"""How long a second factor counts as recently verified."""
_CLOCK_BACK = timedelta(minutes=5)
"""Tolerance for a clock that was set back; beyond it sessions end rather than last longer."""
_PURPOSE = "sign-in"


@dataclass(frozen=True)
class Origin:
    """The origin of a request: the client's address and its User-Agent."""

    address: str
    browser: str


def begin_session(
    session: Session,
    clock: Clock,
    keys: SecretKeys,
    account_id: int,
    origin: Origin,
    *,
    proved: str = "password",
    data: str = "{}",
) -> str:
    """Start a session, and return its token. Expired sessions are deleted."""
    now, token = clock.now(), new_token()
    delete_expired_sign_ins(session, now - ABSOLUTE, now - IDLE)
    row = SignIn(
        token_sha256=keys.digest(_PURPOSE, token),
        account_id=account_id,
        proved=proved,
        created_at=now,
        seen_at=now,
        fresh_at=now if proved == "both" else None,
        address=origin.address[:45],
        browser=origin.browser[:200],
        data=data,
    )
    session.add(row)
    session.flush()
    return token


def active_session(session: Session, clock: Clock, keys: SecretKeys, token: str) -> tuple[SignIn, Account] | None:
    """The session of a token with its account; None if it was ended or has expired."""
    sign_in = find_sign_in(session, keys.digest(_PURPOSE, token))
    if sign_in is None:
        return None
    row, account = sign_in
    now = clock.now()
    longest = ABSOLUTE if row.proved == "both" else HALF
    alive = (
        account.active
        and row.seen_at - _CLOCK_BACK <= now < row.seen_at + IDLE
        and row.created_at - _CLOCK_BACK <= now < row.created_at + longest
    )
    return (row, account) if alive else None


def touch_session(session: Session, clock: Clock, id: int, data: str) -> None:
    """Record that a session was used, with its data. One that has been ended stays ended."""
    row = sign_in_to_change(session, id)
    if row is not None:
        row.seen_at, row.data = max(clock.now(), row.created_at), data


def renew_session(
    session: Session, clock: Clock, keys: SecretKeys, id: int, *, fresh: bool, data: str = "{}"
) -> str | None:
    """Give a session that showed a second factor another token (ASVS V7.2.4); None where it was ended meanwhile.

    ``fresh`` says whether that factor may stand behind a publication: an authenticator app or a passkey.
    """
    now, token = clock.now(), new_token()
    row = sign_in_to_change(session, id)
    if row is None:
        return None
    if row.proved == "password":
        row.created_at = now
    row.token_sha256, row.proved, row.seen_at = keys.digest(_PURPOSE, token), "both", max(now, row.created_at)
    row.fresh_at, row.data = now if fresh else row.fresh_at, data
    session.flush()
    return token


def end_session(session: Session, id: int, account_id: int) -> bool:
    """End one session of an account; returns whether it existed."""
    return delete_sign_in(session, id, account_id)


def end_sessions_of(session: Session, account_id: int, but: int | None = None) -> int:
    """End all sessions of an account, except one if given; returns their number."""
    return delete_sign_ins(session, account_id, but)
