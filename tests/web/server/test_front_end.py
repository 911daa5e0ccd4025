"""The site as its server knows it: the same answers, whole bodies, and lanes that do not hold each other up."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

import pytest

from tests import factories as make
from tests.web.server.asking import ask, scope_of
from tracker.web.server import FrontEnd
from tracker.web.server.asgi import environ_of
from tracker.web.server.bodies import LONGEST, LONGEST_SPREADSHEET, Bodies, TooManyBodiesError
from tracker.web.server.lanes import lane_of

FORM = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "http://localhost")]


def run(coroutine):
    """What a coroutine gives, by a loop of its own: browser tests leave one running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture
def client(site_of):
    return site_of(make.pledge())


@pytest.fixture
def front_end(client):
    return FrontEnd(client.client.application)


@asynccontextmanager
async def filled(front_end, *names):
    """While every thread of these lanes, and every place to wait for one, is taken."""
    go, taken = threading.Event(), []
    for name in names:
        lane = front_end.lanes[name]
        taken += [lane.run(go.wait) for _ in range(lane.size.threads + lane.size.waiting)]
    tasks = [asyncio.ensure_future(it) for it in taken]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        go.set()
        for task in tasks:
            task.cancel()


def test_threads_are_a_setting(site_of):
    lanes = FrontEnd(site_of(threads=5).client.application).lanes
    assert {name: lane.size.threads for name, lane in lanes.items()} == {
        **dict.fromkeys(("held", "pages", "desk", "saving", "accounts"), 5),
        **{"plain": 2, "probe": 1, "downloads": 3, "queries": 1, "reports": 1},
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/", "/companies/acme", "/healthz", "/readyz", "/static/style.css", "/desk/", "/nothing", "/ledger.jsonl"]
)
def test_answers_are_those_of_the_application(client, front_end, method, path):
    with client.client.open(path, method=method) as plain:
        for _ in range(2):
            served = run(ask(front_end, method, path))
            assert (served.status, served.body) == (plain.status_code, plain.data)
            assert {name.lower() for name, _ in plain.headers} - {"date"} == {*served.headers} - {"date"}


def test_a_request_becomes_what_wsgi_has():
    headers = [("Content-Length", "3"), ("X-A", "1"), ("X-A", "2"), ("X_A", "3"), ("Cookie", "a=1"), ("Cookie", "b=2")]
    environ = environ_of(scope_of("POST", "/caf%C3%A9%2Fx", b"q=%C3%A9", headers), b"abc")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/café/x"
    assert environ["QUERY_STRING"] == "q=%C3%A9"
    assert (environ["HTTP_X_A"], environ["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")
    assert (environ["CONTENT_LENGTH"], environ["wsgi.input"].read()) == ("3", b"abc")
    assert environ["REMOTE_ADDR"] == "127.0.0.1"


def test_a_body_that_comes_in_parts_is_read_whole(front_end):
    send = partial(ask, front_end, "POST", "/account/sign-in", headers=FORM)
    served = run(send(parts=[b"email=a", b"%40b.exam", b"ple"]))
    assert served.status != 408


def test_a_body_that_never_ends_is_let_go(front_end):
    front_end.bodies = Bodies(seconds=0.01)
    served = run(ask(front_end, "POST", "/account/sign-in", parts=[b"email=", None], headers=FORM))
    assert served.status == 408
    assert b"<h1" in served.body


@pytest.mark.parametrize("stated", [True, False])
def test_a_body_that_is_too_long_is_not_read(front_end, stated):
    headers = [*FORM, ("Content-Length", str(LONGEST + 1))] if stated else FORM
    parts = [b""] if stated else [b"x" * LONGEST, b"xx"]
    assert run(ask(front_end, "POST", "/account/sign-in", parts=parts, headers=headers)).status == 413


def body_read(bodies, path, length, *, stated=True):
    """The length of a body that was read, or the name of the error."""
    scope = scope_of("POST", path, b"", [("Content-Length", str(length))] if stated else [])

    async def receive():
        return {"type": "http.request", "body": b"x" * length}

    try:
        return len(run(bodies.read(scope, receive)))
    except Exception as error:
        return type(error).__name__


@pytest.mark.parametrize(
    ("path", "length", "stated", "outcome"),
    [
        ("/desk/import", LONGEST + 1, True, LONGEST + 1),
        ("/desk/drafts/7/copy-file", LONGEST + 1, True, LONGEST + 1),
        ("/companies/copy-file", LONGEST + 1, True, "BodyTooLongError"),
        ("/desk/import", LONGEST_SPREADSHEET + 1, True, "BodyTooLongError"),
        ("/desk/upload", LONGEST, True, LONGEST),
        ("/desk/upload", LONGEST + 1, True, "BodyTooLongError"),
        ("/report", 1_100_000, False, 1_100_000),
        ("/report", 1_100_001, False, "BodyTooLongError"),
    ],
)
def test_only_a_spreadsheet_may_be_as_long(path, length, stated, outcome):
    assert body_read(Bodies(), path, length, stated=stated) == outcome


def test_large_bodies_that_come_slowly_keep_no_form_out():
    bodies = Bodies()
    scope = scope_of("POST", "/desk/import", b"", [("Content-Length", str(LONGEST_SPREADSHEET))])

    async def story():
        waiting = [asyncio.ensure_future(bodies.read(scope, asyncio.Event().wait)) for _ in range(3)]
        await asyncio.sleep(0)
        form = scope_of("POST", "/report", b"", [("Content-Length", "3")])

        async def receive():
            return {"type": "http.request", "body": b"a=1"}

        try:
            with pytest.raises(TooManyBodiesError):
                await bodies.read(scope, receive)
            return await bodies.read(form, receive)
        finally:
            for one in waiting:
                one.cancel()

    assert run(story()) == b"a=1"


def test_too_many_bodies_at_once_are_refused_and_links_are_not(front_end):
    front_end.bodies = Bodies(most=0)

    async def story():
        return await ask(front_end, "POST", "/account/sign-in", headers=FORM), await ask(
            front_end, "GET", "/account/sign-in"
        )

    refused, page = run(story())
    assert (refused.status, page.status) == (503, 200)
    assert int(refused.headers["retry-after"]) > 0


def test_full_lanes_hold_up_nothing_else(front_end):
    async def story():
        await ask(front_end, "GET", "/companies/acme")
        async with filled(front_end, "pages", "desk", "saving", "accounts", "downloads", "probe"):
            for path in ("/healthz", "/static/style.css", "/companies/acme"):
                assert (await ask(front_end, "GET", path)).status == 200
            for method, path in (
                ("GET", "/topics"),
                ("GET", "/desk/"),
                ("POST", "/desk/new/pledge"),
                ("POST", "/account/sign-in"),
                ("GET", "/readyz"),
            ):
                served = await ask(front_end, method, path, headers=FORM)
                assert served.status == 503, path
                assert int(served.headers["retry-after"]) > 0

    run(story())


def test_cached_answers_are_served_while_the_database_is_slow(front_end):
    async def story():
        await ask(front_end, "GET", "/companies/acme")
        async with filled(front_end, "held"):
            served = await ask(front_end, "GET", "/companies/acme")
        assert (served.status, "x-as-of" in served.headers) == (200, True)

    run(story())


def test_health_and_static_files_ask_no_database(front_end, client, monkeypatch):
    monkeypatch.setattr(client.client.application.extensions["site"].database, "engine", None)
    for path in ("/healthz", "/static/style.css"):
        assert run(ask(front_end, "GET", path)).status == 200


def test_a_long_answer_is_sent_in_parts(front_end):
    served = run(ask(front_end, "GET", "/ledger.jsonl"))
    assert len(served.messages) > 2
    assert served.messages[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert "content-length" not in served.headers


@pytest.mark.parametrize(
    ("method", "address", "lane"),
    [
        ("GET", "/healthz", "plain"),
        ("GET", "/static/style.css", "plain"),
        ("GET", "/readyz", "probe"),
        ("GET", "/ledger.jsonl", "downloads"),
        ("GET", "/captures/abcdefghijkl/all.zip", "downloads"),
        ("GET", "/captures/abcdefghijkl/files/0", "downloads"),
        ("GET", "/captures/abcdefghijkl", "pages"),
        ("GET", "/account", "desk"),
        ("POST", "/account/sign-in", "accounts"),
        ("HEAD", "/desk", "desk"),
        ("POST", "/desk/new/pledge", "saving"),
        ("GET", "/companies", "pages"),
        ("GET", "/companies/acme", "pages"),
        ("GET", "/deskwork", "pages"),
        ("GET", "/desks", "pages"),
        ("GET", "/api/v1/companies/acme/scorecard?topic=police-drones", "pages"),
        ("GET", "/api/v1/companies/acme/scorecard?topic=police-drones&as_of=2021-01-01", "queries"),
        ("GET", "/companies/acme?as_of=2021-01-01", "queries"),
        ("GET", "/search?q=drones", "queries"),
        ("GET", "/desk/new/decision?company=acme", "desk"),
    ],
)
def test_each_kind_of_request_has_its_lane(method, address, lane):
    path, _, query = address.partition("?")
    assert lane_of(method, path, query) == lane


def test_other_days_hold_up_no_page_of_today(front_end):
    async def story():
        async with filled(front_end, "queries"):
            assert (await ask(front_end, "GET", "/topics")).status == 200
            refused = await ask(front_end, "GET", "/companies/acme", query=b"as_of=2021-01-01")
        assert refused.status == 503
        assert int(refused.headers["retry-after"]) > 0

    run(story())


def test_who_asks_for_a_page_that_is_being_made_takes_it_without_a_thread(front_end, monkeypatch):
    lane, begun = front_end.lanes["pages"], []
    inner = lane.run

    def noting(work, give_up=None):
        begun.append(work)
        return inner(work, give_up)

    monkeypatch.setattr(lane, "run", noting)

    async def story():
        return await asyncio.gather(*(ask(front_end, "GET", "/companies/acme/police-drones") for _ in range(20)))

    answers = run(story())
    assert {served.status for served in answers} == {200}
    assert len({served.body for served in answers}) == 1
    assert len(begun) == 1
    assert not front_end._making
