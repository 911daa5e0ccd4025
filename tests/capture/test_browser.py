"""The browser for pictures of pages: it gets nothing but what the fetcher gives it, and always comes to an end."""

import os
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.capture.leaking_page import WAYS, leaking_page, name_of
from tests.capture.servers import Internet, always, answer
from tracker.capture.headless_browser import browser as browsing
from tracker.capture.headless_browser import enclosing
from tracker.capture.headless_browser.browser import show
from tracker.capture.headless_browser.browser_pages import BrowserError
from tracker.capture.headless_browser.enclosing import BrowserHere, browser_here
from tracker.settings import Settings

PAGE = "http://acme.example/pledge"


@pytest.fixture(scope="module")
def program():
    here = browser_here(Settings().capture_browser)
    return here.program or pytest.skip(f"pages cannot be shown here: {here.lacks}")


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """However busy the machine is."""
    monkeypatch.setattr(browsing, "SECONDS", 150)
    monkeypatch.setattr(browsing, "_LOADING", 60_000)


def shown(program, html, more=None):
    """A page as the browser shows it, and what was asked of the fetcher for it."""
    hosts = {"acme.example": always(answer(html, Content_Type="text/html; charset=utf-8")), **(more or {})}
    fetcher, requests = Internet(hosts).fetcher(), []

    def fetch(url, budget):
        requests.append(url)
        return fetcher.fetch(url, budget)

    page = fetcher.fetch(PAGE)
    try:
        # In a thread of its own, as the tests' own browser has a loop of events running in this one.
        with ThreadPoolExecutor(1) as own:
            return own.submit(show, page, fetch, Path(program)).result(), requests
    finally:
        left = subprocess.run(["pgrep", "-f", "tracker-browser-"], stdout=subprocess.PIPE, check=False).stdout
        own = [pid for pid in left.split() if _started_by(int(pid), os.getpid())]
        assert own == []


def _started_by(pid, ancestor):
    with suppress(OSError):
        while pid > 1 and pid != ancestor:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return pid == ancestor


@pytest.fixture
def listener():
    """A server on this machine, by TCP and UDP: its port, the paths asked of it, and a page that it gives."""
    requests, page = [], []

    def serve(connection):
        with suppress(OSError), connection:
            connection.settimeout(2)
            request = connection.recv(65_536)
            requests.append(request.split(b" ")[1].decode() if request[:4] in (b"GET ", b"POST") else "bytes")
            own = page and request.startswith(b"GET /page ")
            connection.sendall(answer(page[0] if own else b"", Content_Type="text/html" if own else "text/plain"))

    def accept():
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(tcp.accept()[0],), daemon=True).start()

    def packets():
        with suppress(OSError):
            while udp.recv(2_000):
                requests.append("packet")

    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        port = tcp.getsockname()[1]
        udp.bind(("127.0.0.1", port))
        for work in (accept, packets):
            threading.Thread(target=work, daemon=True).start()
        yield port, requests, page


def test_no_way_leads_out_of_it(program, listener):
    port, direct, _ = listener
    page, requests = shown(program, leaking_page(port))
    assert direct == []
    assert page.exchanges == ()
    ways = {name_of(url.rpartition("/")[2]) for url in requests}
    assert len(ways) > 20, "asked of the fetcher, which refused all of them"
    assert all(url.startswith(f"http://127.0.0.1:{port}/") for url in requests)


def test_the_ways_lead_out_of_any_other_browser(browser, listener):
    port, direct, own = listener
    own.append(leaking_page(port))
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{port}/page")
    until = time.monotonic() + 20
    while len(set(direct)) < 38 and time.monotonic() < until:
        page.wait_for_timeout(100)
    page.close()
    ways = {path for path in direct if path.strip("/").isdigit()}
    assert "packet" in direct
    assert len(ways) >= 35 > 0.7 * len(WAYS)


TALL = """<!doctype html><link rel=stylesheet href="/a.css">
<script>alert(1);confirm(2);prompt(3);onbeforeunload=()=>1</script>
<h1>Our pledge</h1><p id=words></p>
<script>words.textContent = "Only a script says this."; for (let i = 0; i < 40; i++) new Image().src = "/" + i</script>
<a id=d href="/file" download>x</a><script>d.click(); open("/window")</script>
<div style="height:30000px"></div><div style="position:fixed;inset:100px;background:#eee">We value your privacy</div>"""


def test_a_tall_page_with_dialogs_downloads_a_layer_and_much_to_load(program, monkeypatch):
    monkeypatch.setattr(browsing, "MOST_REQUESTS", 20)

    def acme(request):
        css = request.startswith(b"GET /a.css ")
        page = request.startswith(b"GET /pledge ")
        body = TALL.encode() if page else b"h1{color:rgb(1,2,3)}" if css else b""
        yield answer(body, Content_Type="text/html" if page else "text/css" if css else "image/png", Set_Cookie="a=b")

    page, requests = shown(program, b"", {"acme.example": acme})
    assert page.screenshot[16:24] == (1280).to_bytes(4, "big") + (20_000).to_bytes(4, "big")
    assert page.print.startswith(b"%PDF-")
    assert "Only a script says this." in page.dom
    assert page.covered
    assert page.left_out == "too many requests"
    assert len(requests) == len(page.exchanges) == browsing.MOST_REQUESTS
    assert "http://acme.example/a.css" in requests
    assert "http://acme.example/window" not in requests
    assert page.tool.startswith("Chromium ")
    assert not any(b"ookie" in one.request for one in page.exchanges)


def test_what_never_ends_and_what_takes_all_memory_have_a_name(program, monkeypatch):
    monkeypatch.setattr(browsing, "SECONDS", 2.5)
    with pytest.raises(BrowserError, match="timed out"):
        shown(program, b"<script>for(;;);</script>")
    monkeypatch.setattr(browsing, "SECONDS", 150)
    monkeypatch.setattr(browsing, "MOST_SHOWN", 100)
    with pytest.raises(BrowserError, match="too big"):
        shown(program, b"<p>x")
    monkeypatch.setattr(browsing, "MEMORY", 10_000_000)
    with pytest.raises(BrowserError, match="too much memory"):
        shown(program, b"<p>x")


def test_a_page_that_leads_elsewhere_stays_and_an_early_end_has_a_name(program):
    html = b"<p>Own words<script>location = 'http://other.example/'</script>"
    page, requests = shown(program, html, {"other.example": always(answer(b"x"))})
    assert "Own words" in page.dom
    assert requests == []
    with pytest.raises(BrowserError, match="browser ended"):
        shown("/bin/false", html)


def test_what_a_browser_lacks_is_said(monkeypatch):
    assert browser_here(Settings(capture_browser="off").capture_browser) == BrowserHere(None, "off")
    assert browser_here(Settings(capture_browser="/no/browser").capture_browser) == BrowserHere(None, "no browser")
    true = Settings(capture_browser="/bin/true").capture_browser
    monkeypatch.setattr(enclosing, "_encloses", lambda: False)
    assert browser_here(true) == BrowserHere(None, "no closed-in place")
    monkeypatch.setattr(enclosing, "find_spec", lambda _: None)
    assert browser_here(true) == BrowserHere(None, "no driver")
