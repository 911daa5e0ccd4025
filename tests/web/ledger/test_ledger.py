"""The ledger in the open: its page, the download, the program, and the commands of the page run as they stand there."""

import gzip
import subprocess
import threading

import pytest
from werkzeug.serving import make_server

from tests import factories as make
from tests.ledgers import PROGRAM, wrong
from tests.stored import clock, published
from tests.web.checking import words
from tracker.store.ledger import ledger_head
from tracker.web.http.streaming import MOST_DOWNLOADS


def fetched(client, query="", **headers):
    """The ledger, read to its end at once: a download that is begun keeps its place until then."""
    response = client.client.get(f"/ledger.jsonl{query}", headers={n.replace("_", "-"): v for n, v in headers.items()})
    response.get_data()
    return response


@pytest.fixture(scope="module")
def page(seeded):
    return seeded.page("/ledger")


def test_the_page_says_how_many_entries_there_are_and_the_newest_hash(seeded, seeded_url, page):
    lines = fetched(seeded).data.splitlines()
    assert f"Entries {len(lines)}, latest on 22 November 2026" in page.text
    newest = page.find("dl").findall(".//code")[0].text
    assert f'"sha256":"{newest}"'.encode() in lines[-1]


def test_the_ledger_of_the_first_records_proves_itself(seeded):
    assert wrong(fetched(seeded).data) == ""


def test_the_page_says_what_is_proven_and_what_is_not(page):
    assert "That what a record says is true." in page.section("proven")
    assert "has not rewritten the whole ledger or cut off its end" in page.section("proven")
    for field in ("author", "body", "change", "note", "publisher", "salt", "entry", "sha256"):
        assert field in [words(code) for code in page.all("code")]


def test_every_page_leads_to_it(page, seeded):
    assert "/ledger" in seeded.page("/methodology").links()
    assert {"/ledger.jsonl", "/ledger/verify.py", "/changes"} <= set(page.links())


def test_an_empty_site_says_that_nothing_was_published(site_of):
    client = site_of(world=False)
    page = client.page("/ledger")
    assert "Nothing has been published yet." in page.text
    assert list(page.all("pre", id="hash")) == []
    assert fetched(client).data == b""


def test_the_page_of_an_earlier_moment_has_the_hash_of_then(site_of):
    client = site_of()
    with client.database.reading() as session:
        before = ledger_head(session)
    published(client.database, make.company("beta"), at=clock(30))
    assert f"{before.sha256}" in client.page("/ledger?known_at=2026-11-22T12:10:00Z").text
    assert f"{before.sha256}" not in client.page("/ledger").text


def test_the_download_goes_on_after_a_position(seeded):
    whole = fetched(seeded).data
    count = whole.count(b"\n")
    assert fetched(seeded, "?after=0").data == whole
    rest = fetched(seeded, f"?after={count - 2}").data
    assert (rest.count(b"\n"), whole.endswith(rest)) == (2, True)
    assert fetched(seeded, f"?after={count}").data == b""


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "99999999999", "100000", "٣"])
def test_another_position_than_one_of_the_ledger_is_refused_with_what_would_be_right(seeded, after):
    error = seeded.data(f"/ledger.jsonl?after={after}", status=400)
    assert error["parameter"] == "after"
    assert "a whole number from 0: the number of the last entry you have" in error["detail"]


def test_a_reader_who_holds_it_is_told_so(seeded):
    first = fetched(seeded)
    again = fetched(seeded, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    other = fetched(seeded, "?after=3", If_None_Match=first.headers["ETag"])
    assert other.status_code == 200
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    seeded.check_headers(first)


def test_it_is_sent_compressed_to_who_can_read_that(seeded):
    plain = fetched(seeded)
    packed = fetched(seeded, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 2 < len(plain.data)


def test_asking_for_the_head_alone_holds_no_place(seeded):
    for _ in range(MOST_DOWNLOADS + 1):
        response = seeded.client.head("/ledger.jsonl")
        assert (response.status_code, response.data) == (200, b"")


def test_slow_readers_leave_threads_for_pages(seeded):
    open_ones = [seeded.client.get("/ledger.jsonl", buffered=False) for _ in range(MOST_DOWNLOADS)]
    refused = fetched(seeded)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert refused.json["title"] == "Too many people are downloading this right now"
    assert seeded.page("/ledger").text
    for response in open_ones:
        response.close()
    assert fetched(seeded).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Accept_Encoding": "gzip"}])
def test_a_download_that_fails_half_way_does_not_look_whole(seeded, monkeypatch, headers):
    whole = fetched(seeded).data

    def failing(_database, _after, _upto):
        yield whole[: whole.index(b"\n") + 1]
        raise OSError("gone")

    monkeypatch.setattr("tracker.web.ledger.download.ledger_lines", failing)
    response = fetched(seeded, **headers)
    data = gzip.decompress(response.data) if headers else response.data
    assert wrong(data) == "entry 2: the file ends in the middle of it: download it again"
    monkeypatch.undo()
    assert fetched(seeded).data == whole


def test_the_program_is_served_as_it_stands(seeded):
    response = seeded.client.get("/ledger/verify.py")
    assert response.data == PROGRAM.read_bytes()
    assert response.headers["Content-Disposition"] == "attachment; filename=verify.py"
    again = seeded.client.get("/ledger/verify.py", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.fixture
def served(site_of):
    """A site that really listens, and knows its address."""
    server = make_server("127.0.0.1", 0, None, threaded=True)
    client = site_of(public_url=f"http://127.0.0.1:{server.port}")
    server.app = client.client.application
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield client
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_commands_of_the_page_do_what_it_says(served, tmp_path):
    page = served.page("/ledger")

    def said(id):
        commands = "".join(page.find("pre", id=id).itertext())
        run = subprocess.run(["sh", "-e", "-c", commands], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout

    assert said("first").startswith("Intact: 10 entries, ")
    published(served.database, make.company("beta"), at=clock(30))
    later = said("later")
    assert later.startswith("Intact: 11 entries, ")
    assert "It starts with your earlier copy, byte for byte." in later
    assert "It contains the hash you gave." in said("hash")
    assert said("further").startswith("Intact: 11 entries, ")
    assert (tmp_path / "ledger.jsonl").read_bytes() == (tmp_path / "new.jsonl").read_bytes()
