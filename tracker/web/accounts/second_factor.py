"""Checks passwords and second factors: rate limit first, then the check, then its result.

Password hashes are computed outside transactions: hashing takes a third of a second, and SQLite has one writer.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.models.account import Account
from tracker.services.auth.account_events import AccountEventKind, log_refusal
from tracker.services.auth.passkeys import RelyingParty
from tracker.services.auth.secret_keys import new_token
from tracker.services.auth.throttling import AttemptOrigin, Kind, begin_attempt, forget_attempts, strike_out
from tracker.store.accounts.people import account_of, find_by_email, latest_event
from tracker.web.accounts.auth_state import auth_state, origin
from tracker.web.accounts.sessions import cookie_name, desk_session, set_cookie
from tracker.web.site import site

__all__ = ["Check", "password_is_right", "relying_party", "remember_browser", "verify_second_factor"]

log = logging.getLogger(__name__)
Check = Callable[[Session, Account], bool]
"""Whether what was shown is right; uses it up if so."""
_REMEMBERED = timedelta(days=90)
_REFUSED = AccountEventKind.SIGN_IN_REFUSED
_ENDING = (AccountEventKind.PASSWORD_SET, AccountEventKind.TWO_FACTOR_RESET)
"""How long a browser is recognised."""


def password_is_right(email: str, password: str) -> Account | None:
    """The account whose password it is; None for a wrong one, and for names that nobody has.

    Raises ThrottledError, HashingBusyError.

    Both take the same time. A hash made with older parameters is made anew.
    """
    database, passwords = site().database, auth_state().passwords
    with database.reading() as session:
        account = find_by_email(session, email)
        place = _place(session, account)
    attempt = _begin("password", email, place)
    stored = account.password_hash if account and account.active else None
    if not passwords.verify(stored, password) or account is None or stored is None:
        # Of a name that nobody has, not what was typed: it may be a password, in the wrong box.
        log.info("wrong password for %s", f"account {account.id}" if account else "an unknown name")
        with database.changing() as session:
            about, why = (account.id, "wrong password") if account else (None, "unknown name")
            log_refusal(session, site().clock, None, about, _REFUSED, why)
        return None
    better = passwords.hash(password) if passwords.outdated(stored) else None
    with database.changing() as session:
        strike_out(session, attempt)
        current = account_of(session, account.id)
        if current and better and current.password_hash == stored:
            current.password_hash = better
    return current


def verify_second_factor(check: Check, *, fresh: bool = True, guessable: bool = True) -> bool:
    """Verify the second factor of a person who gave their password; if right, the session is fully signed in. Raises
    ThrottledError.

    Only what can be guessed, six digits, is limited: a passkey or a recovery code is never refused because of other
    attempts.
    """
    held = desk_session()
    assert held.who is not None
    with site().database.reading() as session:
        account = account_of(session, held.who.account_id)
        place = _place(session, account)
    attempt = _begin("code", held.who.email, place) if guessable else None
    with site().database.changing() as session:
        account = account_of(session, held.who.account_id)
        if account is None or not account.active or not check(session, account):
            log.info("wrong two-factor code for account %d", held.who.account_id)
            log_refusal(session, site().clock, None, held.who.account_id, _REFUSED, "wrong code or passkey")
            return False
        if attempt is not None:
            strike_out(session, attempt)
        forget_attempts(session, auth_state().now, account.email, place)
        account.signed_in_at = site().clock.now()
        return held.prove(session, account, fresh=fresh)


def relying_party() -> RelyingParty:
    """The site, as passkeys know it."""
    return RelyingParty.of(site().settings.site_name, site().settings.public_url)


def remember_browser(response: AnyResponse, account_id: int) -> None:
    """Have limits tell this browser, in which its owner signed in, from others at the same address.

    The mark lasts 90 days, and until the password is changed or password or second factor are reset.
    """
    with site().database.reading() as session:
        since = latest_event(session, account_id, _ENDING)
    issued = int(site().clock.now().timestamp())
    value = _browser_signer().dumps([account_id, new_token(), issued, since])
    set_cookie(response, cookie_name("browser"), str(value), int(_REMEMBERED.total_seconds()))


def _begin(kind: Kind, email: str, origin: AttemptOrigin) -> int:
    with site().database.changing() as session:
        return begin_attempt(session, site().clock, auth_state().now, kind, email, origin)


def _place(session: Session, account: Account | None) -> AttemptOrigin:
    """This browser, if the account’s owner signed in with it before; else the address."""
    try:
        id, mark, issued, since = _browser_signer().loads(request.cookies.get(cookie_name("browser"), ""))
        age = site().clock.now() - datetime.fromtimestamp(issued, UTC)
    except (BadSignature, TypeError, ValueError, OverflowError):
        return AttemptOrigin.of_address(origin().address)
    holds = account is not None and id == account.id and abs(age) < _REMEMBERED
    if account is not None and holds and since == latest_event(session, account.id, _ENDING):
        return AttemptOrigin(f"browser {mark}", recognised=True)
    return AttemptOrigin.of_address(origin().address)


def _browser_signer() -> URLSafeSerializer:
    return URLSafeSerializer(auth_state().now.session, salt="known browser")
