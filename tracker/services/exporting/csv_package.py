"""A Frictionless data package (version 2): a CSV file for each table, and ``datapackage.json`` with every column."""

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from tracker.core.table_cells import flat
from tracker.services.exporting.about import About
from tracker.services.exporting.columns import Value
from tracker.services.exporting.table import Table

__all__ = ["CsvPackage"]

_PROFILES = "https://datapackage.org/profiles/2.0"


class CsvPackage:
    """Writes the tables into a folder, and describes them at the end."""

    def __init__(self, folder: Path, about: About):
        self.folder, self.about = folder, about
        self.resources: list[dict[str, Any]] = []
        self._file: IO[str] | None = None

    def begin(self, table: Table) -> None:
        """Start the file of a table."""
        self._file = (self.folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([column.name for column in table.columns])

    def add(self, rows: Sequence[Sequence[Value]]) -> None:
        """Write some rows."""
        # The writer itself knows what is missing, whole numbers, and texts that begin as no formula does.
        self._writer.writerows(
            [
                it if it is None or it.__class__ is int or (it.__class__ is str and it[:1].isalnum()) else flat(it)
                for it in row
            ]
            for row in rows
        )

    def end(self, table: Table) -> None:
        """End the file of a table."""
        assert self._file
        self._file.close()
        path = self.folder / f"{table.name}.csv"
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.resources.append(_resource(table, path.stat().st_size, digest))

    def close(self) -> None:
        """Write the description."""
        about = self.about
        package: dict[str, Any] = {
            "$schema": f"{_PROFILES}/datapackage.json",
            "name": "pledge-tracker",
            "title": about.title,
            "description": about.description,
            "homepage": about.address,
            "version": f"{about.day.isoformat()}.{about.position}",
            "created": about.at,
            "contributors": [{"title": about.site, "path": about.address, "roles": ["publisher"]}],
            "resources": self.resources,
        }
        if about.licence:
            package["licenses"] = [{"title": about.licence, "path": f"{about.address}/about"}]
        text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
        (self.folder / "datapackage.json").write_text(text, encoding="utf-8")


def _resource(table: Table, size: int, digest: str) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    keys = [
        {
            "fields": [key.column],
            "reference": {"fields": ["id"], "resource": "" if key.table == table.name else key.table},
        }
        for key in table.foreign
    ]
    return {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [
            {"name": column.name, "type": column.type, "description": column.description} for column in table.columns
        ],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }
