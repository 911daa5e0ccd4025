"""The store of a place: a folder, or a bucket, whose library is loaded only where there is one."""

from importlib import import_module
from pathlib import Path

from tracker.capture.stores.blobs import BlobStore

__all__ = ["store_at"]


def store_at(place: Path | str) -> BlobStore:
    """The store of a folder, or of an address such as ``s3://bucket/prefix``."""
    if isinstance(place, Path):
        return BlobStore(place)
    store: BlobStore = import_module("tracker.capture.stores.object_store").ObjectStore(place)
    return store
