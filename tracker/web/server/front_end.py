"""The site as servers know it (ASGI): each request is read whole, then answered in a thread of its lane.

The server front end: an ASGI application around the WSGI one. It passes on what happened before the application as one
key of the environment, ``REFUSED``.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from functools import partial

from flask import Flask

from tracker.web.http.caches.response_cache import Key, ResponseCache
from tracker.web.http.parameters import normalise
from tracker.web.http.refusing import REFUSED, Refusal
from tracker.web.server.asgi import Environ, Receive, Scope, Send, environ_of
from tracker.web.server.bodies import LONGEST_SPREADSHEET, Bodies, BodyLateError, BodyTooLongError, TooManyBodiesError
from tracker.web.server.lanes import Lane, LaneFullError, LaneName, is_computed, lane_of, lane_sizes
from tracker.web.server.metrics import count_refused
from tracker.web.server.observing import Observation, observation_of
from tracker.web.server.replies import Reply, answer, send_reply

__all__ = ["FrontEnd"]

_log = logging.getLogger(__name__)
_SECONDS_TO_ASK = 1.0
"""How long a cached answer is revalidated against the database before it is served as stale."""
_SECONDS_UNASKED = 1.0
_SECONDS_BETWEEN_THREADS = 0.001
_BROKEN = Reply("500 Internal Server Error", [("content-type", "text/plain")], b"Something went wrong.\n")


class FrontEnd:
    """An ASGI application that answers with a Flask application."""

    def __init__(self, application: Flask):
        self.application = application
        settings = application.extensions["site"].environment
        self.cache: ResponseCache = application.extensions["response_cache"]
        self.lanes = {name: Lane(name, size) for name, size in lane_sizes(settings.threads).items()}
        self.bodies = Bodies()
        self._away_until = 0.0
        self._making: dict[Key, asyncio.Future[Reply | None]] = {}
        # A thread that computes gives way to one that answers from what is held after so long, and not after 5 ms.
        sys.setswitchinterval(_SECONDS_BETWEEN_THREADS)
        self._behind_proxy, self._measured = settings.trusted_proxies > 0, bool(settings.metrics_token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        environ = await self._read(scope, receive)
        seen = observation_of(environ, behind_proxy=self._behind_proxy, measured=self._measured)
        normalise(environ)
        try:
            reply = await self._reply(environ, send, seen)
        except Exception:
            _log.exception("no answer to request %s of kind %s", seen.id, seen.place)
            reply = _BROKEN
        if reply is not None:
            if reply.status.startswith("5"):
                reply = reply._replace(headers=[*reply.headers, ("X-Request-Id", seen.id)])
            await send_reply(send, reply)
        seen.done(int(reply.status[:3]) if reply else 200, len(reply.body) if reply else None)

    async def _read(self, scope: Scope, receive: Receive) -> Environ:
        """The request with its body, or with why that was not read."""
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return environ_of(scope, b"")
        try:
            return environ_of(scope, await self.bodies.read(scope, receive))
        except BodyLateError:
            refusal: Refusal = "late"
        except TooManyBodiesError:
            refusal = "busy"
        except BodyTooLongError:
            # The application has a word for it, and says it by the length alone.
            return environ_of(scope, b"") | {"CONTENT_LENGTH": str(LONGEST_SPREADSHEET + 1)}
        return environ_of(scope, b"") | {REFUSED: refusal, "CONTENT_LENGTH": "0"}

    async def _reply(self, environ: Environ, send: Send, seen: Observation) -> Reply | None:
        method, path, query = environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"]
        name: LaneName = "plain" if REFUSED in environ else lane_of(method, path, query)
        if is_computed(name) and (held := await self._held(environ, seen)):
            return held
        work = partial(answer, self.application, environ, send, asyncio.get_running_loop())
        try:
            if is_computed(name):
                return await self._computed(name, environ, seen, work)
            return await self.lanes[name].run(seen.in_lane(name, work))
        except LaneFullError:
            count_refused(name)
            if name == "plain":
                raise
            environ[REFUSED] = "busy"
            return await self.lanes["plain"].run(seen.in_lane("plain", work))

    async def _computed(
        self, name: LaneName, environ: Environ, seen: Observation, work: Callable[[], Reply | None]
    ) -> Reply | None:
        """A page that is made now. Who asks for one that is being made waits without a thread, and takes that one."""
        key = self.cache.key(environ)
        making = self._making.get(key) if key else None
        if making is not None:
            await asyncio.wait((making,), timeout=self.lanes[name].size.seconds)
            if made := await self._held(environ, seen):
                return made
        run = asyncio.ensure_future(self.lanes[name].run(seen.in_lane(name, work)))
        if key and making is None:
            self._making[key] = run
            run.add_done_callback(lambda _: self._making.pop(key))
        return await run

    async def _held(self, environ: Environ, seen: Observation) -> Reply | None:
        """The answer that is held, if it still holds; or, while nobody can say, marked with its time."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._away_until:
            try:
                work = seen.in_lane("held", partial(self.cache.current, environ))
                current = await self.lanes["held"].run(work, _SECONDS_TO_ASK)
                if current:
                    seen.source = "memory"
                return Reply(*current) if current else None
            except Exception as error:
                _log.warning("held answers are given as they are: %s", type(error).__name__)
                self._away_until = loop.time() + _SECONDS_UNASKED
        stale = self.cache.stale(environ)
        if stale:
            seen.source = "stale"
        return Reply(*stale) if stale else None
