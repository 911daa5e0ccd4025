"""Copies in a bucket: the same promises as in a folder, and none where it does not answer."""

import hashlib

import pytest

from tests.capture.buckets import bucket
from tests.services.captures.kept import Copies
from tests.stored import clock
from tracker.capture.stores.blobs import BlobDamagedError, BlobStore, StoreUnreachableError
from tracker.capture.stores.choosing import store_at
from tracker.services.upkeep.captures.checks import capture_checks
from tracker.services.upkeep.captures.copying import back_up_captures, restore_captures
from tracker.services.upkeep.captures.erasing import ErasedFile, erase_capture, erased_list
from tracker.services.upkeep.captures.fixity import scrub, wrong_captures

PLACE = "s3://copies/site"
WE = hashlib.sha256(b"We pledge.").hexdigest()
KEY = f"site/{WE[:2]}/{WE}"


@pytest.fixture
def objects(monkeypatch):
    with bucket(monkeypatch) as content:
        yield content


def test_what_is_put_is_read_back_listed_and_removed(objects):
    store = store_at(PLACE)
    assert store.put(b"We pledge.") == store.put(b"We pledge.") == WE
    assert list(objects.objects) == [KEY]
    assert (store.check(WE), store.read(WE), store.size(WE)) == (10, b"We pledge.", 10)
    assert store.age(WE) > 3_600
    store.list_lines([f"{WE} abcdefghijkl"])
    assert list(store.all()) == [WE]
    assert store.listed() == [f"{WE} abcdefghijkl"]
    assert store.sweep(0) == 0
    store.remove(WE)
    store.remove(WE)
    assert (store.size(WE), store.age(WE), list(store.all())) == (None, 0, [])
    with pytest.raises(BlobDamagedError):
        store.read(WE)
    with pytest.raises(ValueError, match="SHA-256"):
        store.read("../x")


def test_a_damaged_object_is_found_and_put_anew(objects):
    store = store_at(PLACE)
    store.put(b"We pledge.")
    objects.objects[KEY] = b"We pledge!"
    with pytest.raises(BlobDamagedError):
        store.check(WE)
    store.put(b"We pledge.")
    assert objects.objects[KEY] == b"We pledge."


def test_a_bucket_that_does_not_answer_is_no_damage(objects):
    store = store_at(PLACE)
    objects.broken = True
    for ask in (store.read, store.check, store.size, store.age, store.remove):
        with pytest.raises(StoreUnreachableError):
            ask(WE)
    for ask in (lambda: store.put(b"x"), lambda: list(store.all()), store.listed, lambda: store.list_lines(["a b"])):
        with pytest.raises(StoreUnreachableError):
            ask()


# Nothing of it differs by database.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_copies_live_in_a_bucket_with_scrub_verify_backup_and_erasing(database, objects, tmp_path, monkeypatch):
    copies = Copies(database, tmp_path, monkeypatch=monkeypatch, captures=PLACE)
    capture = copies.captured()
    (file,) = capture.files
    store = copies.store
    assert store.check(file.sha256) == file.bytes
    with database.reading() as session:
        assert list(wrong_captures(session, store, full=True)) == []
        assert ("copies", "ok") in [check[:2] for check in capture_checks(session, copies.settings, clock())]
    assert back_up_captures(database, store, tmp_path / "backup")[:2] == (1, 0)
    month = clock(31 * 24 * 60)
    key = next(key for key in objects.objects if file.sha256 in key)
    objects.objects[key] = bytes(file.bytes)
    assert scrub(database, store, clock(2 * 24 * 60), pause=lambda _: None).files == 0
    assert scrub(database, store, month, pause=lambda _: None).damaged == [file.sha256]
    second = BlobStore(tmp_path / "backup")
    assert scrub(database, store, month, second=second, pause=lambda _: None).repaired == [file.sha256]
    objects.objects.clear()
    assert restore_captures(database, store, tmp_path / "backup", clock()).copied == 1
    erase_capture(database, store, clock(), capture.id, by="Rae", why="a court")
    assert erased_list(store) == [ErasedFile(file.sha256, capture.id)]
    assert restore_captures(database, store, tmp_path / "backup", clock())[:2] == (0, 0)
    assert list(store.all()) == []
    objects.broken = True
    with database.reading() as session:
        assert ("copies", "problem") in [check[:2] for check in capture_checks(session, copies.settings, clock())]
    key = copies.ask("http://acme.example/other", minutes=1)
    copies.work(1)
    assert copies.progress(key, 1)[:2] == ("queued", "store unreachable")
