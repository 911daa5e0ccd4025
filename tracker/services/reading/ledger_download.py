"""The ledger download: each entry with everything needed to verify it (docs/ledger.md says how).

A line is canonical JSON (RFC 8785), assembled from stored texts without parsing them, so that tampering in the database
shows in the download and can be detected.
"""

from collections.abc import Iterator

from tracker.store.database.connecting import Database
from tracker.store.ledger import ledger_line, portion_after

__all__ = ["ledger_lines"]

_PORTION = 250


def ledger_lines(database: Database, after: int, upto: int) -> Iterator[bytes]:
    """The lines of the entries after a position up to another, some at a time; raises LookupError if it ends before.

    Each portion is read in a transaction of its own, so that a slow client blocks nothing: new publications come after
    ``upto``, and nothing before it ever changes.
    """
    while after < upto:
        with database.reading() as session:
            rows = portion_after(session, after, min(_PORTION, upto - after))
        if not rows:
            raise LookupError(f"the ledger ends at entry {after}, but a moment ago it went up to {upto}")
        yield b"".join(map(ledger_line, rows))
        after = rows[-1].position
