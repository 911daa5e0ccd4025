"""Fixity: hashing kept files again and again, so that a changed bit is found within a day and never served."""

import hashlib
import logging
import math
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.capture.stores.blobs import BlobDamagedError, BlobStore
from tracker.clock import Clock
from tracker.store.captures.blobs import (
    BlobRow,
    all_blobs,
    blob_states,
    captures_needing,
    forget_blob,
    hold_files,
    oldest_checked,
    set_blob_checked,
    set_blob_state,
    unneeded_blobs,
)
from tracker.store.captures.captures import add_event, all_manifests
from tracker.store.database.connecting import Database

__all__ = ["RegularScrub", "Scrubbed", "scrub", "wrong_captures"]

BYTES_A_SECOND = 50_000_000
_AT_ONCE = 200
_REMOVED_AT_ONCE = 20
_STRAY_SECONDS = 3_600
"""A file without a row is somebody’s who is about to write the row, or was killed an hour ago."""
_UNNEEDED = timedelta(days=1)
_SWEPT_EVERY = timedelta(hours=1)
_SITE = "the site"
_log = logging.getLogger(__name__)


class Scrubbed(NamedTuple):
    """What a scrub did: files and bytes hashed, hashes of those now damaged and of those repaired, strays removed."""

    files: int
    bytes: int
    damaged: list[str]
    repaired: list[str]
    removed: int


def scrub(
    database: Database,
    store: BlobStore,
    clock: Clock,
    *,
    second: BlobStore | None = None,
    everything: bool = False,
    most_bytes: float = math.inf,
    sweep: bool = True,
    pause: Callable[[float], object] = time.sleep,
) -> Scrubbed:
    """Hash what was not hashed for twenty hours (or ``everything``), the longest unchecked first.

    Damaged files are named, and taken from a ``second`` store if its bytes are right. It ends early after
    ``most_bytes``, and removes files that nobody needs unless told not to ``sweep``.
    """
    before = clock.now() + timedelta(microseconds=1) if everything else clock.now() - store.hashed_every
    removed = _sweep(database, store, clock) if sweep else 0
    files = read = 0
    damaged, repaired = list[str](), list[str]()
    done = set[str]()
    while read < most_bytes:
        with database.reading() as session:
            oldest = oldest_checked(session, before, _AT_ONCE + len(done), all_damaged=second is not None)
            rows = [row for row in oldest if row.sha256 not in done]
        if not rows:
            break
        whole = list[str]()
        for row in rows:
            if read >= most_bytes:
                break
            done.add(row.sha256)
            files, read = files + 1, read + row.bytes
            outcome = _checked(store, row, second)
            {"damaged": damaged, "repaired": repaired}.get(outcome, whole).append(row.sha256)
            pause(row.bytes / BYTES_A_SECOND)
        _note(database, clock, whole, rows, damaged, repaired)
    return Scrubbed(files, read, damaged, repaired, removed)


class RegularScrub:
    """Scrubs beside other work: a portion each time it is called, some seconds’ worth at most, and a sweep an hour."""

    def __init__(self, database: Database, store: BlobStore, clock: Clock):
        self._database, self._store, self._clock = database, store, clock
        self._swept: datetime | None = None

    def __call__(self) -> Scrubbed:
        """Do a portion. Damaged files are in the log, too."""
        now = self._clock.now()
        sweep = self._swept is None or now - self._swept > _SWEPT_EVERY
        done = scrub(self._database, self._store, self._clock, most_bytes=BYTES_A_SECOND, sweep=sweep)
        if sweep:
            self._swept = now
        for sha256 in done.damaged:
            _log.error("the file %s of a kept copy is damaged", sha256)
        return done


def _checked(store: BlobStore, row: BlobRow, second: BlobStore | None) -> str:
    try:
        if store.check(row.sha256) == row.bytes:
            return "repaired" if row.state == "damaged" else "kept"
    except BlobDamagedError:
        pass
    try:
        if second:
            store.put(second.read(row.sha256))
            return "repaired"
    except BlobDamagedError:
        pass
    return "damaged"


def _note(
    database: Database, clock: Clock, whole: list[str], rows: list[BlobRow], damaged: list[str], repaired: list[str]
) -> None:
    with database.changing() as session:
        set_blob_checked(session, whole, clock.now())
        now = blob_states(session, [row.sha256 for row in rows])
        for row in rows:
            if now.get(row.sha256) not in ("kept", "damaged"):
                continue  # erased while it was being hashed, and erased it stays
            if row.sha256 in damaged:
                set_blob_state(session, row.sha256, "damaged", clock.now())
                if row.state != "damaged":
                    _tell(session, clock, row.sha256, "damaged")
            elif row.sha256 in repaired:
                set_blob_state(session, row.sha256, "kept", clock.now())
                _tell(session, clock, row.sha256, "repaired")


def _tell(session: Session, clock: Clock, sha256: str, kind: str) -> None:
    for capture in captures_needing(session, sha256):
        add_event(session, capture, kind, clock.now(), _SITE, sha256)


def _sweep(database: Database, store: BlobStore, clock: Clock) -> int:
    """Remove what writers that were killed have left, files that no copy came of, and those that are erased."""
    removed, files = store.sweep(_STRAY_SECONDS), list(store.all())
    with database.reading() as session:
        useless = set(unneeded_blobs(session, clock.now() - _UNNEEDED))
        for portion in _portions(files, _AT_ONCE):
            states = blob_states(session, portion)
            useless |= {sha256 for sha256 in portion if states.get(sha256, "erased") == "erased"}
    for portion in _portions(sorted(useless), _REMOVED_AT_ONCE):
        removed += _remove(database, store, clock, portion)
    return removed


def _portions(files: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    return (files[start : start + most] for start in range(0, len(files), most))


def _remove(database: Database, store: BlobStore, clock: Clock, files: Collection[str]) -> int:
    """Remove those that are still useless: since they were looked for, a copy may have come of one."""
    removed = 0
    with database.changing() as session:
        hold_files(session, alone=True)
        states = blob_states(session, files)
        unneeded = unneeded_blobs(session, clock.now() - _UNNEEDED, files)
        for sha256 in files:
            stray = sha256 not in states and store.age(sha256) > _STRAY_SECONDS
            if sha256 in unneeded:
                forget_blob(session, sha256)
            if (stray or sha256 in unneeded or states.get(sha256) == "erased") and store.size(sha256) is not None:
                store.remove(sha256)
                removed += 1
    return removed


def wrong_captures(session: Session, store: BlobStore, *, full: bool = False) -> Iterator[tuple[str, str]]:
    """What is wrong with kept copies, as a subject and what differs: rows without files, files without rows.

    Sizes are compared; with ``full``, every file is hashed.
    """
    for id, manifest, sha256 in all_manifests(session):
        if hashlib.sha256(manifest.encode()).hexdigest() != sha256:
            yield f"capture {id}", "its manifest does not have its hash"
    rows = dict[str, str]()
    for row in all_blobs(session):
        rows[row.sha256] = row.state
        if differs := _wrong_file(store, row, full):
            needing = captures_needing(session, row.sha256)
            of = f" of {', '.join(f'capture {id}' for id in needing[:3])}" if needing else ""
            yield f"file {row.sha256[:16]}…{of}", differs
    for sha256 in store.all():
        if sha256 not in rows and store.age(sha256) > _STRAY_SECONDS:
            yield f"file {sha256[:16]}…", "belongs to no copy; “tracker scrub” removes it"


def _wrong_file(store: BlobStore, row: BlobRow, full: bool) -> str | None:
    size = store.size(row.sha256)
    if row.state == "erased":
        return None if size is None else "was erased and is there again"
    if row.state == "quarantined":
        return None
    if size is None:
        return "is missing"
    if size != row.bytes or row.state == "damaged":
        return "is damaged"
    if full:
        try:
            store.check(row.sha256)
        except BlobDamagedError:
            return "is damaged"
    return None
