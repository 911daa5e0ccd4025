"""Answers that were given before and still hold, given again before anything is routed, read or computed.

An answer of a public page depends on its address, on the ledger and on the day, and on nothing else: there are no
cookies. So it holds for as long as the last position of the ledger and the day are those that it was made at. Both
are asked on every request (one look-up in an index), so what another process publishes shows at once.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.web.lru_cache import Memory
from tracker.web.site import State

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["MOST_BYTES", "ResponseCache"]

MOST_BYTES = 32_000_000
"""Together, the answers that one process keeps weigh no more."""
_ENTRY = 2_000
"""About what an answer weighs beside its body: key, headers, containers."""
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


class ResponseCache:
    """A WSGI application before another one, whose answers it keeps where they say that they may be kept.

    These are answers to GET with status 200, an entity tag and ``Cache-Control: public, no-cache``. ``state`` is asked
    before an answer is made: where something is published meanwhile, the answer counts as older than it is.
    """

    def __init__(self, application: "WSGIApplication", state: Callable[[], State], most: int = MOST_BYTES):
        self.application, self.state = application, state
        self.answers: Memory[Key, _Answer] = Memory(most)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self.application(environ, start_response)
        try:
            state = self.state()
        except Exception:
            # The database does not answer: the application finds out too, and says so.
            return self.application(environ, start_response)
        found = self.answers.get(key)
        if found is None or found.state != state:
            return self._anew(environ, start_response, key, state)
        if found.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 NOT MODIFIED", found.unchanged)
            return []
        start_response("200 OK", found.headers)
        return [found.body]

    def _anew(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", key: Key, state: State
    ) -> Iterable[bytes]:
        """Have the application answer, and keep what may be kept."""
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
        self.answers.put(key, _Answer(state, tag, headers, unchanged, body), len(body) + _ENTRY)
        return [body]


def _key(environ: "WSGIEnvironment") -> Key | None:
    """All of a request that an answer may depend on; None where it must not be answered from here."""
    if environ["REQUEST_METHOD"] != "GET":
        return None
    names = ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
    key = tuple(environ.get(name, "") for name in names)
    return key if sum(map(len, key)) <= _LONGEST_KEY else None


def _tag(status: str, headers: Headers) -> str:
    """The entity tag with its quotation marks; empty where the answer must not be kept."""
    found = {name.lower(): value for name, value in headers}
    control = found.get("cache-control", "")
    if not status.startswith("200") or "public" not in control or "no-cache" not in control or "set-cookie" in found:
        return ""
    return found.get("etag", "").removeprefix("W/")
