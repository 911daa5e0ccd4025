"""Backup and restore: a full copy of the database with a checksum, made while the site is running."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL

from tracker.store.database.connecting import Database
from tracker.store.database.migrations import has_tables

__all__ = ["BackupError", "back_up", "restore"]

_PAGES_AT_ONCE = 1000


class BackupError(Exception):
    """No backup was made or restored; the message says why."""


def back_up(database: Database, path: Path, tick: Callable[[int, int], object] | None = None) -> int:
    """Copy the database to a new file, checked before it gets its name; its size in bytes.

    SQLite: the same form of file, to be put in the database's place. PostgreSQL: pg_dump's custom format, for
    pg_restore. Beside it goes a checksum, as ``sha256sum --check`` reads it. Raises BackupError; an existing file is
    never overwritten. ``tick`` is called with the pages left and in total.
    """
    for taken in (path, _checksum_file(path)):
        if taken.exists():
            raise BackupError(f"{taken} already exists; choose a new file name")
    if not path.parent.is_dir():
        raise BackupError(f"the folder {path.parent} does not exist")
    with _temporary_beside(path) as temporary:
        if database.path:
            _copy_sqlite(database.path, temporary, tick)
        else:
            _dump_postgres(database.url, temporary)
        _checksum_file(path).write_text(f"{_sha256(temporary)}  {path.name}\n", encoding="utf-8")
        try:
            os.link(temporary, path)  # unlike a rename, it fails where the name was taken in the meantime
        except FileExistsError:
            _checksum_file(path).unlink()
            raise BackupError(f"{path} already exists; choose a new file name") from None
    return path.stat().st_size


def restore(database: Database, path: Path) -> None:
    """Restore a backup into a missing or empty database, if its checksum is right.

    Raises BackupError.
    """
    checksum = _checksum_file(path)
    for needed in (path, checksum):
        if not needed.is_file():
            raise BackupError(f"{needed} does not exist; a backup needs its checksum beside it")
    if checksum.read_text("utf-8").split()[:1] != [_sha256(path)]:
        raise BackupError(f"{path} is damaged: it does not match its checksum in {checksum.name}; use another backup")
    if database.path:
        _place_sqlite(path, database.path)
    elif has_tables(database):
        raise BackupError(f"{database} is not empty; create an empty database and set DATABASE_URL to it")
    else:
        _restore_postgres(database.url, path)


def _checksum_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place_sqlite(source: Path, target: Path) -> None:
    for taken in (target, *(target.with_name(target.name + suffix) for suffix in ("-wal", "-shm"))):
        if taken.exists():
            raise BackupError(f"{taken} exists; stop the site and move it away first")
    with _temporary_beside(target) as temporary:  # for this user only, as mkstemp makes it
        shutil.copyfile(source, temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        os.link(temporary, target)


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
            integrity = there.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupError(f"the copy failed: {error}") from None
    if integrity != "ok":
        raise BackupError(f"the copy is damaged, so the database probably is too: {integrity}; run “tracker verify”")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _dump_postgres(url: URL, target: Path) -> None:
    with _address(url) as address:
        _run("pg_dump", "--format=custom", "--no-password", "--file", str(target), "--dbname", address)
    _run("pg_restore", "--list", str(target))


def _restore_postgres(url: URL, source: Path) -> None:
    flags = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-password")
    with _address(url) as address:
        _run("pg_restore", *flags, "--dbname", address, str(source))


@contextmanager
def _address(url: URL) -> Iterator[str]:
    """The database for PostgreSQL's own programs."""
    for program in ("pg_dump", "pg_restore"):
        if not shutil.which(program):
            raise BackupError(f"{program} is not installed; on Debian: apt-get install postgresql-client")
    with tempfile.TemporaryDirectory() as folder:
        where = url.set(drivername="postgresql")
        if url.password:
            # In a file that only we can read: other users see a program's arguments.
            where = where.set(password=None).update_query_dict({"passfile": _passfile(Path(folder), str(url.password))})
        yield where.render_as_string(hide_password=False)


def _passfile(folder: Path, password: str) -> str:
    path = folder / "pgpass"
    escaped = password.replace("\\", "\\\\").replace(":", "\\:")
    path.touch(mode=0o600)
    path.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
    return str(path)


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603 - pg_dump with arguments of the settings
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise BackupError(f"{command[0]} failed: {last[0]}")
