"""The exact bytes that are hashed (documented, so that outsiders can do the same). Pure functions.

``content`` commits to a revision: SHA-256 over its 32-byte salt and the canonical JSON of {author, body, change, note}.
``approval`` commits to who published it, salted likewise. An entry holds both hashes, and neither names nor texts: once
a text and its salt are erased, nothing can be inferred from the entry.
"""

import hashlib
from datetime import datetime

from tracker.models.base import instant_text
from tracker.records.kinds import Key, canonical

__all__ = ["GENESIS", "approval_digest", "content_digest", "entry_digest", "entry_text"]

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""
_VERSION = 1


def content_digest(salt: str, *, author: str, body: str, change: str, note: str | None) -> str:
    """The commitment to a revision. ``body`` is canonical JSON already, so it is set in as it stands."""
    parts = (b'{"author":', canonical(author), b',"body":', body.encode(), b',"change":', canonical(change))
    return hashlib.sha256(b"".join((bytes.fromhex(salt), *parts, b',"note":', canonical(note), b"}"))).hexdigest()


def approval_digest(salt: str, content: str, publisher: str) -> str:
    """The commitment to who published the revision with this content."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical({"content": content, "publisher": publisher})).hexdigest()


def entry_text(position: int, at: datetime, key: Key, number: int, content: str, approval: str, previous: str) -> str:
    """The ledger entry of one publication: canonical JSON, the exact text that is hashed and stored."""
    kind, id = key
    return canonical(
        {
            "v": _VERSION,
            "position": position,
            "at": instant_text(at),
            "kind": kind,
            "record": id,
            "revision": number,
            "content": content,
            "approval": approval,
            "previous": previous,
        }
    ).decode()


def entry_digest(entry: str) -> str:
    """SHA-256 of an entry's text."""
    return hashlib.sha256(entry.encode()).hexdigest()
