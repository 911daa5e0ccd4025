"""Asking for a copy of an address or of a file, and how the request stands. Nothing is fetched or opened here."""

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from tracker.capture.libraries import missing_libraries
from tracker.capture.sniffing import refusal_of_upload
from tracker.capture.stores.choosing import store_at
from tracker.core.captures.captures import MOST_BYTES, Capture
from tracker.settings import Settings
from tracker.store.captures.blobs import blob_states, hold_files, kept_bytes, note_blob
from tracker.store.captures.captures import capture_of_request, captures_since
from tracker.store.upkeep.asked_jobs import ask_for, job_state, open_jobs

__all__ = [
    "ADDRESS_JOB",
    "FILE_JOB",
    "MOST_AN_HOUR",
    "Asker",
    "CaptureRefusedError",
    "Progress",
    "ask_for_address",
    "ask_for_file",
    "can_capture",
    "progress",
    "request_key",
]

ADDRESS_JOB, FILE_JOB = "capture", "capture file"
MOST_AN_HOUR = 60
"""Captures that an account may ask for in an hour. Those that fail are not counted."""
LONGEST_ADDRESS = 2_000
_LONGEST_NAME = 300


def can_capture(settings: Settings) -> bool:
    """Whether this site keeps copies, and has the libraries to make them."""
    return settings.captures_place is not None and not missing_libraries(settings.captures_place)


class CaptureRefusedError(Exception):
    """A copy cannot be asked for. ``reason`` is one of those of captures, or “off” where the site keeps none."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Asker(NamedTuple):
    """Who asks: the account, if it is one, and the name under which the public knows them."""

    account_id: int | None
    by: str


class Progress(NamedTuple):
    """How a request stands: ``queued``, ``running`` and ``failed`` as its job says, else as its newest capture does.

    ``why`` is why it failed, or why it is tried again. ``again`` is when it is tried again.
    """

    state: str
    why: str
    again: datetime | None
    capture: Capture | None


def ask_for_address(
    session: Session, settings: Settings, now: datetime, asker: Asker, address: str, previous: str | None = None
) -> str:
    """Have an address captured; the key of the request. Asking again while it waits or runs changes nothing.

    Raises CaptureRefusedError. Whether the address leads anywhere is found out by the job.
    """
    _check(session, settings, now, asker)
    try:
        parts = urlsplit(address)
    except ValueError:
        raise CaptureRefusedError("address refused") from None
    if len(address) > LONGEST_ADDRESS or parts.scheme not in ("http", "https"):
        raise CaptureRefusedError("scheme refused")
    key = request_key(asker.account_id or asker.by, address.encode())
    host = (parts.hostname or "")[:253]
    task = {"address": address, "by": asker.by, "previous": previous}
    ask_for(session, ADDRESS_JOB, key, task, asked_by=asker.account_id, host=host)
    return key


def ask_for_file(
    session: Session,
    settings: Settings,
    now: datetime,
    asker: Asker,
    name: str,
    content: bytes,
    *,
    supplier: str,
    address: str = "",
) -> str:
    """Keep a file that somebody sent, and have it opened; the key of the request.

    ``supplier`` is where it came from, in words; ``address`` where it is said to have been, which nobody checked.
    Raises CaptureRefusedError, DiskFullError and StoreUnreachableError.
    """
    _check(session, settings, now, asker)
    if len(content) > MOST_BYTES:
        raise CaptureRefusedError("too big")
    if refusal := refusal_of_upload(name, content):
        raise CaptureRefusedError(refusal)
    assert settings.captures_place
    sha256 = hashlib.sha256(content).hexdigest()
    before = blob_states(session, [sha256]).get(sha256)
    if before in ("quarantined", "erased"):
        raise CaptureRefusedError("infected" if before == "quarantined" else "erased here")
    hold_files(session)
    store_at(settings.captures_place).put(content)
    note_blob(session, sha256, len(content), now)
    key = request_key(asker.account_id or asker.by, content)
    task = {"sha256": sha256, "name": name[-_LONGEST_NAME:], "by": asker.by, "supplier": supplier, "address": address}
    ask_for(session, FILE_JOB, key, task, asked_by=asker.account_id)
    return key


def _check(session: Session, settings: Settings, now: datetime, asker: Asker) -> None:
    if not can_capture(settings):
        raise CaptureRefusedError("off")
    if asker.account_id is not None:
        waiting = open_jobs(session, (ADDRESS_JOB, FILE_JOB), asker.account_id)
        if captures_since(session, asker.account_id, now - timedelta(hours=1)) + waiting >= MOST_AN_HOUR:
            raise CaptureRefusedError("quota")
    if kept_bytes(session) + MOST_BYTES > settings.capture_space * 1_000_000_000:
        raise CaptureRefusedError("disk full")


def request_key(asker: int | str, content: bytes) -> str:
    """The same for the same person and thing, so that a second click asks for nothing new."""
    return hashlib.sha256(f"{asker}\n".encode() + content).hexdigest()[:40]


def progress(session: Session, key: str, now: datetime) -> Progress | None:
    """How a request stands; None if nobody has made it, or it failed a month ago."""
    capture = capture_of_request(session, key)
    job = job_state(session, ADDRESS_JOB, key, now) or job_state(session, FILE_JOB, key, now)
    if job is None:
        return Progress(capture.state, "", None, capture) if capture else None
    state = {"waiting": "queued"}.get(job.state, job.state)
    return Progress(state, job.why, job.due if state == "queued" else None, capture)
