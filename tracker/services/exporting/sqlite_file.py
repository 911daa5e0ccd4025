"""All tables as one SQLite file, for Datasette and other programs, with foreign keys and full-text search."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from tracker.services.exporting.about import About
from tracker.services.exporting.columns import Value
from tracker.services.exporting.table import Table

__all__ = ["SqliteFile", "datasette_metadata"]

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER"}


class SqliteFile:
    """Writes the tables into a new file."""

    def __init__(self, path: Path, about: About):
        self.about = about
        self.connection = sqlite3.connect(path, isolation_level=None)
        # A new file of its own: there is nothing to roll back to.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", "cache_size = -8000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("BEGIN")
        self._insert = ""

    def begin(self, table: Table) -> None:
        """Make a table."""
        columns = [f'"{column.name}" {_TYPES.get(column.type, "TEXT")}' for column in table.columns]
        key = ", ".join(f'"{name}"' for name in table.key)
        foreign = [f'FOREIGN KEY ("{it.column}") REFERENCES "{it.table}" ("id")' for it in table.foreign]
        self.connection.execute(
            f'CREATE TABLE "{table.name}" ({", ".join([*columns, f"PRIMARY KEY ({key})", *foreign])})'
        )
        marks = ", ".join("?" for _ in table.columns)
        self._insert = f'INSERT INTO "{table.name}" VALUES ({marks})'  # noqa: S608 - names of our own tables

    def add(self, rows: Sequence[Sequence[Value]]) -> None:
        """Insert some rows."""
        self.connection.executemany(self._insert, rows)

    def end(self, table: Table) -> None:
        """Index what names other tables, and the words that are searched."""
        for key in table.foreign:
            if key.column != table.key[0]:
                name = f"{table.name}_{key.column}"
                self.connection.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{key.column}")')
        if table.searched:
            columns = ", ".join(f'"{name}"' for name in table.searched)
            words = f"{table.name}_fts"
            self.connection.execute(f'CREATE VIRTUAL TABLE "{words}" USING fts5 ({columns}, content="{table.name}")')
            self.connection.execute(f'INSERT INTO "{words}" ("{words}") VALUES (?)', ("rebuild",))  # noqa: S608 - as above

    def close(self) -> None:
        """Finish the file."""
        self.connection.execute("COMMIT")
        self.connection.close()


def datasette_metadata(about: About, tables: Sequence[Table]) -> str:
    """The file that tells Datasette what everything is called, and where it is from."""
    described: dict[str, Any] = {
        table.name: {
            "title": table.title,
            "columns": {column.name: column.description for column in table.columns if column.description},
        }
        for table in tables
    }
    origin = {"source": about.site, "source_url": about.address}
    licence = {"license": about.licence, "license_url": f"{about.address}/about"} if about.licence else {}
    whole = {
        "title": about.title,
        "description": about.description,
        **origin,
        **licence,
        "databases": {"tracker": {"tables": described}},
    }
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=120)
