"""Makes stored answers anew when something was published that concerns them, so that readers need not wait."""

import logging

from flask import Flask
from werkzeug.test import create_environ

from tracker.web.http.caches.conditional import THOROUGHLY
from tracker.web.http.caches.response_cache import ResponseCache
from tracker.web.site import State

__all__ = ["Renewal"]

_log = logging.getLogger(__name__)
_AT_ONCE = 200
_FORGETTING = 20
"""After so many times that something was made anew what nobody asks for is forgotten, which takes a look at all."""


class Renewal:
    """To be called again and again by the process that works: it does something only where something has changed."""

    def __init__(self, application: Flask):
        self.application = application
        self.cache: ResponseCache = application.extensions["response_cache"]
        self._done: State | None = None
        self._before: State | None = None
        self._times = 0

    def __call__(self) -> int:
        """Make what does not hold any more, some at a time; how many there were."""
        state, store = self.cache.state(), self.cache.store
        if store is None or state == self._done:
            return 0
        outdated = store.to_renew(state, _AT_ONCE, self._since(state))
        for key, address, encoding in outdated:
            environ = create_environ(address, headers={"Accept-Encoding": encoding} if encoding else None)
            environ[THOROUGHLY] = True
            if not self._asked(environ):
                store.delete(key)  # who asks for it is told why it is not there
        if len(outdated) < _AT_ONCE:
            if self._times % _FORGETTING == 0:
                store.forget(state.today)
            self._times += 1
            self._before, self._done = self._done, state
        return len(outdated)

    def _since(self, state: State) -> int | None:
        """The position up to which all stored answers were looked at; None where all are to be.

        It is that of the last time but one: while answers were made then, others stored some that were older.
        """
        before = self._before
        if before is None or (before.version, before.today) != (state.version, state.today):
            return None
        return before.position

    def _asked(self, environ: dict[str, object]) -> bool:
        """Whether there is an answer that may be stored."""
        begun: list[str] = []
        # The write of WSGI is not used, and so not given.
        parts = self.cache(environ, lambda status, *_: begun.append(status))  # type: ignore[arg-type]
        for _ in parts:
            pass
        if close := getattr(parts, "close", None):
            close()
        return begun[0].startswith("200") and self.cache.holds(environ)
