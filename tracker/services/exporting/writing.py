"""Writes the whole site in one of the forms of exports, in constant memory."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from tracker.services.exporting.about import About
from tracker.services.exporting.columns import Value
from tracker.services.exporting.csv_package import CsvPackage
from tracker.services.exporting.record_lines import UNDATED, record_lines
from tracker.services.exporting.sqlite_file import SqliteFile
from tracker.services.exporting.table import Source, Table
from tracker.services.exporting.tables import TABLES
from tracker.services.exporting.workbook import Workbook
from tracker.store.export_selection import Selection
from tracker.store.exporting import present_ids

__all__ = ["FORMS", "write_form", "write_lines", "write_package", "write_tables"]

FORMS = ("csv", "jsonl", "package", "sqlite", "xlsx")
"""``csv`` is a folder of tables with their description, ``package`` the same as one archive."""
T = TypeVar("T")
_AT_ONCE = 500


class Sink(Protocol):
    """What tables are written into."""

    def begin(self, table: Table) -> None: ...
    def add(self, rows: Sequence[Sequence[Value]]) -> None: ...
    def end(self, table: Table) -> None: ...
    def close(self) -> None: ...


def write_tables(session: Session, about: About, sinks: Sequence[Sink], chosen: Selection | None = None) -> None:
    """Write every table into all of these, of all or of what is chosen; each table is read once."""
    source = Source(session, about.address, present_ids(session), chosen)
    for table in TABLES:
        for sink in sinks:
            sink.begin(table)
        for rows in _portions(table.rows(source)):
            for sink in sinks:
                sink.add(rows)
        for sink in sinks:
            sink.end(table)
    for sink in sinks:
        sink.close()


def write_form(session: Session, about: About, form: str, path: Path, chosen: Selection | None = None) -> None:
    """Write one of FORMS, of all or of what is chosen; a folder is there already."""
    if form == "jsonl":
        write_lines(session, path, chosen)
    elif form == "package":
        folder = path.with_name(f".{path.name}.tables")
        folder.mkdir()
        write_tables(session, about, [CsvPackage(folder, about)], chosen)
        write_package(folder, path)
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    else:
        sinks: dict[str, Callable[[Path, About], Sink]] = {"csv": CsvPackage, "sqlite": SqliteFile, "xlsx": Workbook}
        write_tables(session, about, [sinks[form](path, about)], chosen)


def write_lines(session: Session, path: Path, chosen: Selection | None = None) -> None:
    """Write records as JSON Lines."""
    with path.open("wb") as file:
        file.writelines(record_lines(session, chosen))


def write_package(folder: Path, path: Path) -> None:
    """Pack the tables of a folder and their description into one archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in [folder / "datapackage.json", *(folder / f"{table.name}.csv" for table in TABLES)]:
            member = zipfile.ZipInfo(file.name, UNDATED)
            member.compress_type = zipfile.ZIP_DEFLATED
            with file.open("rb") as source, archive.open(member, "w", force_zip64=True) as target:
                while part := source.read(1_000_000):
                    target.write(part)


def _portions(rows: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(rows)
    while some := list(islice(iterator, _AT_ONCE)):
        yield some
