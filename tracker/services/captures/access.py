"""Files of copies for people: those who may see them, opening them to everyone, and what is noted of that."""

from pathlib import Path
from typing import Literal, NamedTuple, get_args

from sqlalchemy.orm import Session

from tracker.capture.stores.blobs import BlobDamagedError, StoreUnreachableError
from tracker.capture.stores.choosing import store_at
from tracker.clock import Clock
from tracker.core.captures.captures import Capture, CapturedText, CaptureEvent, CaptureFile
from tracker.services.auth.roles import Action, Actor, may, require
from tracker.services.captures.public import CopyNotFoundError
from tracker.store.captures.blobs import blob_states
from tracker.store.captures.captures import add_event, captures_by_id, events_of, page_pictures, texts_of
from tracker.store.site_details import forget_answers

__all__ = [
    "GROUNDS",
    "Ground",
    "HeldCopy",
    "copy_at_desk",
    "file_of",
    "note_download",
    "open_copy",
    "page_picture",
]

Ground = Literal["public record", "own work", "licence", "permission"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)
_SHOWN = ("captured", "doubtful")


class HeldCopy(NamedTuple):
    """A capture with its words, if it has any, what happened to it, and pictures of its pages (hashes by number)."""

    capture: Capture
    text: CapturedText | None
    events: list[CaptureEvent]
    pictures: dict[int, str]


def copy_at_desk(session: Session, actor: Actor, id: str) -> HeldCopy:
    """A capture for somebody who may see all of it: editors and above, and whoever asked for it.

    Raises CopyNotFoundError, also for one that is withheld or erased.
    """
    require(actor, Action.WRITE)
    capture = captures_by_id(session, [id]).get(id)
    own = capture is not None and capture.account_id is not None and capture.account_id == actor.account_id
    if capture is None or capture.state not in _SHOWN or not (own or may(actor.role, Action.READ_DRAFTS)):
        raise CopyNotFoundError(id)
    return HeldCopy(capture, texts_of(session, [id]).get(id), events_of(session, [id])[id], page_pictures(session, id))


def file_of(session: Session, place: Path | str | None, capture: Capture, number: int) -> tuple[CaptureFile, bytes]:
    """One file of a capture, counted from 0, whose bytes are right. Raises CopyNotFoundError."""
    if place is None or not 0 <= number < len(capture.files):
        raise CopyNotFoundError(capture.id)
    file = capture.files[number]
    return file, _content(session, place, file.sha256)


def page_picture(session: Session, place: Path | str | None, held: HeldCopy, page: int) -> bytes:
    """A page as pixels (JPEG), counted from 1. Raises CopyNotFoundError."""
    if place is None or page not in held.pictures:
        raise CopyNotFoundError(held.capture.id)
    return _content(session, place, held.pictures[page])


def _content(session: Session, place: Path | str, sha256: str) -> bytes:
    if blob_states(session, [sha256]).get(sha256) != "kept":
        raise CopyNotFoundError(sha256)
    try:
        return store_at(place).read(sha256)
    except (BlobDamagedError, StoreUnreachableError):
        raise CopyNotFoundError(sha256) from None


def note_download(session: Session, actor: Actor, clock: Clock, id: str) -> None:
    """Note that somebody at the desk took a file."""
    add_event(session, id, "downloaded", clock.now(), actor.name)


def open_copy(session: Session, actor: Actor, clock: Clock, id: str, ground: Ground, reason: str) -> None:
    """Open the files of a copy to everyone: a reviewer’s act, whose ground and reason readers see.

    Raises CopyNotFoundError, NotAllowedError.
    """
    require(actor, Action.REVIEW)
    if not copy_at_desk(session, actor, id).capture.opened:
        add_event(session, id, "opened to the public", clock.now(), actor.name, f"{ground}: {reason}")
        forget_answers(session)
