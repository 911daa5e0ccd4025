"""The store of captures in a bucket of object storage (S3 and what speaks like it): the same names, the same promises.

Where the bucket is and who may use it stands in the variables that all programs for S3 know (AWS_ENDPOINT_URL,
AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import S3Store

from tracker.capture.stores.blobs import BlobDamagedError, BlobStore, StoreUnreachableError

__all__ = ["ObjectStore"]

_SECONDS = timedelta(seconds=30)
_ERASED = "erased/"


class ObjectStore(BlobStore):
    """A bucket of files by hash: ``ab/abcd…``. Every method raises StoreUnreachableError where it does not answer."""

    # A whole bucket read each day would cost more than it tells: its makers promise to hash what they keep.
    hashed_every = timedelta(days=30)

    def __init__(self, place: str):
        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        self.place = place
        self._store = S3Store(
            bucket,
            prefix=prefix.strip("/") or None,
            client_options={"timeout": _SECONDS, "connect_timeout": timedelta(seconds=5), "allow_http": True},
            retry_config={"max_retries": 2, "retry_timeout": _SECONDS},
        )

    def put(self, content: bytes) -> str:
        """Store bytes, never over others, and read them back; their hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            try:
                obstore.put(self._store, _key(sha256), content, mode="create", use_multipart=False)
            except AlreadyExistsError:
                with suppress(BlobDamagedError):
                    self.check(sha256)
                    return sha256
                obstore.put(self._store, _key(sha256), content, mode="overwrite", use_multipart=False)
            self.check(sha256)
        except (BaseError, BlobDamagedError) as error:
            raise StoreUnreachableError(type(error).__name__) from error
        return sha256

    def check(self, sha256: str) -> int:
        """The size of a file whose bytes are right; raises BlobDamagedError."""
        return len(self.read(sha256))

    def read(self, sha256: str) -> bytes:
        """The bytes of a file, which are right; raises BlobDamagedError."""
        try:
            content = bytes(obstore.get(self._store, _key(sha256)).bytes())
        except (NotFoundError, FileNotFoundError) as error:
            raise BlobDamagedError(sha256) from error
        except BaseError as error:
            raise StoreUnreachableError(type(error).__name__) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise BlobDamagedError(sha256)
        return content

    def size(self, sha256: str) -> int | None:
        """The size of a file, unread; None if it is not there."""
        about = self._about(sha256)
        return about[0] if about else None

    def age(self, sha256: str) -> float:
        """Seconds since a file was written; 0 if it is not there."""
        about = self._about(sha256)
        return (datetime.now(UTC) - about[1]).total_seconds() if about else 0.0

    def _about(self, sha256: str) -> tuple[int, datetime] | None:
        try:
            about = obstore.head(self._store, _key(sha256))
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as error:
            raise StoreUnreachableError(type(error).__name__) from error
        return about["size"], about["last_modified"]

    def remove(self, sha256: str) -> None:
        """Remove a file for good; a bucket with versions keeps it until its own rules say otherwise."""
        try:
            with suppress(NotFoundError, FileNotFoundError):
                obstore.delete(self._store, _key(sha256))
        except BaseError as error:
            raise StoreUnreachableError(type(error).__name__) from error

    def all(self) -> Iterator[str]:
        """The hashes of all files, in order."""
        names = (path.rpartition("/")[2] for path in self._paths(""))
        yield from sorted(name for name in names if len(name) == 64)

    def sweep(self, older_than: float) -> int:  # noqa: ARG002 - as folders have it
        """Nothing is left of writers that were killed: an object is there whole, or not."""
        return 0

    def listed(self) -> list[str]:
        """The lines of the list of what was erased: each is the name of an empty object."""
        return [path.rpartition("/")[2] for path in self._paths(_ERASED)]

    def list_lines(self, lines: Iterable[str]) -> None:
        """Add lines to the list."""
        try:
            for line in lines:
                obstore.put(self._store, f"{_ERASED}{line}", b"", use_multipart=False)
        except BaseError as error:
            raise StoreUnreachableError(type(error).__name__) from error

    def _paths(self, prefix: str) -> Iterator[str]:
        try:
            for portion in obstore.list(self._store, prefix=prefix or None):
                for about in portion:
                    if prefix or not about["path"].startswith(_ERASED):
                        yield about["path"]
        except BaseError as error:
            raise StoreUnreachableError(type(error).__name__) from error


def _key(sha256: str) -> str:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return f"{sha256[:2]}/{sha256}"
