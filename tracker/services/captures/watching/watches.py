"""Watching the addresses of published sources: a look as a job, and what is told of it at the desk (COPY-4).

Nothing is published here. A state becomes part of a record only when an editor says so and another person approves it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.captures.quote_text import QuotableText
from tracker.core.captures.quotes import look_for
from tracker.core.captures.watching import PUBLIC_STATES, Check, Look, State, Watch, check_of, judge
from tracker.records.quoted_words import quoted_words
from tracker.records.types.source import Source
from tracker.store.captures.watches import (
    KnownAddress,
    LookRow,
    add_look,
    delete_watch,
    idle_watches,
    put_watch,
    sources_with_bodies,
    watch_of,
    watched_ids,
)
from tracker.store.database.connecting import Database
from tracker.store.published import current_records, parsed, referring_keys
from tracker.store.upkeep.asked_jobs import TakenJob, ask_for, finish

__all__ = ["WATCH_JOB", "Answered", "Watcher", "begin_watches", "begin_watching"]

WATCH_JOB = "watch"
EVERY = "*"
"""The key of the job that looks for addresses that are not watched yet; no record has such an id."""
_NEW = timedelta(hours=1)
_FIRST = timedelta(days=7)
_FIRST_OF_PLEDGES = timedelta(days=2)
_IDLE = timedelta(days=1)
_QUOTING = ("pledge", "evidence", "response")
_MOST_QUOTING = 200


class Answered(NamedTuple):
    """What an address gave: why it failed, or its status, address and text. ``text`` is None where there is none to
    search. ``keep`` keeps what came as a capture, and does what it is given in the same transaction, with its id."""

    reason: str | None
    status: int | None
    final: str
    doubts: tuple[str, ...]
    text: QuotableText | None
    keep: Callable[[Callable[[Session, str], object]], object] | None


class Asks(Protocol):
    """Looks at an address now."""

    def __call__(self, address: str, request: str) -> Answered:
        """``request`` is by what a capture of it is known."""


def begin_watching(session: Session, now: datetime, sources: Iterable[Source] | None = None) -> int:
    """Watch addresses of published sources of which a copy was kept; of all, where none are given. How many are new.

    Those on which pledges are based come first. Many are spread, over two days and over a week: so they stay, as each
    is looked at a week after it was.
    """
    watched = watched_ids(session)
    if sources is None:
        sources = [
            record for body in sources_with_bodies(session, watched) if isinstance(record := parsed(body), Source)
        ]
    new = [one for one in sources if one.id not in watched and one.url and one.copies and one.taken_down is None]
    pledges = [one for one in new if any(kind == "pledge" for kind, _ in referring_keys(session, [one.key]))]
    others = [one for one in new if one not in pledges]
    for number, source in enumerate(pledges):
        _watch(session, source, now, now + number * _FIRST_OF_PLEDGES / len(pledges))
    for number, source in enumerate(others, 1):
        _watch(session, source, now, now + number * _FIRST / len(others))
    return len(new)


def _watch(session: Session, source: Source, now: datetime, due: datetime) -> None:
    put_watch(session, KnownAddress(source.id, source.url or "", due, Watch(good=now), None))
    _ask(session, source.id, source.url or "", due)


def _ask(session: Session, source_id: str, url: str, due: datetime) -> None:
    host = (urlsplit(url).hostname or "")[:253] or None
    ask_for(session, WATCH_JOB, source_id, {}, host=host, due=due)


def begin_watches(database: Database) -> None:
    """Have new addresses watched from now on, looking for them once an hour; where that is done already, nothing."""
    with database.changing() as session:
        ask_for(session, WATCH_JOB, EVERY, {})


class Watcher:
    """Does the jobs of looking. ``ask`` is the internet."""

    def __init__(self, database: Database, clock: Clock, ask: Asks):
        self._database, self._clock, self._ask = database, clock, ask

    def do(self, job: TakenJob) -> None:
        """Look at the address of one source, note what it gave, and say when to look again."""
        if job.key == EVERY:
            self._begin_new(job)
            return
        with self._database.reading() as session:
            source = _published(session, job.key)
            quotes = _quotes(session, source) if source else []
            address = watch_of(session, job.key)
        if source is None or not source.url:
            self._end(job)
            return
        now = self._clock.now()
        if address is None or address.url != source.url:
            # Another address: what was known of the one before says nothing of it.
            address = KnownAddress(source.id, source.url, now, Watch(good=now), None)
        answered = self._ask(source.url, f"watch {source.id}")
        # Only its words tell that what is at another address is the document.
        moved_to = _moved_to(source.url, answered) if quotes and answered.text else None
        look = Look(now, _check(answered, quotes), moved_to)
        judgement = judge(address.watch, look)
        told_at = now if judgement.told else address.told
        row = LookRow(source.id, now, str(look.check), answered.reason or "", None, None, None)
        if judgement.told:
            row = row._replace(told=str(judgement.told), since=judgement.since)
        after = KnownAddress(source.id, source.url, judgement.due, judgement.watch, told_at)

        def note(session: Session, capture: str | None) -> None:
            put_watch(session, after)
            add_look(session, row._replace(capture_id=capture))
            finish(session, job, self._clock.now())
            _ask(session, after.source_id, after.url, after.due)

        if answered.keep and judgement.told in PUBLIC_STATES - {State.THERE_AGAIN}:
            answered.keep(note)
        else:
            with self._database.changing() as session:
                note(session, None)

    def _begin_new(self, job: TakenJob) -> None:
        with self._database.changing() as session:
            now = self._clock.now()
            begin_watching(session, now)
            for idle in idle_watches(session, WATCH_JOB):
                # A full disk or a fault of ours ends no watch for good.
                _ask(session, idle.source_id, idle.url, now + _IDLE)
            finish(session, job, now)
            ask_for(session, WATCH_JOB, EVERY, {}, due=now + _NEW)

    def _end(self, job: TakenJob) -> None:
        with self._database.changing() as session:
            delete_watch(session, job.key)
            finish(session, job, self._clock.now())


def _published(session: Session, id: str) -> Source | None:
    records = current_records(session, [("source", id)])
    return next((one for one in records if isinstance(one, Source) and one.taken_down is None), None)


def _quotes(session: Session, source: Source) -> list[str]:
    keys = sorted(key for key in referring_keys(session, [source.key]) if key[0] in _QUOTING)[:_MOST_QUOTING]
    records = [record for record in current_records(session, keys) if record.taken_down is None]
    return [quoted.text for one in records for quoted in quoted_words(one) if quoted.sources == (source.id,)]


def _check(answered: Answered, quotes: list[str]) -> Check:
    text = answered.text
    signs = len(text.text) if text else 0
    if text is None:
        # A picture or a scan that is served is there: nobody can say what is in it.
        there: bool | None = answered.status == 200 or None
    else:
        there = all(look_for(quote, text).answer.is_found for quote in quotes) if quotes or signs else None
    return check_of(
        reason=answered.reason, status=answered.status, doubts=answered.doubts, signs=signs, quotes_found=there
    )


def _moved_to(requested: str, answered: Answered) -> str | None:
    return answered.final if answered.final and _place(answered.final) != _place(requested) else None


def _place(address: str) -> str:
    parts = urlsplit(address)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
