"""Erasing a copy for good: its files that no other copy needs, and its words. That it was, and who asked, stays."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.capture.stores.blobs import BlobStore
from tracker.clock import Clock
from tracker.store.captures.blobs import files_of, needed_by_others, set_blob_state
from tracker.store.captures.captures import add_event, captures_by_id, delete_text, sources_with_copy
from tracker.store.database.connecting import Database
from tracker.store.site_details import forget_answers

__all__ = [
    "ErasedFile",
    "NoCaptureError",
    "apply_erased",
    "erase_capture",
    "erased_list",
    "note_erased",
    "quoting_sources",
]

_SITE = "the site"


class NoCaptureError(Exception):
    """There is no such copy here, or it is erased already."""


class ErasedFile(NamedTuple):
    """A file that no backup may bring back, and the copy with which it was erased."""

    sha256: str
    capture: str


def quoting_sources(database: Database, id: str) -> list[str]:
    """The IDs of published sources that name a copy: whoever erases it should know."""
    with database.reading() as session:
        return sources_with_copy(session, id)


def erase_capture(database: Database, store: BlobStore, clock: Clock, id: str, *, by: str, why: str) -> list[str]:
    """Erase a copy; the hashes of the files that are gone with it. Raises NoCaptureError.

    The list of what is erased is written first and files go last: killed in between, “tracker scrub” ends it.
    """
    with database.reading() as session:
        capture = captures_by_id(session, [id]).get(id)
        if capture is None or capture.state == "erased":
            raise NoCaptureError(id)
        hashes = _own_files(session, id)
    note_erased(store, (ErasedFile(sha256, id) for sha256 in hashes))
    with database.changing() as session:
        _erase_rows(session, clock, id, hashes, by, why)
    for sha256 in hashes:
        store.remove(sha256)
    return hashes


def _own_files(session: Session, id: str) -> list[str]:
    """The files of a capture that none needs but those that are erased."""
    return sorted(sha256 for sha256 in files_of(session, id) if not needed_by_others(session, sha256, id))


def _erase_rows(session: Session, clock: Clock, id: str, hashes: Iterable[str], by: str, why: str) -> None:
    for sha256 in hashes:
        set_blob_state(session, sha256, "erased", clock.now())
    delete_text(session, id)
    add_event(session, id, "erased", clock.now(), by, why)
    forget_answers(session)


def apply_erased(database: Database, store: BlobStore, clock: Clock, lines: Iterable[ErasedFile]) -> None:
    """Erase again, in a database that was restored from before, what lists say was erased."""
    by_capture: dict[str, list[str]] = {}
    for line in lines:
        by_capture.setdefault(line.capture, []).append(line.sha256)
        store.remove(line.sha256)
    with database.changing() as session:
        there = captures_by_id(session, by_capture)
        for id, hashes in by_capture.items():
            for sha256 in hashes:
                set_blob_state(session, sha256, "erased", clock.now())
            if id in there and there[id].state != "erased":
                _erase_rows(session, clock, id, hashes, _SITE, "erased before this backup was restored")


def erased_list(store: BlobStore) -> list[ErasedFile]:
    """What the list beside the files says."""
    return [ErasedFile(sha256, capture) for sha256, _, capture in (line.partition(" ") for line in store.listed())]


def note_erased(store: BlobStore, lines: Iterable[ErasedFile]) -> None:
    """Add to the list beside the files, before anything is removed."""
    listed = set(erased_list(store))
    if new := [line for line in lines if line not in listed]:
        store.list_lines(f"{line.sha256} {line.capture}" for line in new)
