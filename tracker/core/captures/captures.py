"""Captures: dated copies of what records rest on, as values. Which states, reasons and doubts there are."""

from datetime import datetime
from typing import Any, Literal, NamedTuple

__all__ = [
    "DOUBTS",
    "EVENT_KINDS",
    "FILE_ROLES",
    "MOST_BYTES",
    "REASONS",
    "RETRIED",
    "SUFFIXES",
    "Capture",
    "CaptureEvent",
    "CaptureFile",
    "CaptureState",
    "CapturedText",
    "Readable",
]

MOST_BYTES = 25_000_000
"""The most that is received for one copy, and the largest file that is taken."""

SUFFIXES = {
    "application/warc": "warc.gz",
    "application/wacz": "wacz",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
}
"""How the name of a file of each kept type ends; others end in ``bin``."""

CaptureState = Literal["captured", "doubtful", "withheld", "erased"]
"""How a kept copy stands. A doubtful one counts as no copy until an editor says that it is the page."""

REASONS = (
    "name not found",
    "address refused",
    "port refused",
    "scheme refused",
    "refused connection",
    "bad certificate",
    "timed out",
    "too many redirects",
    "too big",
    "unpacks too big",
    "broken off",
    "blocked",
    "not there",
    "withheld there",
    "server error",
    "type not kept",
    "cannot be opened",
    "too costly to open",
    "infected",
    "erased here",
    "disk full",
    "store unreachable",
    "quota",
    "record full",
    "kept out by robots.txt",
    "worker died",
    "fault of the program",
)
"""Why no copy was kept: the whole list, as jobs have it in ``why``."""
RETRIED = frozenset({"timed out", "broken off", "server error", "store unreachable"})
"""What may be otherwise an hour later; of “blocked”, only what says when to ask again."""

DOUBTS = (
    "little text",
    "challenge or sign-in page",
    "covered by a fixed layer",
    "screenshot of one colour",
    "soft 404",
    "redirect to the home page",
    "clocks apart",
    "quoted words not in it",
    "not opened",
)
"""Why a copy is doubtful, as manifests have it."""

FILE_ROLES = ("warc", "file", "screenshot", "print", "text", "page picture")
EVENT_KINDS = (
    "made",
    "kept with a source",
    "accepted",
    "downloaded",
    "opened to the public",
    "withheld",
    "shown again",
    "erased",
    "damaged",
    "repaired",
)
"""What can happen to a capture after it was made. ``accepted``: an editor said that a doubtful one is the page."""

Readable = Literal["text", "machine", "none"]
"""``text``: the document's own words. ``machine``: read from pictures. ``none``: a picture that nothing has read."""


class CaptureFile(NamedTuple):
    """A file of a capture: ``role`` of FILE_ROLES, SHA-256 in hexadecimal, size in bytes, media type."""

    role: str
    sha256: str
    bytes: int
    type: str


class Capture(NamedTuple):
    """A kept copy. ``id`` is twelve random letters; ``sha256`` is the hash of the manifest, *the hash of the capture*.

    ``request`` is the key of the job that asked for it. ``origin`` is captured (by us) or supplied (by ``supplier``);
    ``requested`` and ``final`` are addresses, empty where a file was supplied without one.
    """

    id: str
    made: datetime
    request: str
    requested: str
    final: str
    status: int | None
    method: Literal["http", "browser", "upload"]
    origin: Literal["captured", "supplied"]
    supplier: str
    account_id: int | None
    by: str
    state: CaptureState
    doubts: tuple[str, ...]
    files: tuple[CaptureFile, ...]
    manifest: str
    sha256: str
    opened: bool


class CaptureEvent(NamedTuple):
    """What happened to a capture: ``kind`` of EVENT_KINDS, who did it, when and why."""

    capture: str
    kind: str
    at: datetime
    by: str
    why: str


class CapturedText(NamedTuple):
    """The words of a capture, derived and made anew at will. ``pages`` has one text for each page of a PDF, else one.

    ``main`` is the main part, for changes and near copies. ``details`` is what the page declares of itself, as plain
    data, for suggestions. ``tool`` is what read it, with its version.
    """

    capture: str
    readable: Readable
    pages: tuple[str, ...]
    main: str
    details: dict[str, Any]
    tool: str
