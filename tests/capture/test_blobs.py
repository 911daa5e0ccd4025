"""The store of captures: whole or not at all, never changed, and nothing left on a full disk."""

import errno
import os
import stat
import time

import pytest

from tracker.capture.stores import blobs
from tracker.capture.stores.blobs import BlobDamagedError, BlobStore, DiskFullError, StoreUnreachableError

HASH = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def store(tmp_path):
    return BlobStore(tmp_path / "captures")


def files(store):
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_a_file_is_stored_once_under_its_hash_for_the_owner_to_read(store):
    assert store.put(b"abc") == store.put(b"abc") == HASH
    assert files(store) == [store.folder / "ba" / HASH]
    assert stat.S_IMODE(files(store)[0].stat().st_mode) == 0o440
    assert (store.read(HASH), store.check(HASH), store.size(HASH)) == (b"abc", 3, 3)
    assert list(store.all()) == [HASH]
    store.remove(HASH)
    store.remove(HASH)
    assert store.size(HASH) is None
    assert list(store.all()) == []


def test_bytes_are_forced_to_the_disk_before_the_name_and_the_name_before_it_is_told(store, monkeypatch):
    acts, fsync, replace = [], os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda number: acts.append("fsync") or fsync(number))
    monkeypatch.setattr(os, "replace", lambda *names: acts.append("replace") or replace(*names))
    store.put(b"abc")
    assert acts == ["fsync", "replace", "fsync", "fsync"]


@pytest.mark.parametrize("content", [b"abd", b"", b"abcd"])
def test_one_bit_is_noticed_and_the_right_bytes_take_its_place(store, content):
    store.put(b"abc")
    store.path(HASH).chmod(0o600)
    store.path(HASH).write_bytes(content)
    with pytest.raises(BlobDamagedError):
        store.check(HASH)
    with pytest.raises(BlobDamagedError):
        store.read(HASH)
    store.put(b"abc")
    assert store.read(HASH) == b"abc"


def test_what_was_never_stored_is_damaged_and_no_path_is_a_name(store):
    with pytest.raises(BlobDamagedError):
        store.read(HASH)
    for name in ("../../etc/passwd", HASH.upper(), HASH[:63], HASH + "0"):
        with pytest.raises(ValueError, match="SHA-256"):
            store.path(name)


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, DiskFullError), (errno.EDQUOT, DiskFullError), (errno.EIO, StoreUnreachableError)],
)
def test_a_full_disk_leaves_nothing_and_the_next_file_finds_room(store, monkeypatch, number, error):
    def full(_):
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(blobs.os, "fsync", full)
        with pytest.raises(error):
            store.put(b"abc")
    assert files(store) == []
    assert store.put(b"abc") == HASH


def test_bytes_that_the_disk_changed_are_not_told_to_be_stored(store, monkeypatch):
    real = os.replace

    def other_bytes(name, path):
        real(name, path)
        path.chmod(0o600)
        path.write_bytes(b"xyz")

    monkeypatch.setattr(blobs.os, "replace", other_bytes)
    with pytest.raises(BlobDamagedError):
        store.put(b"abc")


def test_what_killed_writers_left_is_swept_when_it_is_old(store):
    store.put(b"abc")
    left = store.folder / "tmp" / "left"
    left.write_bytes(b"half")
    assert store.sweep(3600) == 0
    os.utime(left, (time.time() - 4000,) * 2)
    assert store.sweep(3600) == 1
    assert files(store) == [store.path(HASH)]


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnreachableError):
        BlobStore(tmp_path / "file" / "captures").put(b"abc")
