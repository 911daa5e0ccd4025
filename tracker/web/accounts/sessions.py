"""Flask’s session interface, backed by the database, for the desk only.

On /desk and /account, ``flask.session`` belongs to the sign-in session. Before sign-in there is no row in the database:
a signed cookie holds what CSRF protection needs. Other pages have no session: they neither read nor set cookies, and
send no ``Vary: Cookie``.
"""

import json
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, Request, Response, g, request
from flask import session as flask_session
from flask.sessions import NullSession, SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.models.account import Account, SignIn
from tracker.services.auth.account_events import AccountEventKind, log_own
from tracker.services.auth.roles import Actor, Role
from tracker.services.auth.sessions import (
    ABSOLUTE,
    FRESH,
    active_session,
    begin_session,
    end_session,
    renew_session,
    touch_session,
)
from tracker.web.accounts.auth_state import auth_state, origin
from tracker.web.accounts.browser_names import browser_words
from tracker.web.http.headers import is_desk_path
from tracker.web.site import site

__all__ = [
    "DeskSession",
    "DeskSessions",
    "SignedInPerson",
    "cookie_name",
    "desk_session",
    "is_secure",
    "load_session",
    "set_cookie",
]

log = logging.getLogger(__name__)

_UNSIGNED = "~"
"""The prefix of the cookie before sign-in."""
_SEEN_EVERY = 60.0
"""The least number of seconds between two recorded uses."""


@dataclass(frozen=True)
class SignedInPerson:
    """A person who gave the right password. ``proved`` is ``both`` once they have verified a second factor too."""

    session_id: int
    account_id: int
    proved: str
    role: str
    name: str
    public_name: str
    email: str
    seen_at: datetime
    fresh_at: datetime | None

    @classmethod
    def of(cls, row: SignIn, account: Account) -> "SignedInPerson":
        """From the database."""
        identity = (account.role, account.name, account.public_name, account.email)
        return cls(row.id, account.id, row.proved, *identity, row.seen_at, row.fresh_at)

    @property
    def is_recently_verified(self) -> bool:
        """Whether an authenticator app or a passkey was shown within the last ten minutes."""
        return self.fresh_at is not None and abs(site().clock.now() - self.fresh_at) < FRESH


class DeskSession(dict[str, Any], SessionMixin):
    """What belongs to a sign-in, and whose it is; ``who`` is None before.

    ``token`` is what the browser is to keep now.
    """

    def __init__(self) -> None:
        super().__init__()
        self.who: SignedInPerson | None = None
        self.token: str | None = None
        self.left = False
        self.before = self.text()

    def has_more(self) -> bool:
        """Whether anything is in it that was not before; a message that was shown and is gone does not count."""
        before = json.loads(self.before)
        return any(before.get(name) != value for name, value in json.loads(self.text()).items())

    def text(self) -> str:
        """Its content as JSON."""
        return json.dumps(self, sort_keys=True)

    def enter(self, session: Session, account: Account, proved: str = "password") -> None:
        """Start a new session for an account, with nothing from the earlier one (ASVS V7.2.4)."""
        if self.who is not None:
            end_session(session, self.who.session_id, self.who.account_id)
        self.clear()
        # Otherwise Flask-WTF would go on with the token that it made for the session before.
        g.pop("csrf_token", None)
        self["csrf_token"] = secrets.token_hex(20)
        self.before = self.text()
        self.token = begin_session(
            session, site().clock, auth_state().now, account.id, origin(), proved=proved, data=self.text()
        )
        self._take(session, account)

    def prove(self, session: Session, account: Account, *, fresh: bool) -> bool:
        """After a second factor: a new token; whether the session was still there.

        Forms that are open in other tabs stay good: it is the same person’s session.
        """
        if self.who is None:
            return False
        self.pop("authenticator", None)
        self.before = self.text()
        self.token = renew_session(
            session, site().clock, auth_state().now, self.who.session_id, fresh=fresh, data=self.text()
        )
        if self.token:
            if self.who.proved != "both":
                actor = Actor(account.id, account.public_name, Role(account.role))
                how = browser_words(origin().browser) + ("" if fresh else " (recovery code)")
                log_own(session, site().clock, actor, AccountEventKind.SIGNED_IN, how)
            self._take(session, account)
        return self.token is not None

    def leave(self) -> None:
        """Forget who is signed in; the caller ends the database row."""
        self.clear()
        self.who, self.token, self.left = None, None, True

    def _take(self, session: Session, account: Account) -> None:
        assert self.token is not None
        person = active_session(session, site().clock, auth_state().now, self.token)
        self.who = SignedInPerson.of(person[0], account) if person else None


class DeskSessions(SessionInterface):
    """Gives each request its session, and keeps what it leaves."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        """An empty one, which ``load_session`` fills, where failures are answered properly."""
        return DeskSession() if is_desk_path(request.path) else NullSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store the changes, and set the cookie."""
        if isinstance(session, DeskSession):
            _save(session, response)


def desk_session() -> DeskSession:
    """The session of the present request, which is one for the desk."""
    # Werkzeug’s proxies have this method for whoever needs the object itself.
    return cast(DeskSession, flask_session._get_current_object())  # type: ignore[attr-defined]


def cookie_name(purpose: str = "desk") -> str:
    """The prefix has browsers refuse the cookie from elsewhere and without TLS; on plain HTTP it cannot be had."""
    return f"__Host-{purpose}" if is_secure() else purpose


def load_session() -> None:
    """Fill the session of a request for the desk. Raises KeysMissingError."""
    held = desk_session()
    cookie = request.cookies.get(cookie_name(), "")
    if cookie.startswith(_UNSIGNED):
        try:
            held.update(_signer().loads(cookie.removeprefix(_UNSIGNED), max_age=int(ABSOLUTE.total_seconds())))
        except (BadSignature, TypeError, ValueError):
            held.clear()
    elif cookie:
        with site().database.reading() as session:
            person = active_session(session, site().clock, auth_state().now, cookie)
        if person:
            held.update(json.loads(person[0].data))
            held.who = SignedInPerson.of(*person)
    held.before = held.text()
    g.session_is_loaded = True


def _save(held: DeskSession, response: Response) -> None:
    changed = held.text() != held.before
    if held.who is not None:
        quiet = abs((site().clock.now() - held.who.seen_at).total_seconds()) < _SEEN_EVERY
        if changed or not quiet:
            _note(held, held.who.session_id, needed=held.has_more())
        if held.token:
            set_cookie(response, cookie_name(), held.token)
    elif changed:
        set_cookie(response, cookie_name(), _UNSIGNED + str(_signer().dumps(dict(held))))
    elif held.left:
        set_cookie(response, cookie_name(), "", max_age=0)


def _note(held: DeskSession, id: int, *, needed: bool) -> None:
    """Write down what belongs to the session, or just that it was used: then a page is shown even if that fails.

    Only a form waits for somebody else who writes.
    """
    try:
        with site().database.changing(wait=needed and request.method == "POST") as session:
            touch_session(session, site().clock, id, held.text())
    except OperationalError as error:
        if needed:
            raise
        log.warning("the use of a session is not written down: %s", error.orig)


def set_cookie(response: AnyResponse, name: str, value: str, max_age: int | None = None) -> None:
    """A cookie for this site only, which no script can read."""
    response.set_cookie(name, value, max_age=max_age, path="/", secure=is_secure(), httponly=True, samesite="Lax")


def is_secure() -> bool:
    """Whether the site is reached by TLS, so that cookies are for TLS only."""
    return site().settings.public_url.startswith("https://")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(auth_state().now.session, salt="before sign-in")
