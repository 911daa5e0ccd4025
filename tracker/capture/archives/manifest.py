"""The manifest of a capture: its canonical JSON (RFC 8785), whose SHA-256 is the hash of the capture.

It has no title and no excerpt: nothing that may have to be erased.
"""

import hashlib
import secrets
import string
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import rfc8785

from tracker.core.captures.captures import CaptureFile

__all__ = ["Hop", "Manifest", "milliseconds", "new_id"]

_LETTERS = string.ascii_lowercase
_LENGTH = 12


class Hop(NamedTuple):
    """One request: address asked, status, when, network address."""

    url: str
    status: int
    at: datetime
    address: str


class Manifest(NamedTuple):
    """What is known of a capture for good. ``certificate`` is SHA-256 of the server's, and the version of TLS."""

    id: str
    requested: str
    final: str
    hops: tuple[Hop, ...]
    status: int | None
    at: datetime
    server_date: datetime | None
    by: str
    method: str
    tools: dict[str, str]
    origin: str
    supplier: str
    certificate: tuple[str, str] | None
    files: tuple[CaptureFile, ...]
    doubts: tuple[str, ...]
    previous: str | None

    def text(self) -> str:
        """The canonical JSON, which is stored and hashed as it is."""
        plain: dict[str, Any] = self._asdict()
        plain |= {
            "v": 1,
            "hops": [{**hop._asdict(), "at": milliseconds(hop.at)} for hop in self.hops],
            "at": milliseconds(self.at),
            "server_date": milliseconds(self.server_date) if self.server_date else None,
            "certificate": dict(zip(("sha256", "tls"), self.certificate, strict=True)) if self.certificate else None,
            "files": _files(self.files),
            "doubts": list(self.doubts),
        }
        return rfc8785.dumps(plain).decode()

    @staticmethod
    def digest(text: str) -> str:
        """The hash of a capture, from the text of its manifest."""
        return hashlib.sha256(text.encode()).hexdigest()


def _files(files: Iterable[CaptureFile]) -> list[dict[str, Any]]:
    return [file._asdict() for file in files]


def milliseconds(at: datetime) -> str:
    """A moment as manifests have it: UTC to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """Twelve random letters."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
