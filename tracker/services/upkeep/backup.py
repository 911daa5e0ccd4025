"""Backup: a whole copy of the database, taken while the site goes on."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL

from tracker.store.database import Database

__all__ = ["BackupError", "back_up"]

_PAGES_AT_ONCE = 1000


class BackupError(Exception):
    """No backup was made; the message says why."""


def back_up(database: Database, path: Path, tick: Callable[[int, int], object] | None = None) -> int:
    """Copy the database to a new file, checked before it gets its name; its size in bytes.

    SQLite: the same form of file, to be put in the database's place. PostgreSQL: pg_dump's custom format, for
    pg_restore. Raises BackupError; an existing file is never written over. ``tick`` is told pages left and all.
    """
    if path.exists():
        raise BackupError(f"{path} already exists; choose a new file name")
    if not path.parent.is_dir():
        raise BackupError(f"the folder {path.parent} does not exist")
    with _temporary_beside(path) as temporary:
        if database.path:
            _copy_sqlite(database.path, temporary, tick)
        else:
            _dump_postgres(database.url, temporary)
        try:
            os.link(temporary, path)  # unlike a rename, it fails where the name was taken in the meantime
        except FileExistsError:
            raise BackupError(f"{path} already exists; choose a new file name") from None
    return path.stat().st_size


@contextmanager
def _temporary_beside(path: Path) -> Iterator[Path]:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise BackupError(f"cannot write in {path.parent}: {error.strerror}") from None
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for left in Path(name).parent.glob(f"{Path(name).name}*"):
            left.unlink()


def _copy_sqlite(source: Path, target: Path, tick: Callable[[int, int], object] | None) -> None:
    def progress(_status: int, left: int, pages: int) -> None:
        if tick:
            tick(left, pages)

    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
            here.execute("PRAGMA busy_timeout=60000")
            here.backup(there, pages=_PAGES_AT_ONCE, progress=progress)
            # One file that holds everything: no journal beside it that could be forgotten.
            there.execute("PRAGMA journal_mode=DELETE")
            found = there.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupError(f"the copy failed: {error}") from None
    if found != "ok":
        raise BackupError(f"the copy is damaged, so the database probably is too: {found}; run “tracker verify”")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _dump_postgres(url: URL, target: Path) -> None:
    for program in ("pg_dump", "pg_restore"):
        if not shutil.which(program):
            raise BackupError(f"{program} is not installed; on Debian: apt-get install postgresql-client")
    with tempfile.TemporaryDirectory() as folder:
        where = url.set(drivername="postgresql")
        if url.password:
            # In a file that only we can read: other users see a program's arguments.
            where = where.set(password=None).update_query_dict({"passfile": _passfile(Path(folder), str(url.password))})
        address = where.render_as_string(hide_password=False)
        _run("pg_dump", "--format=custom", "--no-password", "--file", str(target), "--dbname", address)
    _run("pg_restore", "--list", str(target))


def _passfile(folder: Path, password: str) -> str:
    path = folder / "pgpass"
    escaped = password.replace("\\", "\\\\").replace(":", "\\:")
    path.touch(mode=0o600)
    path.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
    return str(path)


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise BackupError(f"{command[0]} failed: {last[0]}")
