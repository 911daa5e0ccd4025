"""The site behind nginx, as the documentation has it: what is kept, what is not, and what happens at expiry."""

import http.client
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest

from tests import factories as make
from tests.servers.nginx import running_nginx
from tests.stored import clock, published
from tracker.web.http.caches import caching

CARD = "/companies/acme/police-drones"
# Three addresses of one page, which expire together: one pause is enough for all.
BRIEF, SHOWN_LATE, GONE_ON_WITH = (f"{CARD}?as_of=2026-11-{day}" for day in (22, 21, 20))
# nginx counts whole seconds.
BRIEFLY, EXPIRED = 1, 2.1
CLIENTS, MOST_SECONDS = 20, 60


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 100


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Front:
    """nginx before an application, which notes what reaches it."""

    def __init__(self, port, site):
        self.port, self.site, self.reached = port, site, []

    def get(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            response.body = response.read()
            return response
        finally:
            connection.close()

    def at_once(self, path, number=CLIENTS):
        """The answers to so many clients who ask at the same moment."""
        barrier = threading.Barrier(number)

        def one(_):
            barrier.wait()
            return self.get(path)

        with ThreadPoolExecutor(number) as clients:
            return list(clients.map(one, range(number)))


@contextmanager
def served(application):
    server = _Server(("127.0.0.1", 0), _Quiet)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fresh_for(monkeypatch, seconds):
    """Have caches take answers for fresh for so many seconds."""
    monkeypatch.setattr(caching, "_PAGES", re.sub(r"s-maxage=\d+", f"s-maxage={seconds}", caching._PAGES))


def until(true):
    """Wait until something is so."""
    end = time.monotonic() + MOST_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def front(site_of, tmp_path, monkeypatch):
    fresh_for(monkeypatch, 3600)
    site = site_of(make.pledge())
    app, reached = site.client.application, []

    def noted(environ, start_response):
        reached.append((environ["PATH_INFO"], environ.get("HTTP_IF_NONE_MATCH")))
        if slow.is_set():
            time.sleep(0.3)
        return app(environ, start_response)

    slow = threading.Event()
    with served(noted) as port, running_nginx(tmp_path, port) as (nginx_port, _):
        made = Front(nginx_port, site)
        made.reached, made.slow = reached, slow
        yield made


def test_nginx_keeps_public_pages_and_asks_once(front, monkeypatch):
    # Nothing of the desk is kept, and metrics are hidden.
    for _ in range(2):
        assert front.get("/account/sign-in").headers["X-Cache"] is None
    assert front.get("/metrics").status == 404
    assert [path for path, _ in front.reached] == ["/account/sign-in"] * 2
    del front.reached[:]

    front.slow.set()
    answers = front.at_once(CARD)
    assert {it.status for it in answers} == {200}
    assert len(front.reached) == 1, "of many who ask for what is not kept, one is passed on"
    assert len({it.body for it in answers}) == 1
    kept = front.get(CARD, Cookie="a=b")
    assert (kept.headers["X-Cache"], kept.headers["Set-Cookie"]) == ("HIT", None)
    assert front.get(CARD, If_None_Match=kept.headers["ETag"]).status == 304
    # Two encodings and no more, whatever browsers send.
    encoded = [front.get(CARD, Accept_Encoding=it) for it in ("gzip, br", "deflate, gzip;q=0.5", "br", "gzip;q=0")]
    assert [it.headers["Content-Encoding"] for it in encoded] == ["gzip", "gzip", None, None]
    assert [it.headers["X-Cache"] for it in encoded] == ["MISS", "HIT", "HIT", "HIT"]

    # When it has expired, readers have it at once, and one request asks whether it still holds.
    fresh_for(monkeypatch, BRIEFLY)
    tag, *_ = [front.get(it).headers["ETag"] for it in (BRIEF, SHOWN_LATE, GONE_ON_WITH)]
    time.sleep(EXPIRED)
    del front.reached[:]
    answers = front.at_once(BRIEF)
    assert "STALE" in {it.headers["X-Cache"] for it in answers} <= {"STALE", "UPDATING", "HIT"}
    until(lambda: front.reached)
    assert front.reached == [(CARD, tag)]

    # What is published shows after the seconds that were announced, to the first who asks or the next.
    published(front.site.database, make.evidence(), at=clock(30))
    until(lambda: b"camera drones" in front.get(SHOWN_LATE).body)

    # The site does not answer: what is kept goes on.
    front.site.client.application.wsgi_app = unavailable
    assert front.get(GONE_ON_WITH).headers["X-Cache"] == "STALE"
    assert front.get(GONE_ON_WITH).status == 200
    assert front.get("/topics").status == 503


def unavailable(_environ, start_response):
    start_response("503 Service Unavailable", [("Content-Length", "0"), ("Cache-Control", "no-store")])
    return []
