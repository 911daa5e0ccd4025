"""The response cache: serves stored responses before routing.

The response of a public page depends only on its address, the day, and the publications that concern it; there are no
cookies. Day and ledger head are read on every request (one index look-up), so publications by other processes show at
once. Where the head has moved on, one more look-up says whether anything since concerns the response. While the
database is unavailable, stored responses are served anyway, marked with the time they were made at.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import orjson
from cachetools import LRUCache
from werkzeug.http import parse_etags, unquote_etag

from tracker.clock import Clock
from tracker.store.concerning import EVERYTHING
from tracker.store.derived.stored_answers import Stored
from tracker.web.http.caches.answer_store import AnswerStore
from tracker.web.http.caches.as_of import Headers, marked_as_of
from tracker.web.http.caches.conditional import RESTS_ON
from tracker.web.http.parameters import normalise
from tracker.web.site import State

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["MOST_BYTES", "Key", "ResponseCache"]

MOST_BYTES = 32_000_000
"""The size of all answers that one process caches."""
_ENTRY, _HEADER = 2_000, 170
"""About what an answer takes beside its texts: key and containers; each header with its name."""
_SUBJECT_SETS = 500
"""So many sets of subjects are kept once for all answers that rest on them, of some 8 KB each."""
_LONGEST_KEY = 2_000
_SECONDS_TO_WAIT = 5.0
_OF_THE_BODY = ("content-length", "content-type", "content-encoding")
_NEVER_HELD = ("/static/", "/desk", "/account", "/healthz", "/readyz", "/metrics", "/ledger.jsonl", "/data")

Key = tuple[str, ...]
Whole = tuple[str, Headers, bytes]
"""Status, headers and body of an answer."""


@dataclass
class _Answer:
    """``state`` is the last one that it was seen to hold in; ``rests_on`` are its subjects (store/concerning)."""

    state: State
    at: datetime
    tag: str
    headers: Headers
    body: bytes
    rests_on: frozenset[str]

    @property
    def unchanged(self) -> Headers:
        """The headers of the answer that the reader has it already."""
        return [(name, value) for name, value in self.headers if name.lower() not in _OF_THE_BODY]


def _size(answer: _Answer) -> int:
    return _ENTRY + len(answer.body) + sum(_HEADER + len(value) for _, value in answer.headers)


class ResponseCache:
    """A WSGI application in front of another one, which caches its answers where they say that they may be cached.

    These are answers to GET with status 200, an entity tag, and ``Cache-Control: public`` with ``no-cache`` or
    ``s-maxage``. ``state`` is read before an answer is made: where something is published meanwhile, the answer counts
    as older than it is. ``last_concerning`` gives the last position of the ledger that concerns one of some subjects.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        state: Callable[[], State],
        last_concerning: Callable[[frozenset[str]], int],
        clock: Clock,
        most: int = MOST_BYTES,
        store: AnswerStore | None = None,
    ):
        self.application, self.state, self.clock = application, state, clock
        self.last_concerning, self.store = last_concerning, store
        self._making: dict[Key, Event] = {}
        self.answers: LRUCache[Key, _Answer] = LRUCache(most, getsizeof=_size)
        self._lock = Lock()
        self._seen: tuple[State, datetime] | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        normalise(environ)
        key = _key(environ)
        if key is None:
            return self.application(environ, start_response)
        try:
            state, answer = self._now(environ, key)
        except Exception:
            # The database does not answer. Where nothing is held, the application finds out too, and says so.
            held = self.stale(environ)
            return _given(held, start_response) if held else self.application(environ, start_response)
        if answer is None:
            return self._made_once(environ, start_response, key, state)
        return _given(_whole(answer, environ), start_response)

    def current(self, environ: "WSGIEnvironment") -> Whole | None:
        """The answer that is held, if it still holds. Raises what reading the database raises."""
        key = _key(environ)
        answer = self._now(environ, key)[1] if key else None
        return _whole(answer, environ) if answer else None

    def _now(self, environ: "WSGIEnvironment", key: Key) -> tuple[State, _Answer | None]:
        """The state, and the answer that holds in it: the one that is held here, else one that another process made."""
        answer = self._answer(key)
        if answer is not None:
            state = self._read_state()
            if self._holds(answer, state):
                return state, answer
        looked_up = self.store.get(environ) if self.store else None
        if looked_up is None:
            return (self._read_state() if answer is None else state), None
        state, stored = looked_up
        at = self.clock.now()
        self._seen = state, at
        return state, self._taken_over(key, state, at, stored) if stored else None

    def key(self, environ: "WSGIEnvironment") -> Key | None:
        """All of a request that its answer may depend on; None where it must not be answered from here."""
        return _key(environ)

    def holds(self, environ: "WSGIEnvironment") -> bool:
        """Whether there is an answer to a request that holds."""
        return self.current(environ) is not None

    def _taken_over(self, key: Key, state: State, at: datetime, stored: Stored) -> _Answer:
        """The answer of another process, cached here from now on."""
        headers: Headers = list(map(tuple, orjson.loads(stored.headers)))
        made_in = State(state.version, stored.position, state.today)
        answer = _Answer(made_in, at, stored.tag, headers, stored.body, _kept_once(stored.subjects))
        self._keep(key, answer)
        return answer

    def _made_once(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", key: Key, state: State
    ) -> Iterable[bytes]:
        """Have the answer made by one request; others that come meanwhile wait for it, and take what it has made."""
        with self._lock:
            making = self._making.get(key)
            if making is None:
                self._making[key] = Event()
        if making is not None:
            making.wait(_SECONDS_TO_WAIT)
        try:
            # Made while this request waited, or after it had looked for it.
            answer = self._answer(key)
            if answer is not None and answer.state == state:
                return _given(_whole(answer, environ), start_response)
            return self._made_by_one_process(environ, start_response, key, state)
        finally:
            if making is None:
                with self._lock:
                    self._making.pop(key).set()

    def _made_by_one_process(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", key: Key, state: State
    ) -> Iterable[bytes]:
        """The same among processes: who had to wait for another one takes what that one has stored."""
        with self.store.making(environ) if self.store else nullcontext(False) as waited:
            if waited:
                state, answer = self._now(environ, key)
                if answer is not None:
                    return _given(_whole(answer, environ), start_response)
            return self._refreshed(environ, start_response, key, state)

    def _holds(self, answer: _Answer, state: State) -> bool:
        """Whether nothing has come that it shows; noted, so that this is asked once for each state."""
        if answer.state == state:
            return True
        if answer.state.version != state.version or (answer.rests_on and answer.state.today != state.today):
            return False
        holds = not answer.rests_on or (
            EVERYTHING not in answer.rests_on and self.last_concerning(answer.rests_on) <= answer.state.position
        )
        if holds and state.position >= answer.state.position:
            answer.state = state
        return holds

    def stale(self, environ: "WSGIEnvironment") -> Whole | None:
        """The answer that is held, marked with the last time at which it was known to hold; reads no database."""
        key = _key(environ)
        answer = self._answer(key) if key else None
        if answer is None:
            return None
        seen = self._seen
        at = seen[1] if seen and seen[0] == answer.state else answer.at
        return ("200 OK", *marked_as_of(answer.headers, answer.body, at))

    def _answer(self, key: Key) -> _Answer | None:
        with self._lock:
            return self.answers.get(key)

    def _read_state(self) -> State:
        state = self.state()
        self._seen = state, self.clock.now()
        return state

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
        rests_on = environ.get(RESTS_ON, frozenset((EVERYTHING,)))
        self._keep(key, _Answer(state, self.clock.now(), tag, headers, body, _kept_once(rests_on)))
        if self.store and rests_on:
            self.store.put(environ, state, tag, headers, body, rests_on)
        return [body]

    def _keep(self, key: Key, answer: _Answer) -> None:
        # One answer must not drive out all others.
        if _size(answer) * 4 <= self.answers.maxsize:
            with self._lock:
                self.answers[key] = answer


@lru_cache(maxsize=_SUBJECT_SETS)
def _kept_once(subjects: frozenset[str]) -> frozenset[str]:
    """The first of equal sets: an answer of another day rests on the same ones."""
    return subjects


def _whole(answer: _Answer, environ: "WSGIEnvironment") -> Whole:
    if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(answer.tag):
        return "304 NOT MODIFIED", answer.unchanged, b""
    return "200 OK", answer.headers, answer.body


def _given(whole: Whole, start_response: "StartResponse") -> list[bytes]:
    status, headers, body = whole
    start_response(status, headers)
    return [body] if body else []


def _key(environ: "WSGIEnvironment") -> Key | None:
    """All of a request that an answer may depend on; None where it must not be answered from here."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("PATH_INFO", "").startswith(_NEVER_HELD):
        return None
    names = ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
    key = tuple(environ.get(name, "") for name in names)
    return key if sum(map(len, key)) <= _LONGEST_KEY else None


def _tag(status: str, headers: Headers) -> str:
    """The entity tag, without quotation marks; empty where the answer must not be cached."""
    values = {name.lower(): value for name, value in headers}
    control = values.get("cache-control", "")
    may_be_kept = "public" in control and ("no-cache" in control or "s-maxage" in control)
    if not status.startswith("200") or not may_be_kept or "set-cookie" in values:
        return ""
    return unquote_etag(values.get("etag"))[0] or ""
