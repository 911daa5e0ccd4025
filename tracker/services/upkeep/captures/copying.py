"""Backups of kept copies: a folder of the same form, to which what is missing is copied and checked.

What was erased stands in a list beside the files, which every backup takes along: no older backup brings it back.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tracker.capture.stores.blobs import BlobDamagedError, BlobStore
from tracker.clock import Clock
from tracker.services.upkeep.captures.erasing import apply_erased, erased_list, note_erased
from tracker.store.captures.blobs import BlobRow, all_blobs
from tracker.store.database.connecting import Database

__all__ = ["Copied", "back_up_captures", "restore_captures"]


class Copied(NamedTuple):
    """How many files were copied and how many were there; hashes of those that could not be copied rightly."""

    copied: int
    there: int
    damaged: list[str]


def back_up_captures(
    database: Database, store: BlobStore, folder: Path, tick: Callable[[int], object] | None = None
) -> Copied:
    """Copy what is missing in a folder, check it there, and take out of it what was erased since."""
    return _copy(database, store, BlobStore(folder), tick)


def restore_captures(
    database: Database, store: BlobStore, folder: Path, clock: Clock, tick: Callable[[int], object] | None = None
) -> Copied:
    """Copy what is missing back from a folder, but nothing that either of the two lists says was erased."""
    apply_erased(database, store, clock, [*erased_list(store), *erased_list(BlobStore(folder))])
    return _copy(database, BlobStore(folder), store, tick)


def _copy(database: Database, source: BlobStore, target: BlobStore, tick: Callable[[int], object] | None) -> Copied:
    erased = {line.sha256: line for line in (*erased_list(source), *erased_list(target))}
    for line in erased.values():
        target.remove(line.sha256)
    note_erased(target, erased.values())
    copied, there, damaged = 0, 0, list[str]()
    for row in _wanted(database):
        if row.sha256 in erased:
            continue
        if target.size(row.sha256) == row.bytes:
            there += 1
        else:
            try:
                target.put(source.read(row.sha256))
                copied += 1
            except BlobDamagedError:
                damaged.append(row.sha256)
        if tick:
            tick(1)
    return Copied(copied, there, damaged)


def _wanted(database: Database) -> Iterator[BlobRow]:
    with database.reading() as session:
        yield from (row for row in all_blobs(session) if row.state in ("kept", "damaged"))
