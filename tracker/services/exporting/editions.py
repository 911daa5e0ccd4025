"""Editions: the whole site as dated files, made beside the requests after publications, with a list of their hashes.

Each is a folder named after its day and ledger position. It appears whole: it is written under another name first.
"""

import hashlib
import json
import logging
import re
import shutil
from dataclasses import asdict, dataclass
from datetime import timedelta, tzinfo
from pathlib import Path
from threading import Thread

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.services.exporting.about import About
from tracker.services.exporting.csv_package import CsvPackage
from tracker.services.exporting.record_lines import write_yaml
from tracker.services.exporting.sqlite_file import SqliteFile, datasette_metadata
from tracker.services.exporting.tables import TABLES
from tracker.services.exporting.workbook import Workbook
from tracker.services.exporting.writing import write_lines, write_package, write_tables
from tracker.services.upkeep.site_details import settings_now
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.derived.scorecard_index import lists_are_behind
from tracker.store.exporting import taken_down_since
from tracker.store.ledger import ledger_head

__all__ = ["Edition", "EditionFile", "Editions", "about_now", "editions_in"]

_log = logging.getLogger(__name__)
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-\d+", re.ASCII)
_MANIFEST = "edition.json"
_UNFINISHED = ".unfinished"
_KEPT = 3
_SETTLED = timedelta(minutes=1)
_APART = timedelta(hours=1)
_ABANDONED = timedelta(days=1)
_TITLES = {
    "datapackage.zip": ("All tables as CSV, with a description of every column", "application/zip"),
    "tracker.xlsx": (
        "All tables as a workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "tracker.sqlite": ("All tables as an SQLite database, for Datasette", "application/vnd.sqlite3"),
    "metadata.yaml": ("What Datasette shows about it", "application/yaml"),
    "records.jsonl": ("All records, one on each line", "application/x-ndjson"),
    "records.zip": ("All records as YAML, as “tracker import” reads them", "application/zip"),
    "datapackage.json": ("The description of the tables", "application/json"),
    **{f"{table.name}.csv": (table.title, "text/csv; charset=utf-8") for table in TABLES},
    "SHA256SUMS": ("Their SHA-256", "text/plain; charset=utf-8"),
}


@dataclass(frozen=True)
class EditionFile:
    """A file of an edition."""

    name: str
    title: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Edition:
    """One edition: its name, its day, the ledger position and the time of that, and its files."""

    name: str
    day: str
    position: int
    at: str
    files: tuple[EditionFile, ...]


def editions_in(folder: Path) -> list[Edition]:
    """The editions that are there, the newest first."""
    names = [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)] if folder.is_dir() else []
    editions = [edition for name in names if (edition := _edition(folder / name))]
    return sorted(editions, key=lambda it: (it.position, it.day), reverse=True)


def _edition(path: Path) -> Edition | None:
    """None for one that is being deleted, or of which a part is left."""
    try:
        content = json.loads((path / _MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Edition(**{**content, "files": tuple(EditionFile(**it) for it in content["files"])})


def about_now(session: Session, settings: Settings, clock: Clock) -> About:
    """What an export of this moment says of itself; ``settings`` are those of the site as it is."""
    head = ledger_head(session)
    at = head.at or clock.now()
    return About(
        settings.site_name,
        settings.public_url,
        settings.data_licence,
        clock.now().astimezone(settings.time_zone).date(),
        head.position,
        at.isoformat().replace("+00:00", "Z"),
    )


class Editions:
    """Makes editions of one site when they are due."""

    def __init__(self, database: Database, clock: Clock, settings: Settings):
        self.database, self.clock, self.settings = database, clock, settings
        self.folder = settings.exports_folder
        self._thread: Thread | None = None

    def look(self) -> None:
        """Make one where it is due and none is being made, in a thread of its own: lists are kept up meanwhile."""
        if (self._thread is None or not self._thread.is_alive()) and self.is_due():
            self._thread = Thread(target=self._make_or_log, name="edition", daemon=True)
            self._thread.start()

    def _make_or_log(self) -> None:
        try:
            self.make()
        except Exception as error:
            _log.warning("files of all data cannot be made: %s", error, exc_info=error)

    def is_due(self) -> bool:
        """Whether something was published since the last edition, a while ago, and the lists show it."""
        newest = next(iter(editions_in(self.folder)), None)
        with self.database.reading() as session:
            head = ledger_head(session)
            if head.at is None or (newest and newest.position >= head.position):
                return False
            now, zone = self.clock.now(), self._zone()
            if now - head.at < _SETTLED or lists_are_behind(session, now.astimezone(zone).date()):
                return False
            if newest is None or taken_down_since(session, newest.position):
                return True
        made = (self.folder / newest.name).stat().st_mtime
        return now.timestamp() - made >= _APART.total_seconds()

    def _zone(self) -> tzinfo:
        return settings_now(self.database, self.settings).time_zone

    def make(self) -> Edition:
        """Make the edition of this moment; raises OSError.

        The oldest are deleted, and all that say what was taken down since.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._tidy()
        with self.database.reading() as session:
            about = about_now(session, settings_now(self.database, self.settings), self.clock)
            name = f"{about.day.isoformat()}-{about.position}"
            unfinished = self.folder / f".{name}{_UNFINISHED}"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            _write(session, about, unfinished)
            old = [it for it in editions_in(self.folder) if it.name != name]
            gone = [*old[_KEPT - 1 :], *(it for it in old[: _KEPT - 1] if taken_down_since(session, it.position))]
        edition = Edition(name, about.day.isoformat(), about.position, about.at, _listed(unfinished))
        (unfinished / _MANIFEST).write_text(json.dumps(asdict(edition), ensure_ascii=False), encoding="utf-8")
        shutil.rmtree(self.folder / name, ignore_errors=True)
        unfinished.rename(self.folder / name)
        for it in gone:
            shutil.rmtree(self.folder / it.name, ignore_errors=True)
        return edition

    def _tidy(self) -> None:
        """Delete what is left of editions that were broken off while they were made or deleted."""
        whole, now = {it.name for it in editions_in(self.folder)}, self.clock.now().timestamp()
        for path in self.folder.iterdir():
            left = path.name.endswith(_UNFINISHED) or (_NAME.fullmatch(path.name) and path.name not in whole)
            if left and now - path.stat().st_mtime > _ABANDONED.total_seconds():
                shutil.rmtree(path, ignore_errors=True)


def _write(session: Session, about: About, folder: Path) -> None:
    database, workbook = SqliteFile(folder / "tracker.sqlite", about), Workbook(folder / "tracker.xlsx", about)
    write_tables(session, about, (CsvPackage(folder, about), database, workbook))
    write_package(folder, folder / "datapackage.zip")
    write_lines(session, folder / "records.jsonl")
    write_yaml(session, folder / "records.zip")
    (folder / "metadata.yaml").write_text(datasette_metadata(about, TABLES), encoding="utf-8")


def _listed(folder: Path) -> tuple[EditionFile, ...]:
    """All files with their hashes, which are also a file that ``sha256sum --check`` reads."""
    names = [name for name in _TITLES if name != "SHA256SUMS"]
    sums = "".join(f"{_sha256(folder / name)}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return tuple(
        EditionFile(name, title, media_type, (folder / name).stat().st_size, _sha256(folder / name))
        for name, (title, media_type) in _TITLES.items()
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
