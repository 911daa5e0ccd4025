"""A small site with a desk, by the clock of the tests, and what people do at its door."""

import base64
import re
import shutil
from datetime import timedelta

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from sqlalchemy import func, select

from tests.signed_in import make_cheap
from tests.stored import clock
from tracker.models import Account, AccountEvent
from tracker.services.auth import people
from tracker.services.auth.second_factors import decrypt_secret
from tracker.services.auth.secret_keys import ready_keys
from tracker.store.accounts.people import find_by_email
from tracker.store.database.connecting import Database
from tracker.web.accounts.auth_state import AuthState
from tracker.web.http.caches.response_cache import ResponseCache
from tracker.web.site import Site

PASSWORD = "violet tram eats seven"
ANOTHER = "nine lamps under snow"


class Door:
    """A site whose clock stands still; ``app``, ``database``, ``clock``, and what is done there."""

    def __init__(self, app, migrated, folder):
        """``app`` is made once for many tests; all that it remembers is made anew for each."""
        self.app, self.clock = app, clock()
        self.database = Database(f"sqlite:///{shutil.copy(migrated, folder / 'desk.sqlite3')}")
        context, cache = app.extensions["site"], app.extensions["response_cache"]
        site = Site(context.environment, self.clock, self.database)
        app.extensions["site"] = site
        app.wsgi_app = ResponseCache(cache.application, site.state, site.last_concerning, cache.clock)
        app.extensions["response_cache"] = app.wsgi_app
        app.extensions["auth_state"] = AuthState(folder / "secrets")
        self.keys = ready_keys(folder / "secrets", self.database)
        make_cheap(app)

    def close(self):
        """Close the database."""
        self.database.close()

    def person(self, role="editor", name="ann", password=PASSWORD):
        """Somebody with a password and, from their first sign-in on, a second factor.

        Gives the address to sign in by.
        """
        email = f"{name}@news.example"
        hashed = self.app.extensions["auth_state"].passwords.hash(password)
        with self.database.changing() as session:
            _, token = people.invite(session, self.clock, self.keys, None, email=email, name=name.title(), role=role)
            people.accept_link(session, self.clock, self.keys, token, hashed, name=name.title(), public_name=name)
        return email

    def secret(self, email):
        """The secret that somebody's app holds."""
        with self.database.reading() as session:
            return decrypt_secret(self.keys, find_by_email(session, email).totp_secret)

    def id(self, email):
        """The id of an account."""
        with self.database.reading() as session:
            return session.scalar(select(Account.id).where(Account.email == email))

    def code(self, secret, steps=0):
        """What an app shows, so many steps of 30 seconds from now."""
        return code_at(secret, self.clock.now().timestamp() + 30 * steps)

    def events(self):
        """How many acts on accounts are written down."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(AccountEvent))

    def client(self, address="127.0.0.1"):
        """A browser that nobody has used here, at an address."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def knock(self, client, email, password=PASSWORD, **fields):
        """Send name and password."""
        return post(client, "/account/sign-in", {"email": email, "password": password, **fields})

    def enrol(self, client, email, password=PASSWORD):
        """Sign in for the first time: password, app, recovery codes; gives secret and codes."""
        assert self.knock(client, email, password).status_code == 302
        page = client.get("/account/authenticator").text
        secret = re.search(r'class="key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        answer = post(client, "/account/authenticator", {"code": self.code(secret)}, page)
        assert answer.status_code == 200, answer.text
        return secret, re.findall(r"<li><code>([a-z0-9-]+)</code>", answer.text)

    def enter(self, client, email, password=PASSWORD):
        """Sign in with password and code, a step later than the last code."""
        self.next_code()
        self.knock(client, email, password)
        return post(client, "/account/second-step", {"code": self.code(self.secret(email))})

    def next_code(self):
        """Wait until apps show another code."""
        self.clock.move(timedelta(seconds=30))


def code_at(secret, seconds):
    """What an authenticator app shows at a moment."""
    return HOTP(base64.b32decode(secret), 6, SHA1()).generate(int(seconds) // 30).decode()


def token_in(page):
    """The token against forgery in a page's first form."""
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def post(client, path, data, page=None, **options):
    """Send a form with the token of the page that it stands on, which is fetched unless it is given."""
    page = client.get(path).text if page is None else page
    return client.post(path, data={"csrf_token": token_in(page), **data}, **options)
