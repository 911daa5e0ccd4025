"""Stored answers: what readers ask for most, kept in the database, so that every process has it at once.

These are live answers at addresses without a query but a topic: scorecards, companies, widgets, pictures, data, first
pages of lists. Addresses with days, filters or looks are endless, and are kept by each process alone.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from tracker.store.database.one_of_all import one_of_all
from tracker.store.derived.stored_answers import (
    Stored,
    answers_to_renew,
    delete_answer,
    forget_answers,
    mark_asked,
    put_answer,
    stored_answer,
)
from tracker.web.http.caches.as_of import Headers
from tracker.web.http.caches.one_maker import OneMaker
from tracker.web.site import Site, State

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

__all__ = ["AnswerStore"]

_FOLDERS = ("/companies", "/topics", "/initiatives", "/embed/", "/badge/", "/card/", "/api/", "/pledges/", "/evidence/")
_MOST_BYTES = 200_000_000
_REMEMBERED = timedelta(days=7)
_LONGEST_BODY = 400_000
_SECONDS = 5.0
"""So long one machine waits for what another one makes."""


class AnswerStore:
    """Reads and writes stored answers. Whatever goes wrong with it, the application can answer itself."""

    def __init__(self, site: Site):
        self.site, self.database = site, site.database
        self._one_maker = OneMaker(str(site.database.url))

    def get(self, environ: "WSGIEnvironment") -> tuple[State, Stored | None] | None:
        """The state, and the answer of a request, if one is stored that holds in it, in one query.

        None where answers of its address are not stored. Raises what reading the database raises.
        """
        key = _key(environ)
        if not key:
            return None
        version, today = self.site.version, self.site.today
        changed, stored = stored_answer(self.database, key, version, today)
        state = self.site.state_of(changed)
        if (state.version, state.today) != (version, today):
            return state, None
        if stored and stored.unasked_today:
            with suppress(DBAPIError), self.database.changing(wait=False, lasting=False) as session:
                mark_asked(session, key, today)
        return state, stored

    @contextmanager
    def making(self, environ: "WSGIEnvironment") -> Iterator[bool]:
        """While an answer is made, so that no other process of any machine makes it; whether one did until now.

        Answers that are not stored are no use to others, and each process makes its own.
        """
        key = _key(environ)
        if not key:
            yield False
            return
        # One process of each machine asks the others, so that waiting takes one connection and not many.
        with self._one_maker.making(key) as waited, one_of_all(self.database, int(key[:7], 16), _SECONDS) as waited_too:
            yield waited or waited_too

    def put(
        self,
        environ: "WSGIEnvironment",
        state: State,
        tag: str,
        headers: Headers,
        body: bytes,
        subjects: frozenset[str],
    ) -> None:
        """Store an answer that was made in a state; left out while another process writes."""
        key = _key(environ)
        if not key or len(body) > _LONGEST_BODY:
            return
        values = {
            "key": key,
            "address": _address(environ),
            "encoding": environ.get("HTTP_ACCEPT_ENCODING", ""),
            "version": state.version,
            "today": state.today,
            "position": state.position,
            "tag": tag,
            "headers": json.dumps(headers),
            "body": body,
            "size": len(body),
            "asked_on": state.today,
        }
        with suppress(DBAPIError, self.database.driver_error):
            put_answer(self.database, values, subjects)

    def to_renew(self, state: State, most: int, since: int | None = None) -> list[tuple[str, str, str]]:
        """Key, address and encoding of stored answers that do not hold any more; by what came ``since``, or of all."""
        with self.database.reading() as session:
            return answers_to_renew(session, state.version, state.today, most, since)

    def delete(self, key: str) -> None:
        """Delete an answer that cannot be made any more."""
        with self.database.changing() as session:
            delete_answer(session, key)

    def forget(self, today: date) -> None:
        """Delete what nobody has asked for lately, and what is too much."""
        with suppress(DBAPIError), self.database.changing(wait=False) as session:
            forget_answers(session, today - _REMEMBERED, _MOST_BYTES)


def _address(environ: "WSGIEnvironment") -> str:
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _key(environ: "WSGIEnvironment") -> str:
    """The key of an address whose answer is stored; empty for all others."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    stored = path == "/" or path.startswith(_FOLDERS)
    if not stored or (query and (not query.startswith("topic=") or "&" in query)):
        return ""
    text = f"{environ.get('HTTP_ACCEPT_ENCODING', '')} {_address(environ)}"
    return hashlib.sha256(text.encode()).hexdigest()
