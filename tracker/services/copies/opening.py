"""Files of copies for people: those who may see them, opening them to everyone, and what is noted of that."""

from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from tracker.capture.blobs import BlobDamagedError, BlobStore
from tracker.clock import Clock
from tracker.core.captures import Capture, CapturedText, CaptureFile
from tracker.services.auth.roles import Action, Actor, may, require
from tracker.services.copies.shown import CopyNotFoundError
from tracker.store.captures.blobs import blob_states
from tracker.store.captures.captures import add_event, captures_by_id, texts_of

__all__ = ["GROUNDS", "Ground", "HeldCopy", "copy_at_desk", "file_of", "note_download", "open_copy"]

Ground = Literal["public record", "own work", "licence", "permission"]
GROUNDS: tuple[Ground, ...] = ("public record", "own work", "licence", "permission")
_SHOWN = ("captured", "doubtful")


class HeldCopy(NamedTuple):
    """A capture with its words, if it has any."""

    capture: Capture
    text: CapturedText | None


def copy_at_desk(session: Session, actor: Actor, id: str) -> HeldCopy:
    """A capture for somebody who may see all of it: editors and above, and whoever asked for it.

    Raises CopyNotFoundError, also for one that is withheld or erased.
    """
    require(actor, Action.WRITE)
    capture = captures_by_id(session, [id]).get(id)
    own = capture is not None and capture.account_id is not None and capture.account_id == actor.account_id
    if capture is None or capture.state not in _SHOWN or not (own or may(actor.role, Action.READ_DRAFTS)):
        raise CopyNotFoundError(id)
    return HeldCopy(capture, texts_of(session, [id]).get(id))


def file_of(session: Session, folder: Path | None, capture: Capture, number: int) -> tuple[CaptureFile, bytes]:
    """One file of a capture, counted from 0, whose bytes are right. Raises CopyNotFoundError."""
    if folder is None or not 0 <= number < len(capture.files):
        raise CopyNotFoundError(capture.id)
    file = capture.files[number]
    if blob_states(session, [file.sha256]).get(file.sha256) != "kept":
        raise CopyNotFoundError(capture.id)
    try:
        return file, BlobStore(folder).read(file.sha256)
    except BlobDamagedError:
        raise CopyNotFoundError(capture.id) from None


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
