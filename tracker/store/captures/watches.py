"""Addresses that are looked at again and again: what is known of each, every look, and what is told at the desk."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from tracker.core.captures.watching import Check, State, Watch
from tracker.models import Job, Record, WatchedAddress, WatchLook

__all__ = [
    "KnownAddress",
    "LookRow",
    "add_look",
    "delete_watch",
    "idle_watches",
    "looks_of",
    "put_watch",
    "settle_told",
    "sources_with_bodies",
    "told_addresses",
    "told_count",
    "watch_of",
    "watched_ids",
]


class KnownAddress(NamedTuple):
    """An address with what is known of it; ``told`` is since when its state is told at the desk."""

    source_id: str
    url: str
    due: datetime
    watch: Watch
    told: datetime | None


class LookRow(NamedTuple):
    """One look: when, what it gave and why, the state that began with it and since when, and its capture."""

    source_id: str
    at: datetime
    gave: str
    why: str
    told: str | None
    since: datetime | None
    capture_id: str | None


def watched_ids(session: Session) -> set[str]:
    """The sources whose addresses are watched."""
    return set(session.scalars(select(WatchedAddress.source_id)))


def idle_watches(session: Session, kind: str) -> list[KnownAddress]:
    """Watched addresses at which no job of this kind will look, as the last one failed."""
    waiting = select(Job.key).where(Job.kind == kind, Job.state == "waiting")
    statement = select(WatchedAddress).where(WatchedAddress.source_id.not_in(waiting))
    return [_known_address(row) for row in session.scalars(statement)]


def watch_of(session: Session, source_id: str) -> KnownAddress | None:
    """What is known of the address of a source; None where it is not watched."""
    row = session.get(WatchedAddress, source_id)
    return _known_address(row) if row else None


def told_addresses(session: Session, most: int) -> list[KnownAddress]:
    """The addresses of which something is told that no editor has dealt with, the longest told first."""
    statement = select(WatchedAddress).where(WatchedAddress.told.is_not(None))
    ordered = statement.order_by(WatchedAddress.told, WatchedAddress.source_id).limit(most)
    return [_known_address(row) for row in session.scalars(ordered)]


def told_count(session: Session) -> int:
    """How many addresses there are of which something is told at the desk."""
    return session.scalar(select(func.count()).where(WatchedAddress.told.is_not(None))) or 0


def _known_address(row: WatchedAddress) -> KnownAddress:
    watch = Watch(
        good=row.good,
        state=State(row.state) if row.state else None,
        run=Check(row.run) if row.run else None,
        run_from=row.run_from,
        run_length=row.run_length,
        moved_to=row.moved_to,
    )
    return KnownAddress(row.source_id, row.url, row.due, watch, row.told)


def put_watch(session: Session, address: KnownAddress) -> None:
    """Keep what is known of an address, in place of what was."""
    session.execute(delete(WatchedAddress).where(WatchedAddress.source_id == address.source_id))
    watch = address.watch
    row = {
        "source_id": address.source_id,
        "url": address.url,
        "due": address.due,
        "good": watch.good,
        "state": str(watch.state) if watch.state else None,
        "run": str(watch.run) if watch.run else None,
        "run_from": watch.run_from,
        "run_length": watch.run_length,
        "moved_to": watch.moved_to,
        "told": address.told,
    }
    session.execute(insert(WatchedAddress).values(**row))


def delete_watch(session: Session, source_id: str) -> None:
    """Watch an address no longer; the looks stay."""
    session.execute(delete(WatchedAddress).where(WatchedAddress.source_id == source_id))


def settle_told(session: Session, source_id: str) -> None:
    """Note that an editor has dealt with what was told of an address."""
    session.execute(update(WatchedAddress).where(WatchedAddress.source_id == source_id).values(told=None))


def add_look(session: Session, look: LookRow) -> None:
    """Keep one look."""
    session.execute(insert(WatchLook).values(**look._asdict()))


def looks_of(session: Session, source_id: str, most: int = 20) -> Sequence[LookRow]:
    """The looks at an address, the newest first."""
    columns = [getattr(WatchLook, name) for name in LookRow._fields]
    statement = select(*columns).where(WatchLook.source_id == source_id).order_by(WatchLook.at.desc()).limit(most)
    return [LookRow(*row) for row in session.execute(statement)]


def sources_with_bodies(session: Session, but: Collection[str]) -> list[str]:
    """The bodies of published sources that are not among these."""
    statement = select(Record.record_id, Record.body).where(Record.kind == "source").order_by(Record.record_id)
    return [body for id, body in session.execute(statement) if id not in but]
