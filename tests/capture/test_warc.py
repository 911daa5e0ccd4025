"""Archives: byte for byte what went over the wire, as others read them too, and no fault unnoticed."""

import gzip
import io
import random

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.capture.servers import Internet, always, answer, redirect
from tests.stored import NOON
from tracker.capture.archives.packed_records import packed_records
from tracker.capture.archives.warc import WarcDamagedError, check_warc, warc_of
from tracker.capture.stores.blobs import BlobDamagedError, BlobStore

PORTIONS = answer(b"a\r\nWe pledge.\r\n0\r\n\r\n", Transfer_Encoding="chunked", Content_Type="text/plain")


@pytest.fixture(scope="module")
def fetched():
    net = Internet({"old.example": redirect("http://acme.example/"), "acme.example": always(PORTIONS)})
    return net.fetcher().fetch("http://old.example/")


def test_others_read_what_came_over_the_wire(fetched):
    archive = warc_of(fetched.exchanges, "Tracker 1", NOON)
    kinds, blocks = [], []
    for record in ArchiveIterator(io.BytesIO(archive), no_record_parse=True, check_digests="raise"):
        kinds.append(record.rec_type)
        blocks.append(record.raw_stream.read())
        if record.rec_type != "warcinfo":
            assert record.rec_headers.get_header("WARC-Date") == "2026-11-22T12:00:00.000000Z"
    assert kinds == ["warcinfo", "response", "request", "response", "request"]
    assert blocks[1:] == [part for one in fetched.exchanges for part in (one.response, one.request)]
    *_, last, _ = (
        record.content_stream().read()
        for record in ArchiveIterator(io.BytesIO(archive))
        if record.rec_type != "warcinfo"
    )
    assert last == b"We pledge."
    check_warc(archive, 2)


def test_an_archive_cut_short_or_with_less_or_more_in_it_is_noticed(fetched):
    archive = warc_of(fetched.exchanges, "Tracker 1", NOON)
    for wrong in (archive[:-1], archive + b"x", b"", archive[: len(archive) // 2]):
        with pytest.raises(WarcDamagedError):
            check_warc(wrong, 2)
    with pytest.raises(WarcDamagedError, match="5 records"):
        check_warc(archive, 1)


def test_a_bit_or_byte_lost_at_200_places_is_found_200_times(fetched, tmp_path):
    store, chance = BlobStore(tmp_path), random.Random(17)
    archive = warc_of(fetched.exchanges, "Tracker 1", NOON)
    sha256 = store.put(archive)
    path = store.path(sha256)
    path.chmod(0o600)
    for number in range(200):
        place = chance.randrange(len(archive))
        wrong = bytearray(archive)
        if number % 2:
            wrong[place] ^= 1 << chance.randrange(8)
        else:
            del wrong[place]
        path.write_bytes(wrong)
        with pytest.raises(BlobDamagedError):
            store.check(sha256)


def test_records_that_are_longer_than_a_portion_are_found_where_they_are():
    contents = [random.Random(size).randbytes(size) for size in (0, 10, 65_510, 65_536, 200_000, 3)]
    members = [gzip.compress(content) for content in contents]
    read = list(packed_records(b"".join(members)))
    assert [record.content for record in read] == contents
    assert [record.length for record in read] == [len(member) for member in members]
    assert [record.offset for record in read] == [sum(map(len, members[:i])) for i in range(len(members))]
    assert [record.is_whole for record in packed_records(b"".join(members)[:-1])] == [True] * 5 + [False]
