"""Blobs: which files the store of captures should hold, when each was last checked, and who needs it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.models import Blob, CaptureEventRow, CaptureFileRow, CaptureRow

__all__ = [
    "BlobRow",
    "all_blobs",
    "blob_states",
    "captures_needing",
    "damaged_blobs",
    "files_of",
    "forget_blob",
    "hold_files",
    "kept_bytes",
    "longest_unchecked",
    "needed_by_others",
    "note_blob",
    "oldest_checked",
    "set_blob_checked",
    "set_blob_state",
    "unneeded_blobs",
]

_PORTION = 1000
_FILES_LOCK = 0x66696C6573
"""Of PostgreSQL: “files”."""


class BlobRow(NamedTuple):
    """A blob that should be there. ``state`` is kept, damaged, quarantined or erased."""

    sha256: str
    bytes: int
    checked: datetime
    state: str


def hold_files(session: Session, *, alone: bool = False) -> None:
    """Until the end of a transaction, keep others from removing files; ``alone``: and from noting that they are needed.

    On SQLite whoever writes is alone.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        session.execute(text(f"SELECT {lock}(:lock)"), {"lock": _FILES_LOCK})


def note_blob(session: Session, sha256: str, size: int, now: datetime, state: str = "kept") -> None:
    """Note that a file was stored and read back; one that was damaged or erased before is whole again."""
    row = {"bytes": size, "checked": now, "state": state}
    if session.scalar(select(Blob.sha256).where(Blob.sha256 == sha256)) is None:
        session.execute(insert(Blob).values(sha256=sha256, **row))
    else:
        session.execute(update(Blob).where(Blob.sha256 == sha256).values(**row))


def blob_states(session: Session, hashes: Collection[str]) -> dict[str, str]:
    """The states of these blobs; those never stored are left out."""
    statement = select(Blob.sha256, Blob.state).where(Blob.sha256.in_(hashes))
    return dict(session.execute(statement).all())


def set_blob_state(session: Session, sha256: str, state: str, now: datetime) -> None:
    """Note what was found out about a blob now."""
    session.execute(update(Blob).where(Blob.sha256 == sha256).values(state=state, checked=now))


def set_blob_checked(session: Session, hashes: Collection[str], now: datetime) -> None:
    """Note that these were hashed again and are right."""
    session.execute(update(Blob).where(Blob.sha256.in_(hashes)).values(checked=now))


def kept_bytes(session: Session) -> int:
    """How much the store of captures holds."""
    return int(session.scalar(select(func.sum(Blob.bytes)).where(Blob.state != "erased")) or 0)


def oldest_checked(session: Session, before: datetime, most: int, *, all_damaged: bool = False) -> list[BlobRow]:
    """Blobs that have not been checked since a moment, the longest unchecked first; ``all_damaged`` ones whenever."""
    due = or_(Blob.checked < before, Blob.state == "damaged") if all_damaged else Blob.checked < before
    statement = _rows().where(Blob.state.in_(("kept", "damaged")), due)
    return [BlobRow(*row) for row in session.execute(statement.order_by(Blob.checked, Blob.sha256).limit(most))]


def all_blobs(session: Session) -> Iterator[BlobRow]:
    """All blobs in order of their hashes, however many there are."""
    last = ""
    while rows := session.execute(_rows().where(Blob.sha256 > last).order_by(Blob.sha256).limit(_PORTION)).all():
        for row in rows:
            yield BlobRow(*row)
        last = rows[-1].sha256


def _rows() -> Select[str, int, datetime, str]:
    return select(Blob.sha256, Blob.bytes, Blob.checked, Blob.state)


def captures_needing(session: Session, sha256: str) -> list[str]:
    """The captures whose files have these bytes, oldest first."""
    statement = select(CaptureFileRow.capture_id).join(CaptureRow, CaptureRow.id == CaptureFileRow.capture_id)
    needing = statement.where(CaptureFileRow.sha256 == sha256).group_by(CaptureFileRow.capture_id, CaptureRow.made)
    return list(session.scalars(needing.order_by(CaptureRow.made, CaptureFileRow.capture_id)))


def files_of(session: Session, capture: str) -> set[str]:
    """The hashes of all files of a capture, pictures of pages among them."""
    return set(session.scalars(select(CaptureFileRow.sha256).where(CaptureFileRow.capture_id == capture)))


def needed_by_others(session: Session, sha256: str, capture: str) -> bool:
    """Whether another capture that is not erased has a file with these bytes."""
    erased = select(CaptureEventRow.capture_id).where(CaptureEventRow.kind == "erased")
    others = select(CaptureFileRow.capture_id).where(CaptureFileRow.sha256 == sha256)
    left = others.where(CaptureFileRow.capture_id != capture, CaptureFileRow.capture_id.not_in(erased))
    return session.scalar(left.limit(1)) is not None


def unneeded_blobs(session: Session, before: datetime, among: Collection[str] | None = None) -> list[str]:
    """Blobs stored before a moment that no capture came of; all of them, or those ``among`` some."""
    needed = select(CaptureFileRow.sha256).where(CaptureFileRow.sha256 == Blob.sha256)
    statement = select(Blob.sha256).where(Blob.state.in_(("kept", "damaged")), Blob.checked < before)
    statement = statement if among is None else statement.where(Blob.sha256.in_(among))
    return list(session.scalars(statement.where(~needed.exists())))


def damaged_blobs(session: Session) -> list[str]:
    """Blobs whose bytes are not what they should be."""
    return list(session.scalars(select(Blob.sha256).where(Blob.state == "damaged").order_by(Blob.sha256)))


def longest_unchecked(session: Session) -> datetime | None:
    """When the blob that has waited longest was last hashed; None without blobs."""
    return session.scalar(select(func.min(Blob.checked)).where(Blob.state.in_(("kept", "damaged"))))


def forget_blob(session: Session, sha256: str) -> None:
    """Delete the row of a blob that no capture has ever needed."""
    session.execute(delete(Blob).where(Blob.sha256 == sha256))
