"""Per-process state for signing in: secret keys and the password hasher. Loaded on first use."""

import threading
from pathlib import Path
from typing import cast

from flask import current_app, request

from tracker.services.auth.passwords import Passwords
from tracker.services.auth.secret_keys import SecretKeys, ready_keys
from tracker.services.auth.sessions import Origin
from tracker.services.auth.throttling import without_port
from tracker.store.database.connecting import Database
from tracker.web.site import site

__all__ = ["AuthState", "auth_state", "origin"]


class AuthState:
    """The secrets in their folder, and how passwords are hashed."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.passwords = Passwords()
        self._keys: SecretKeys | None = None
        self._reading = threading.Lock()

    def keys(self, database: Database) -> SecretKeys:
        """The site's secrets; raises KeysMissing."""
        with self._reading:
            if self._keys is None:
                self._keys = ready_keys(self.folder, database)
        return self._keys

    @property
    def now(self) -> SecretKeys:
        """The secrets, for the present request."""
        return self.keys(site().database)


def auth_state() -> AuthState:
    """That of the application that answers the present request."""
    return cast(AuthState, current_app.extensions["auth_state"])


def origin() -> Origin:
    """Where the present request comes from. Proxies are believed only where TRUSTED_PROXIES says how many there are."""
    browser = "".join(filter(str.isprintable, request.headers.get("User-Agent", "")))
    address = "".join(filter(str.isprintable, request.remote_addr or ""))
    return Origin(without_port(address), browser)
