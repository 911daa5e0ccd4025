"""The ledger download: each entry with everything needed to verify it (docs/ledger.md says how).

A line is canonical JSON (RFC 8785), assembled from stored texts without parsing them, so that tampering in the database
shows in the download and can be detected.
"""

from collections.abc import Iterator

from tracker.records.kinds import canonical
from tracker.store.database.connecting import Database
from tracker.store.ledger import AnyRow, portion_after

__all__ = ["ledger_line", "ledger_lines"]

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


def ledger_line(row: AnyRow) -> bytes:
    """One entry with its revision; where that is gone, with nothing in its place."""
    body = b"null" if row.body is None else row.body.encode()
    parts = (
        b'{"author":', canonical(row.author), b',"body":', body, b',"change":', canonical(row.change),
        b',"entry":', canonical(row.entry), b',"note":', canonical(row.note), b',"publisher":', canonical(row.publisher),  # noqa: E501
        b',"salt":', canonical(row.salt), b',"sha256":', canonical(row.sha256), b"}\n",
    )  # fmt: skip
    return b"".join(parts)
