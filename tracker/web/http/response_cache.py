"""Answers that were given before and still hold, given again before anything is routed, read or computed.

An answer of a public page depends on its address, on the ledger and on the day, and on nothing else: there are no
cookies. So it holds for as long as the last position of the ledger and the day are those that it was made at. Both
are read on every request (one look-up in an index), so what another process publishes shows at once.
"""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from cachetools import LRUCache
from werkzeug.http import parse_etags, unquote_etag

from tracker.web.site import State

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["MOST_BYTES", "ResponseCache"]

MOST_BYTES = 32_000_000
"""The size of all answers that one process caches."""
_ENTRY = 2_000
"""About what an answer takes beside its body: key, headers, containers."""
_LONGEST_KEY = 2_000
_OF_THE_BODY = ("content-length", "content-type", "content-encoding")

Headers = list[tuple[str, str]]
Key = tuple[str, ...]


class _Answer(NamedTuple):
    state: State
    tag: str
    headers: Headers
    unchanged: Headers
    body: bytes


def _size(answer: _Answer) -> int:
    return len(answer.body) + _ENTRY


class ResponseCache:
    """A WSGI application in front of another one, which caches its answers where they say that they may be cached.

    These are answers to GET with status 200, an entity tag and ``Cache-Control: public, no-cache``. ``state`` is read
    before an answer is made: where something is published meanwhile, the answer counts as older than it is.
    """

    def __init__(self, application: "WSGIApplication", state: Callable[[], State], most: int = MOST_BYTES):
        self.application, self.state = application, state
        self.answers: LRUCache[Key, _Answer] = LRUCache(most, getsizeof=_size)
        self._lock = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self.application(environ, start_response)
        try:
            state = self.state()
        except Exception:
            # The database does not answer: the application finds out too, and says so.
            return self.application(environ, start_response)
        with self._lock:
            answer = self.answers.get(key)
        if answer is None or answer.state != state:
            return self._refreshed(environ, start_response, key, state)
        if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(answer.tag):
            start_response("304 NOT MODIFIED", answer.unchanged)
            return []
        start_response("200 OK", answer.headers)
        return [answer.body]

    def _refreshed(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", key: Key, state: State
    ) -> Iterable[bytes]:
        """Have the application answer, and cache what may be cached."""
        begun: list[Any] = []

        def take(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            begun[:] = [status, headers]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        parts = self.application(environ, take)
        tag = _tag(*begun) if begun else ""
        if not tag:
            return parts
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        headers = [(name, value) for name, value in begun[1] if name.lower() != "date"]
        unchanged = [(name, value) for name, value in headers if name.lower() not in _OF_THE_BODY]
        answer = _Answer(state, tag, headers, unchanged, body)
        # One answer must not drive out all others.
        if _size(answer) * 4 <= self.answers.maxsize:
            with self._lock:
                self.answers[key] = answer
        return [body]


def _key(environ: "WSGIEnvironment") -> Key | None:
    """All of a request that an answer may depend on; None where it must not be answered from here."""
    if environ["REQUEST_METHOD"] != "GET":
        return None
    names = ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
    key = tuple(environ.get(name, "") for name in names)
    return key if sum(map(len, key)) <= _LONGEST_KEY else None


def _tag(status: str, headers: Headers) -> str:
    """The entity tag, without quotation marks; empty where the answer must not be cached."""
    values = {name.lower(): value for name, value in headers}
    control = values.get("cache-control", "")
    if not status.startswith("200") or "public" not in control or "no-cache" not in control or "set-cookie" in values:
        return ""
    return unquote_etag(values.get("etag"))[0] or ""
