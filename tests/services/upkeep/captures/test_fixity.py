"""Kept copies over the years: every bit hashed again, copied, and erased for good when that is what is asked."""

import os
import random
import time

import pytest

from tests.capture.hostile_files import pdf
from tests.factories import source
from tests.services.captures.kept import Copies
from tests.stored import ON_SQLITE, clock, published
from tracker.capture.stores.blobs import BlobStore
from tracker.services.captures.making import CaptureMaker
from tracker.services.captures.requests import Asker
from tracker.services.upkeep.captures import fixity
from tracker.services.upkeep.captures.copying import back_up_captures, restore_captures
from tracker.services.upkeep.captures.erasing import NoCaptureError, erase_capture, erased_list, quoting_sources
from tracker.services.upkeep.captures.fixity import RegularScrub, scrub, wrong_captures
from tracker.store.captures.captures import captures_by_id, events_of, texts_of

DAY = 24 * 60


@pytest.fixture
def copies(database, tmp_path, monkeypatch):
    return Copies(database, tmp_path, monkeypatch=monkeypatch)


def scrubbed(copies, minutes=DAY, **more):
    return scrub(copies.database, copies.store, clock(minutes), pause=lambda _: None, **more)


def wrong(copies, **more):
    with copies.database.reading() as session:
        return [differs for _, differs in wrong_captures(session, copies.store, **more)]


def flip(store, sha256):
    """Change one bit."""
    path = store.path(sha256)
    content = bytearray(path.read_bytes())
    content[random.randrange(len(content))] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def kinds(copies, id):
    with copies.database.reading() as session:
        return [event.kind for event in events_of(session, [id])[id]]


@ON_SQLITE
def test_a_flipped_bit_is_found_named_and_repaired_from_a_second_copy_only_if_that_is_right(copies, tmp_path):
    capture = copies.captured()
    (file,) = capture.files
    second = tmp_path / "second"
    assert back_up_captures(copies.database, copies.store, second)[:2] == (1, 0)
    assert scrubbed(copies, 60).files == 0, "hashed when it was stored"
    assert scrubbed(copies).damaged == []
    flip(copies.store, file.sha256)
    assert wrong(copies) == []
    assert wrong(copies, full=True) == ["is damaged"]
    assert scrubbed(copies, 3 * DAY).damaged == [file.sha256]
    assert wrong(copies) == ["is damaged"]
    assert scrubbed(copies, 5 * DAY).damaged == [file.sha256], "told once"
    flip(BlobStore(second), file.sha256)
    assert scrubbed(copies, 7 * DAY, second=BlobStore(second)).repaired == []
    copies.store.path(file.sha256).chmod(0o600)
    BlobStore(second).path(file.sha256).unlink()
    os.unlink(copies.store.path(file.sha256))
    assert wrong(copies) == ["is missing"]
    assert kinds(copies, capture.id) == ["made", "damaged"]


def test_repair_brings_the_right_bytes_back(copies, tmp_path):
    capture = copies.captured()
    (file,) = capture.files
    back_up_captures(copies.database, copies.store, tmp_path / "second")
    flip(copies.store, file.sha256)
    second = BlobStore(tmp_path / "second")
    assert scrubbed(copies, second=second).repaired == [file.sha256]
    assert wrong(copies, full=True) == []
    assert kinds(copies, capture.id) == ["made", "repaired"]


@ON_SQLITE
def test_a_scrub_ends_early_goes_on_where_it_was_and_slowly(copies):
    for number in range(3):
        copies.captured(f"http://acme.example/{number}", minutes=number)
    paused = []
    once = scrub(copies.database, copies.store, clock(DAY), most_bytes=1, pause=paused.append)
    assert once.files == 1
    assert sum(paused) == pytest.approx(once.bytes / 50_000_000)
    beside = RegularScrub(copies.database, copies.store, clock(DAY))
    assert [beside().files, beside().files] == [2, 0]
    assert scrubbed(copies, everything=True).files == 3


def test_what_nobody_needs_is_removed_after_its_time(copies):
    key = copies.send("a.txt", b"We pledge to open what was closed.")
    store = copies.store
    stray = store.put(b"of one that was killed")
    assert scrubbed(copies, 60).removed == 0
    os.utime(store.path(stray), (time.time() - 4_000,) * 2)
    assert wrong(copies) == ["belongs to no copy; “tracker scrub” removes it"]
    assert scrubbed(copies, 60).removed == 1
    assert scrubbed(copies, DAY).removed == 0
    assert scrubbed(copies, 3 * DAY).removed == 1
    copies.work()
    assert copies.progress(key).state == "failed"


def test_an_erased_copy_is_gone_with_its_words_and_no_older_backup_brings_it_back(copies, tmp_path):
    capture = copies.captured()
    other = copies.captured("http://acme.example/other", minutes=1)
    before = tmp_path / "before"
    back_up_captures(copies.database, copies.store, before)
    gone = erase_capture(copies.database, copies.store, clock(), capture.id, by="ann", why="court")
    assert gone == [capture.files[0].sha256]
    assert copies.store.size(gone[0]) is None
    with copies.database.reading() as session:
        assert captures_by_id(session, [capture.id])[capture.id].state == "erased"
        assert texts_of(session, [capture.id, other.id]).keys() == {other.id}
    assert kinds(copies, capture.id) == ["made", "erased"]
    assert wrong(copies, full=True) == []
    with pytest.raises(NoCaptureError):
        erase_capture(copies.database, copies.store, clock(), capture.id, by="ann", why="again")
    with pytest.raises(NoCaptureError):
        erase_capture(copies.database, copies.store, clock(), "nothing", by="ann", why="court")
    with copies.database.changing() as session:  # as a database that was restored from before
        session.connection().exec_driver_sql("UPDATE blob SET state = 'kept'")
    restored = restore_captures(copies.database, copies.store, before, clock())
    assert (restored.copied, restored.damaged) == (0, [])
    assert copies.store.size(gone[0]) is None
    assert back_up_captures(copies.database, copies.store, before).there == 1
    assert BlobStore(before).size(gone[0]) is None
    assert [line.capture for line in erased_list(BlobStore(before))] == [capture.id]


@ON_SQLITE
def test_what_is_erased_while_files_are_hashed_stays_erased(copies):
    ids = [copies.captured().id, copies.captured("http://acme.example/other", minutes=1).id]
    gone = []

    def erase(_):
        for id in ids if not gone else ():
            gone.extend(erase_capture(copies.database, copies.store, clock(), id, by="ann", why="court"))

    assert scrub(copies.database, copies.store, clock(DAY), pause=erase).files == len(gone) == 2
    assert [kinds(copies, id) for id in ids] == [["made", "erased"]] * 2
    assert wrong(copies) == []


def test_bytes_that_another_copy_needs_stay(copies):
    sent = pdf()
    first = copies.send("a.pdf", sent)
    copies.work()
    second = copies.send("b.pdf", sent, asker=Asker(None, "bob"))
    copies.work(1)
    one, two = copies.progress(first).capture, copies.progress(second).capture
    assert one.id != two.id
    assert erase_capture(copies.database, copies.store, clock(), one.id, by="ann", why="court") == []
    assert erase_capture(copies.database, copies.store, clock(), two.id, by="ann", why="court") == [one.files[0].sha256]


def test_copies_come_back_from_a_backup(copies, tmp_path):
    capture = copies.captured()
    back_up_captures(copies.database, copies.store, tmp_path / "backup")
    copies.store.remove(capture.files[0].sha256)
    assert wrong(copies) == ["is missing"]
    assert restore_captures(copies.database, copies.store, tmp_path / "backup", clock()).copied == 1
    assert wrong(copies, full=True) == []


def test_a_manifest_that_was_changed_is_noticed(copies, database):
    copies.captured()
    with database.writing() as session:
        connection = session.connection()
        if database.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER capture_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE capture DISABLE TRIGGER capture_no_update")
        connection.exec_driver_sql("UPDATE capture SET manifest = replace(manifest, 'ann', 'bob')")
    assert wrong(copies) == ["its manifest does not have its hash"]


def test_sources_that_name_a_copy_are_listed(copies, database):
    capture = copies.captured()
    made = {"capture": capture.id, "sha256": capture.sha256, "made": "2026-11-22", "by": "us"}
    published(database, source(copies=[made]))
    assert quoting_sources(database, capture.id) == [source().id]
    assert quoting_sources(database, "x") == []


def test_a_copy_that_comes_to_be_while_files_are_swept_keeps_its_files(copies, monkeypatch):
    """A file that nobody needed for long, and then somebody does after the sweep has looked."""
    content = pdf(3)
    sha256 = copies.store.put(content)
    os.utime(copies.store.path(sha256), (0, 0))
    looked = fixity._remove

    def meanwhile(*arguments):
        copies.send("a.pdf", content)
        return looked(*arguments)

    monkeypatch.setattr(fixity, "_remove", meanwhile)
    assert scrubbed(copies, 0).removed == 0
    assert copies.store.check(sha256) == len(content)


@ON_SQLITE
def test_a_file_that_was_swept_before_its_copy_came_to_be_is_stored_again(copies, monkeypatch):
    key = copies.ask()
    stored = CaptureMaker._manifest

    def swept(maker, came, files, *more):
        monkeypatch.setattr(CaptureMaker, "_manifest", stored)
        maker.store.remove(files[0].sha256)
        return stored(maker, came, files, *more)

    monkeypatch.setattr(CaptureMaker, "_manifest", swept)
    copies.work()
    assert copies.progress(key)[:2] == ("queued", "store unreachable")
    copies.work(2)
    assert copies.progress(key, 2).state == "captured"
