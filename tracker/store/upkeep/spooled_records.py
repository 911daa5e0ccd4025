"""Records of files that wait to be published together: on disk, in a database of their own that ends with its use.

So an import of any size holds some hundred records at a time, while each can be looked up beside what is published.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from tracker.records.kinds import Key

__all__ = ["Location", "SpooledRecords"]

_TABLES = """
CREATE TABLE record (
  place INTEGER PRIMARY KEY, kind TEXT, record_id TEXT, body TEXT, file TEXT, line INTEGER, UNIQUE (kind, record_id));
CREATE TABLE reference (target_kind TEXT, target_id TEXT, place INTEGER, PRIMARY KEY (target_kind, target_id, place))
  WITHOUT ROWID;
"""
_AT_ONCE = 500
_PLACE = "SELECT file, line FROM record WHERE kind = ? AND record_id = ?"
_BODY = "SELECT body FROM record WHERE kind = ? AND record_id = ?"


class Location(NamedTuple):
    """Where a record is: the file as it was named, and the record's first line."""

    file: str
    line: int


class SpooledRecords:
    """Canonical texts by kind and id, in the order in which they came. For one thread."""

    def __init__(self) -> None:
        # Without a name it is a file of SQLite's own, of which no more than its cache is in memory.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(_TABLES)
        self._connection.execute("BEGIN")

    def close(self) -> None:
        """Forget all."""
        self._connection.close()

    def add(self, key: Key, body: str, named: Iterable[Key], place: Location) -> Location:
        """Add a record with what it names; returns the place of the first one of this key, which stays."""
        row = self._connection.execute(
            "INSERT OR IGNORE INTO record (kind, record_id, body, file, line) VALUES (?, ?, ?, ?, ?)",
            (*key, body, *place),
        )
        if not row.rowcount:
            return self.place(key) or place
        references = ((*target, row.lastrowid) for target in set(named))
        self._connection.executemany("INSERT INTO reference VALUES (?, ?, ?)", references)
        return place

    def __len__(self) -> int:
        count: int = self._connection.execute("SELECT count(*) FROM record").fetchone()[0]
        return count

    def portions(self) -> Iterator[list[str]]:
        """All texts in their order, some hundred at a time."""
        last = 0
        while rows := self._connection.execute(
            "SELECT place, body FROM record WHERE place > ? ORDER BY place LIMIT ?", (last, _AT_ONCE)
        ).fetchall():
            yield [body for _, body in rows]
            last = rows[-1][0]

    def place(self, key: Key) -> Location | None:
        """Where a record is; None where there is no such record."""
        row = self._connection.execute(_PLACE, key).fetchone()
        return Location(*row) if row else None

    def bodies(self, keys: Collection[Key]) -> dict[Key, str]:
        """The texts of those of these records that are here."""
        rows = {key: self._connection.execute(_BODY, key).fetchone() for key in keys}
        return {key: row[0] for key, row in rows.items() if row}

    def of_kind(self, kind: str, holding: str = "") -> list[Key]:
        """All records of a kind whose texts hold another."""
        statement = "SELECT kind, record_id FROM record WHERE kind = ? AND instr(body, ?)"
        rows = self._connection.execute(statement, (kind, holding))
        return [(kind, id) for kind, id in rows]

    def alike(self, kind: str, id: str) -> list[str]:
        """Ids of a kind that begin or end as another one does."""
        statement = (
            "SELECT record_id FROM record WHERE kind = ? AND (substr(record_id, 1, 3) = ? OR substr(record_id, -3) = ?)"
        )
        return [name for (name,) in self._connection.execute(statement, (kind, id[:3], id[-3:]))]

    def naming(self, targets: Collection[Key]) -> set[Key]:
        """The records that name one of these."""
        statement = (
            "SELECT kind, record_id FROM reference JOIN record USING (place) WHERE target_kind = ? AND target_id = ?"
        )
        return {(kind, id) for target in targets for kind, id in self._connection.execute(statement, target)}
