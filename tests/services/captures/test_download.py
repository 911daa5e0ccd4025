"""A copy as one file: checked by others' tools, without us."""

import io
import json
import subprocess
import zipfile

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.capture.hostile_files import pdf
from tests.factories import source
from tests.services.captures.kept import ADDRESS, HTML, Copies
from tests.stored import ON_SQLITE, clock, published
from tracker.services.captures.download import CopyUnavailableError, copy_archive
from tracker.services.upkeep.captures.erasing import erase_capture


def archive(copies, id):
    with copies.database.reading() as session:
        return copy_archive(session, copies.store, id, "Pledges")


@ON_SQLITE
def test_it_is_checked_by_sha256sum_and_has_the_ledger_s_line(database, tmp_path, monkeypatch):
    copies = Copies(database, tmp_path, monkeypatch=monkeypatch)
    capture = copies.captured()
    made = {"capture": capture.id, "sha256": capture.sha256, "made": "2026-11-22", "by": "us"}
    published(database, source(copies=[made]))
    folder = tmp_path / "taken"
    content = archive(copies, capture.id)
    assert content == archive(copies, capture.id), "the same each time"
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        bundle.extractall(folder)
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=True).returncode == 0
    assert capture.sha256 in (folder / "SHA256SUMS").read_text()
    assert json.loads((folder / "ledger.jsonl").read_text())["body"]["copies"][0]["sha256"] == capture.sha256
    assert ADDRESS in (folder / "README.txt").read_text()
    with zipfile.ZipFile(folder / "copy.wacz") as wacz:
        package = json.loads(wacz.read("datapackage.json"))
        assert {one["path"] for one in package["resources"]} <= set(wacz.namelist())
        line = json.loads(wacz.read("indexes/index.cdx").split(b" ", 2)[2])
        warc = wacz.read("archive/data.warc.gz")
    assert (line["url"], line["status"], line["mime"]) == (ADDRESS, "200", "text/html")
    part = warc[int(line["offset"]) :][: int(line["length"])]
    record = next(iter(ArchiveIterator(io.BytesIO(part))))
    assert record.content_stream().read() == HTML


def test_what_was_supplied_says_so_and_what_is_erased_is_not_given(database, tmp_path, monkeypatch):
    copies = Copies(database, tmp_path, monkeypatch=monkeypatch)
    sent = pdf()
    key = copies.send("a.pdf", sent)
    copies.work()
    capture = copies.progress(key).capture
    with zipfile.ZipFile(io.BytesIO(archive(copies, capture.id))) as bundle:
        assert bundle.read("file.pdf") == sent
        about = bundle.read("README.txt").decode()
        assert "given to Pledges by: a reader" in about
        assert "received these bytes from" not in about
        assert bundle.read("ledger.jsonl") == b""
    erase_capture(database, copies.store, clock(), capture.id, by="ann", why="court")
    for id in (capture.id, "nothing"):
        with pytest.raises(CopyUnavailableError):
            archive(copies, id)
