"""Copies: asked for, made by a job, kept with their manifest; or why there is none."""

import errno
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.capture.hostile_files import EICAR, pdf
from tests.capture.servers import PUBLIC, Internet, always, answer, redirect
from tests.services.captures.kept import ADDRESS, HTML, WORDS, Copies, page, scanner
from tests.stored import ON_SQLITE, clock
from tracker.capture.archives.warc import check_warc
from tracker.capture.headless_browser import browser as browsing
from tracker.capture.headless_browser.browser_pages import BrowserError, Shown
from tracker.capture.headless_browser.enclosing import BrowserHere, browser_here
from tracker.capture.opening_files import CannotOpenError, Opened
from tracker.capture.stores import blobs
from tracker.cli.job_handlers import job_doers
from tracker.services.captures import browser_view, making, requests
from tracker.services.captures.making import CaptureFailedError, CaptureMaker
from tracker.services.captures.requests import Asker, CaptureRefusedError, can_capture
from tracker.services.jobs import do_jobs
from tracker.settings import Settings
from tracker.store.captures.captures import events_of, page_pictures, texts_of
from tracker.store.upkeep.asked_jobs import job_state
from tracker.store.upkeep.hosts import HOST_PAUSE, take_host


@pytest.fixture
def copies(database, tmp_path, monkeypatch):
    return Copies(database, tmp_path, monkeypatch=monkeypatch)


@ON_SQLITE
def test_an_address_becomes_a_copy_whose_manifest_says_all_of_it(database, tmp_path):
    copies = Copies(database, tmp_path, Internet({"old.example": redirect(ADDRESS), **page().hosts}))
    key = copies.ask("http://old.example/")
    assert copies.ask("http://old.example/") == key, "a double click"
    assert copies.progress(key).state == "queued"
    assert copies.work() == 1
    capture = copies.progress(key).capture
    assert (capture.state, capture.origin, capture.by) == ("captured", "captured", "ann")
    manifest = json.loads(capture.manifest)
    assert hashlib.sha256(capture.manifest.encode()).hexdigest() == capture.sha256
    assert [(hop["url"], hop["status"], hop["address"]) for hop in manifest["hops"]] == [
        ("http://old.example/", 302, PUBLIC),
        (ADDRESS, 200, PUBLIC),
    ]
    assert (manifest["v"], manifest["at"], manifest["method"]) == (1, "2026-11-22T12:00:00.000Z", "http")
    assert WORDS[:20] not in capture.manifest
    assert "Our pledge" not in capture.manifest
    (warc,) = capture.files
    check_warc(copies.store.read(warc.sha256), 2)
    with database.reading() as session:
        text = texts_of(session, [capture.id])[capture.id]
    assert WORDS.strip() in text.pages[0]
    assert text.details["language"] == "en"


def test_a_file_that_was_sent_is_kept_as_supplied_with_pictures_of_its_pages(database, tmp_path):
    copies = Copies(database, tmp_path)
    sent = pdf(2)
    key = copies.send("../a.pdf", sent)
    copies.work()
    capture = copies.progress(key).capture
    assert (capture.origin, capture.supplier, capture.method) == ("supplied", "a reader", "upload")
    assert (capture.requested, capture.final, capture.status) == ("", "", None)
    assert copies.store.read(capture.files[0].sha256) == sent
    with database.reading() as session:
        pictures = page_pictures(session, capture.id)
        text = texts_of(session, [capture.id])[capture.id]
    assert list(pictures) == [1, 2]
    assert copies.store.read(pictures[2]).startswith(b"\xff\xd8")
    assert [words.strip() for words in text.pages] == ["We pledge page 1.", "We pledge page 2."]
    assert "a.pdf" not in capture.manifest
    assert text.details["name"] == "../a.pdf"


OUTCOMES = [
    ("200 OK", {"Date": "Sun, 22 Nov 2026 11:00:00 GMT"}, HTML, "doubtful", "clocks apart"),
    ("200 OK", {}, b"<p>short", "doubtful", "little text"),
    ("200 OK", {"Content_Type": "image/svg+xml"}, b"\x89JUNK\0", "failed", "type not kept"),
    ("403 Forbidden", {}, b"", "failed", "blocked"),
    ("404 Not Found", {}, HTML, "failed", "not there"),
    ("451 Gone", {}, HTML, "failed", "withheld there"),
    ("503 Busy", {}, b"", "queued", "server error"),
    ("429 Too Many", {"Retry_After": "120"}, b"", "queued", "blocked"),
    ("429 Too Many", {"Retry_After": "Sun, 22 Nov 2026 13:00:00 GMT"}, b"", "queued", "blocked"),
]


@pytest.mark.parametrize(("status", "headers", "body", "state", "why"), OUTCOMES)
def test_each_answer_is_a_copy_a_doubt_or_a_reason(database, tmp_path, monkeypatch, status, headers, body, state, why):
    if not database.is_sqlite:
        return  # no query differs
    own = {"Content_Type": "text/html", **headers}
    copies = Copies(database, tmp_path, Internet({"acme.example": always(answer(body, status, **own))}), monkeypatch)
    key = copies.ask()
    copies.work()
    progress = copies.progress(key)
    doubts = progress.capture.doubts if progress.capture else ()
    assert (progress.state, (*doubts, progress.why)[0]) == (state, why)
    if "Retry_After" in headers:
        assert (progress.again.hour, progress.again.minute) in ((12, 2), (13, 0))


def test_what_is_missing_can_be_kept_as_evidence(copies):
    copies.net = Internet({"acme.example": always(answer(HTML, "404 Gone", Content_Type="text/html"))})
    maker = copies.maker()
    with pytest.raises(CaptureFailedError, match="not there"):
        maker.look_at(ADDRESS, "acme.example")
    came = maker.look_at(ADDRESS, "acme.example", missing_too=True)
    assert came.failure == "not there"
    id = maker.keep(came, request="watch", account_id=None, by="the site")
    capture = copies.progress("watch").capture
    assert (capture.id, capture.status, capture.state) == (id, 404, "captured")


@pytest.mark.parametrize("said", ["text/html", "text/plain"])
def test_whether_marked_up_text_is_a_page_its_sender_says(database, tmp_path, monkeypatch, said):
    if database.is_sqlite:
        sent = Internet({"acme.example": always(answer(HTML, Content_Type=said))})
        assert Copies(database, tmp_path, sent, monkeypatch).maker().look_at(ADDRESS).type == said


@ON_SQLITE
def test_where_an_address_leads_to_another_host_that_has_its_turn_too(database, tmp_path, monkeypatch):
    net = Internet({"old.example": redirect(ADDRESS), **page().hosts})
    copies = Copies(database, tmp_path, net, monkeypatch)
    with database.changing() as session:
        assert take_host(session, "acme.example", clock().now(), clock(0.3).now())
    key = copies.ask("http://old.example/")
    copies.work()
    assert (copies.progress(key).state, copies.progress(key).why) == ("queued", "")
    assert copies.progress(key).again == clock().now() + HOST_PAUSE
    copies.work(1)
    assert copies.progress(key).state == "captured"
    with database.changing() as session:
        assert not take_host(session, "acme.example", clock(1.1).now(), clock(2).now()), "left with a pause"
        assert take_host(session, "acme.example", clock(1).now() + HOST_PAUSE, clock(2).now())
        assert job_state(session, requests.ADDRESS_JOB, key, clock().now()) is None


@ON_SQLITE
def test_a_failure_is_named_and_asking_again_begins_anew(copies):
    copies.net = Internet()
    key = copies.ask()
    copies.work()
    assert copies.progress(key)[:2] == ("failed", "name not found")
    copies.net = page()
    assert copies.ask() == key
    copies.work(1)
    assert copies.progress(key).state == "captured"


def test_what_cannot_be_opened_is_no_copy_and_without_a_sandbox_it_is_doubtful(copies, monkeypatch):
    for minutes, why, state in ((0, "too costly to open", "failed"), (1, "not opened", "doubtful")):

        def refuse(*_, why=why, **__):
            raise CannotOpenError(why)

        monkeypatch.setattr(making, "open_file", refuse)
        key = copies.ask(f"{ADDRESS}?{state}")
        copies.work(minutes)
        assert copies.progress(key).state == state


@ON_SQLITE
def test_a_full_disk_is_named_leaves_nothing_and_works_again_without_a_restart(copies, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "full")

    key = copies.ask()
    with monkeypatch.context() as patch:
        patch.setattr(blobs.os, "fsync", full)
        copies.work()
        with pytest.raises(blobs.DiskFullError):
            copies.send("a.txt", b"We pledge.")
    assert copies.progress(key)[:2] == ("failed", "disk full")
    assert [path for path in copies.store.folder.rglob("*") if path.is_file()] == []
    copies.ask()
    copies.work(1)
    assert copies.progress(key).state == "captured"


def test_limits_of_an_account_and_of_the_site(copies, monkeypatch):
    monkeypatch.setattr(requests, "MOST_AN_HOUR", 2)
    ann = Asker(_account(copies.database), "Ann")
    copies.ask("http://acme.example/1", ann)
    copies.work()
    copies.ask("http://nobody.example/", ann)
    copies.work()
    assert copies.ask("http://acme.example/2", ann), "one that failed is not counted"
    with pytest.raises(CaptureRefusedError, match="quota"):
        copies.ask("http://acme.example/3", ann)
    copies.work(1)
    with pytest.raises(CaptureRefusedError, match="quota"):
        copies.send("a.txt", b"We pledge.", ann)
    assert copies.ask("http://acme.example/3", ann, minutes=61)
    monkeypatch.setattr(requests, "MOST_BYTES", 1_000_000_000_000)
    with pytest.raises(CaptureRefusedError, match="disk full"):
        copies.ask("http://acme.example/4")


def _account(database):
    with database.changing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO account (id, email, name, public_name, public_name_key, role, active, passkey_handle, "
            "created_at) VALUES (7, 'a@example.org', 'Ann', 'Ann', 'ann', 'editor', true, "
            f"'{7:064}', '2026-11-22T12:00:00.000000Z')"
        )
    return 7


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("a.exe", b"MZ", "type not kept"), ("a.txt", b"", "cannot be opened"), ("a.txt", bytes(25_000_001), "too big")],
)
def test_files_that_are_not_taken_are_not_stored(copies, name, content, reason):
    with pytest.raises(CaptureRefusedError, match=reason):
        copies.send(name, content)
    assert list(copies.store.all()) == []


@ON_SQLITE
def test_what_a_scanner_names_is_never_kept(database, tmp_path, monkeypatch):
    with scanner(b"stream: Eicar-Test FOUND\0") as (port, got):
        copies = Copies(database, tmp_path, monkeypatch=monkeypatch, clamd=f"127.0.0.1:{port}")
        key = copies.send("a.txt", EICAR)
        copies.work()
    assert EICAR in got[0]
    assert copies.progress(key)[:2] == ("failed", "infected")
    with pytest.raises(CaptureRefusedError, match="infected"):
        copies.send("a.txt", EICAR)
    monkeypatch.setattr(copies, "settings", copies.settings.model_copy(update={"clamd": "127.0.0.1:1"}))
    key = copies.ask()
    copies.work(1)
    assert copies.progress(key)[:2] == ("queued", "store unreachable"), "nothing is opened without the scanner"


def test_a_site_may_keep_none(database, tmp_path):
    copies = Copies(database, tmp_path)
    copies.settings = Settings(captures="off")
    with pytest.raises(CaptureRefusedError, match="off"):
        copies.ask()
    assert not can_capture(copies.settings)
    assert "capture" not in job_doers(database, clock(), copies.settings)


def test_the_worker_has_a_doer_for_each_kind(database, tmp_path):
    copies = Copies(database, tmp_path)
    assert job_doers(database, clock(), copies.settings).keys() >= {"capture", "capture file"}
    assert Settings().captures_place.name == "captures"


def test_what_is_no_address_is_not_asked_for(copies):
    for address in ("ftp://acme.example/", "acme", "http://acme.example/" + "a" * 2_000):
        with pytest.raises(CaptureRefusedError, match="scheme refused"):
            copies.ask(address)
    with pytest.raises(CaptureRefusedError, match="address refused"):
        copies.ask("https://[acme.example/")


def test_of_two_processes_only_the_one_with_the_token_keeps_its_copy(copies, database, monkeypatch):
    key = copies.ask()
    slow, keep = copies.maker(), CaptureMaker.keep

    def keep_late(self, came, **more):
        if self is slow:
            copies.work(4)  # the lease is over, and another does it
        return keep(self, came, **more)

    monkeypatch.setattr(CaptureMaker, "keep", keep_late)
    assert do_jobs(database, clock(), {requests.ADDRESS_JOB: slow.do_address}) == 1
    assert copies.progress(key).state == "captured"
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM capture").scalar() == 1


PICTURE = b"\x89PNG\r\n\x1a\n picture"
SHOWN = Shown(PICTURE, b"%PDF- print %%EOF", "<p>shown", (), False, "", "Chromium 1")


def seen(copies, monkeypatch, shown, address=ADDRESS):
    """The copy of a page of which a browser, if it is not late, makes this."""

    def show(*_):
        if shown is None:
            raise BrowserError("timed out")
        return shown

    def open_file(path, media_type, folder, **_):
        content = path.read_bytes()
        if media_type == "image/png":
            (folder / "picture-1.jpg").write_bytes(b"pixels")
            details = {"one colour": content == PICTURE * 2}
            return Opened(readable="none", texts=[], pictures=1, details=details, tool="test")
        return Opened(readable="text", texts=[content.decode()], tool="test")

    monkeypatch.setattr(browser_view, "import_module", lambda _: SimpleNamespace(show=show))
    monkeypatch.setattr(browser_view, "open_file", open_file)
    maker = CaptureMaker(
        copies.database, clock(), copies.settings, copies.net.fetcher(), BrowserHere(Path("/browser"), "")
    )
    key = copies.ask(address)
    do_jobs(copies.database, clock(), {requests.ADDRESS_JOB: maker.do_address})
    capture = copies.progress(key).capture
    with copies.database.reading() as session:
        return capture, texts_of(session, [capture.id])[capture.id], events_of(session, [capture.id])[capture.id]


def test_what_a_browser_makes_of_a_page_is_kept_beside_it(copies, monkeypatch):
    exchange = copies.net.fetcher().fetch(ADDRESS).final._replace(url="http://acme.example/a.css")
    capture, text, events = seen(copies, monkeypatch, SHOWN._replace(exchanges=(exchange,)))
    assert [(file.role, file.type) for file in capture.files] == [
        ("warc", "application/warc"),
        ("screenshot", "image/png"),
        ("print", "application/pdf"),
        ("text", "text/plain"),
    ]
    check_warc(copies.store.read(capture.files[0].sha256), 2)
    assert copies.store.read(capture.files[1].sha256) == PICTURE
    manifest = json.loads(capture.manifest)
    assert (manifest["method"], manifest["tools"]["browser"]) == ("browser", "Chromium 1")
    assert len(manifest["hops"]) == 1
    assert (capture.state, events[0].why) == ("captured", "")
    assert WORDS.strip() in text.pages[0], "the longer text is that of the page as it came"
    with copies.database.reading() as session:
        assert copies.store.read(page_pictures(session, capture.id)[1]) == b"pixels"


@ON_SQLITE
def test_words_that_only_a_script_puts_there_are_read_and_doubts_said(database, tmp_path, monkeypatch):
    net = page(b"<p>Loading<script src=/all.js></script>")
    net.hosts["other.example"] = net.hosts["acme.example"]
    copies = Copies(database, tmp_path, net, monkeypatch)
    shown = SHOWN._replace(dom=WORDS, left_out="too many requests")
    capture, text, events = seen(copies, monkeypatch, shown)
    assert capture.state == "captured"
    assert text.pages[0] == WORDS
    assert text.tool == "test, Chromium 1"
    assert events[0].why == "not all of it was loaded: too many requests"
    blank = shown._replace(covered=True, screenshot=PICTURE * 2)
    capture, _, _ = seen(copies, monkeypatch, blank, "http://other.example/pledge")
    assert capture.doubts == ("covered by a fixed layer", "screenshot of one colour")


@ON_SQLITE
@pytest.mark.parametrize(
    ("shown", "why"), [(None, "timed out"), (SHOWN._replace(screenshot=b"GIF89a"), "cannot be opened")]
)
def test_a_copy_stands_without_its_picture(copies, monkeypatch, shown, why):
    capture, text, events = seen(copies, monkeypatch, shown)
    assert (capture.state, capture.method, len(capture.files)) == ("captured", "http", 1)
    assert WORDS.strip() in text.pages[0]
    assert events[0].why == f"no picture: {why}"


@ON_SQLITE
def test_that_there_is_no_browser_is_said_with_the_copy(database, tmp_path, monkeypatch):
    copies = Copies(database, tmp_path, monkeypatch=monkeypatch, capture_browser="/no/browser")
    capture = copies.captured()
    with database.reading() as session:
        assert events_of(session, [capture.id])[capture.id][0].why == "no picture: no browser"


def test_a_page_with_the_browser_of_this_machine(database, tmp_path, monkeypatch):
    monkeypatch.setattr(browsing, "SECONDS", 150)
    if not database.is_sqlite:
        return
    if lacks := browser_here(Path()).lacks:
        pytest.skip(f"pages cannot be shown here: {lacks}")
    html = f"<!doctype html><p id=p>Loading<script>p.textContent = '{WORDS}'</script>".encode()
    copies = Copies(database, tmp_path, page(html), capture_browser="")
    with ThreadPoolExecutor(1) as own:
        capture = own.submit(copies.captured).result()
    assert (capture.state, capture.method) == ("captured", "browser")
    with database.reading() as session:
        assert texts_of(session, [capture.id])[capture.id].pages[0].strip() == WORDS.strip()
        picture = copies.store.read(page_pictures(session, capture.id)[1])
    assert picture.startswith(b"\xff\xd8")
