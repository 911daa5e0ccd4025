"""Clients that are signed in: with a session in the database, but without hashing a password."""

import json
from datetime import timedelta

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from tracker.models import Account, SignIn
from tracker.services.auth.passwords import Passwords
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.auth.sessions import Origin, begin_session

CSRF = "planted for tests"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def make_cheap(app):
    """Have an application hash passwords in no time, which tests of everything else need."""
    app.extensions["auth_state"].passwords = Passwords(CHEAP)


def account(database, role="editor", name="ann", at=None, **fields):
    """The id of an account with a password and a second factor."""
    with database.changing() as session:
        row = session.scalar(select(Account).where(Account.email == f"{name}@news.example"))
        if row is None:
            row = Account(
                email=f"{name}@news.example",
                name=f"{name.title()} Example",
                public_name=name,
                public_name_key=name,
                role=role,
                active=True,
                password_hash="no hash of any password",
                totp_secret="no secret of any app",
                passkey_handle=f"{(session.scalar(select(func.max(Account.id))) or 0) + 1:064x}",
                created_at=at,
            )
            session.add(row)
        for field, value in fields.items():
            setattr(row, field, value)
        session.flush()
        return row.id


class DeskClient(FlaskClient):
    """A test client whose forms carry the token against forgery."""

    csrf = ""

    def send(self, path, data=None, **options):
        """POST a form as the pages of the site do."""
        return self.post(path, data={"csrf_token": self.csrf, **(data or {})}, **options)


def signed_in(app, role="editor", name=None, *, fresh=True, proved="both", **fields):
    """A client for somebody of this role, who showed a second factor just now unless ``fresh`` is False.

    ``client.account_id`` and ``client.session_id`` say whose it is; ``client.send`` posts a form with its token.
    """
    site, auth_state = app.extensions["site"], app.extensions["auth_state"]
    database, clock = site.database, site.clock
    keys = ready_keys(auth_state.folder, database)
    id = account(database, role, name or f"{role}-person", clock.now(), **fields)
    with database.changing() as session:
        origin = Origin("127.0.0.1", "tests")
        data = json.dumps({"csrf_token": CSRF})
        token = begin_session(session, clock, keys, id, origin, proved=proved, data=data)
        row = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
        if not fresh:
            row.fresh_at = None
        session_id = row.id
    app.test_client_class = DeskClient
    client = app.test_client()
    secure = site.settings.public_url.startswith("https://")
    client.set_cookie("__Host-desk" if secure else "desk", token)
    client.account_id, client.session_id, client.token = id, session_id, token
    client.csrf = URLSafeTimedSerializer(keys.session, salt="wtf-csrf-token").dumps(CSRF)
    return client


def later(app, **length):
    """Move the clock of a site whose clock stands."""
    app.extensions["site"].clock.move(timedelta(**length))
