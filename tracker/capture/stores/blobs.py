"""The store of captures: files named by their SHA-256, written once, read back, never changed."""

import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from io import BufferedReader
from pathlib import Path

__all__ = ["BlobDamagedError", "BlobStore", "DiskFullError", "StoreUnreachableError", "sha256_of"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = 0o440
_ERASED = "erased.txt"


class DiskFullError(Exception):
    """There is no room for a file; nothing of it was left."""


class StoreUnreachableError(Exception):
    """The folder of captures cannot be used."""


class BlobDamagedError(Exception):
    """A file does not have the bytes that its name says, or is not there."""


class BlobStore:
    """A folder of files by hash: ``ab/abcd…``, and ``tmp/`` on the same disk for what is being written."""

    hashed_every = timedelta(hours=20)

    def __init__(self, folder: Path):
        self.folder, self.place = folder, str(folder)
        self._tmp = folder / "tmp"

    def path(self, sha256: str) -> Path:
        """Where a file is, if it is there."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Store bytes and read them back; their hash. The same bytes are stored once.

        Raises DiskFullError and StoreUnreachableError, and then leaves nothing behind.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        with suppress(BlobDamagedError):
            self.check(sha256)
            return sha256
        try:
            self._write(self.path(sha256), content)
            self.check(sha256)
        except OSError as error:
            if error.errno in _FULL:
                raise DiskFullError from error
            raise StoreUnreachableError(str(error)) from error
        return sha256

    def _write(self, path: Path, content: bytes) -> None:
        for folder in (self.folder, self._tmp, path.parent):
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=self._tmp)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fchmod(file.fileno(), _READ_ONLY)
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            # On a full disk what is left of this one would keep the next, smaller one out.
            with suppress(OSError):
                os.unlink(name)
            raise
        # The folder of a new name, and the folder of a new folder.
        for folder in (path.parent, self.folder):
            _sync_folder(folder)

    def check(self, sha256: str) -> int:
        """The size of a file whose bytes are right; raises BlobDamagedError."""
        try:
            with self.path(sha256).open("rb") as file:
                if sha256_of(file) != sha256:
                    raise BlobDamagedError(sha256)
                return os.fstat(file.fileno()).st_size
        except OSError as error:
            raise BlobDamagedError(sha256) from error

    def read(self, sha256: str) -> bytes:
        """The bytes of a file, which are right; raises BlobDamagedError."""
        try:
            content = self.path(sha256).read_bytes()
        except OSError as error:
            raise BlobDamagedError(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise BlobDamagedError(sha256)
        return content

    def size(self, sha256: str) -> int | None:
        """The size of a file, unread; None if it is not there."""
        try:
            return self.path(sha256).stat().st_size
        except OSError:
            return None

    def remove(self, sha256: str) -> None:
        """Remove a file for good."""
        path = self.path(sha256)
        with suppress(FileNotFoundError):
            path.unlink()
            _sync_folder(path.parent)

    def all(self) -> Iterator[str]:
        """The hashes of all files, in order."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(folder.iterdir()):
                if path.name.startswith(folder.name) and len(path.name) == 64:
                    yield path.name

    def age(self, sha256: str) -> float:
        """Seconds since a file was written; 0 if it is not there."""
        try:
            return time.time() - self.path(sha256).stat().st_mtime
        except OSError:
            return 0.0

    def sweep(self, older_than: float) -> int:
        """Remove what writers that were killed have left in ``tmp``, once it is so many seconds old; how many files."""
        removed = 0
        for path in self._tmp.glob("*") if self._tmp.is_dir() else ():
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > older_than:
                    path.unlink()
                    removed += 1
        return removed

    def listed(self) -> list[str]:
        """The lines of the list of what was erased, which is beside the files."""
        path = self.folder / _ERASED
        return path.read_text("utf-8").splitlines() if path.is_file() else []

    def list_lines(self, lines: Iterable[str]) -> None:
        """Add lines to the list; they are on the disk afterwards."""
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        with (self.folder / _ERASED).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())


def sha256_of(file: BufferedReader) -> str:
    """The SHA-256 of what is left of an open file, in hexadecimal."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
