"""What was found of texts beside one state of the ledger: looked for before the write lock is taken, known under it.

What would be wrong if some records were published, and what readers would then see, follows from these records and from
what is published: while the ledger has the same last entry, what was found holds. So a review looks for it in a session
that only reads, where others may publish meanwhile, and publishing finds it here; it looks again where they did.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from sqlalchemy.orm import Session

from tracker.store.ledger import ledger_head

__all__ = ["found_before"]

T = TypeVar("T")
_MOST = 100
"""Publications are few; each looks for three things."""
_found: LRUCache[tuple[str, str, str], Any] = LRUCache(_MOST)
_lock = Lock()


def found_before(session: Session, check: str, texts: Iterable[str], find: Callable[[], T]) -> T:
    """What ``find`` finds of canonical texts beside what is published: as found before, in any session.

    ``check`` names what is looked for, with all that it depends on beside them. It must not be changed.
    """
    head = ledger_head(session)
    if not head.position:
        return find()  # the last entry of an empty ledger is the same on every site
    key = (head.sha256, check, _digest(texts))
    with _lock:
        if key in _found:
            value: T = _found[key]
            return value
    value = find()
    with _lock:
        _found[key] = value
    return value


def _digest(texts: Iterable[str]) -> str:
    digest = sha256()
    for text in texts:
        digest.update(sha256(text.encode()).digest())
    return digest.hexdigest()
