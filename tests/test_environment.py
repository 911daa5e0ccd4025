"""The environment that all other tests rely on."""

import http.server
import socket
import threading
from types import SimpleNamespace

import psycopg
import pytest
from playwright.sync_api import Error as BrowserError
from sqlalchemy import create_engine, text
from tinyhtml5.parser import HTMLParser

from tests.browser import accessibility
from tests.browser.accessibility import LOOKS, barriers
from tests.browser.conftest import window
from tests.shares import LONG, in_shares
from tracker.settings import ROOT

__all__ = ["window"]

# Set aside for documentation (RFC 5737). To connect a datagram socket or to look up a number sends nothing,
# even if the guard should fail.
ELSEWHERE = "192.0.2.1"


@pytest.mark.parametrize("attempt", ["connect", "connect_ex"])
def test_connecting_to_another_machine_is_refused(attempt):
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(pytest.fail.Exception, match=ELSEWHERE),
    ):
        getattr(sock, attempt)((ELSEWHERE, 443))


@pytest.mark.parametrize("flags", [(), (0,)])
def test_sending_to_another_machine_is_refused(flags):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        with pytest.raises(pytest.fail.Exception, match=ELSEWHERE):
            sock.sendto(b"", *flags, (ELSEWHERE, 443))
        with pytest.raises(pytest.fail.Exception, match=ELSEWHERE):
            sock.sendmsg([b""], (), 0, (ELSEWHERE, 443))


@pytest.mark.parametrize(
    ("look_up", "options"),
    [
        (socket.getaddrinfo, {"port": 443, "flags": socket.AI_NUMERICHOST}),
        (socket.gethostbyname, {}),
        (socket.gethostbyname_ex, {}),
        (socket.gethostbyaddr, {}),
    ],
)
def test_looking_up_another_machine_is_refused(look_up, options):
    with pytest.raises(pytest.fail.Exception, match=ELSEWHERE):
        look_up(ELSEWHERE, **options)


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_UNIX], ids=["loopback", "unix"])
def test_connecting_to_this_machine_is_allowed(family, tmp_path):
    with socket.socket(family) as listener, socket.socket(family) as sock:
        listener.bind(("localhost", 0) if family is socket.AF_INET else f"{tmp_path}/socket")
        listener.listen()
        sock.connect(listener.getsockname())
        assert sock.getpeername() == listener.getsockname()


def test_each_database_answers(database_url):
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("select 1")) == 1
    engine.dispose()


def test_databases_of_one_server_are_apart(postgres_server, postgres_url):
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("create table only_here (id int)"))
    engine.dispose()
    assert postgres_url != postgres_server


def ask(url, statement):
    """The first value of a statement's answer, if it has one."""
    engine = create_engine(url)
    with engine.begin() as connection:
        answer = connection.execute(text(statement))
        value = answer.scalar() if answer.returns_rows else None
    engine.dispose()
    return value


ADDED = (
    "INSERT INTO revision (kind, record_id, number, body, change, author, salt, content_sha256) "
    f"VALUES ('company', 'acme', 1, '{{}}', 'new', 'ann', '{'a' * 64}', '{'a' * 64}') RETURNING id"
)


def test_a_lent_database_comes_back_empty_and_counts_from_one_again(migrated_postgres):
    with migrated_postgres.lent() as first:
        assert ask(first, ADDED) == 1
    with migrated_postgres.lent() as second, migrated_postgres.lent() as other:
        assert (second, other != second) == (first, True)
        assert ask(second, "SELECT count(*) FROM revision") == 0
        assert ask(second, "SELECT count(*) FROM alembic_version") == 1
        assert ask(second, ADDED) == 1


def test_a_database_that_a_test_has_altered_is_not_lent_again(migrated_postgres):
    with migrated_postgres.lent() as altered:
        ask(altered, "ALTER TABLE ledger DROP COLUMN publisher")
    with migrated_postgres.lent() as another:
        assert another != altered


def test_whatever_alters_a_database_is_noticed(migrated_postgres):
    statements = (
        "CREATE TABLE only_here (id int)",
        "DROP TRIGGER ledger_no_update ON ledger",
        "ALTER TABLE ledger DISABLE TRIGGER USER",
        "ALTER TABLE ledger DROP COLUMN publisher",
        "UPDATE alembic_version SET version_num = 'another'",
        "DELETE FROM alembic_version",
    )
    with migrated_postgres.lent() as url, psycopg.connect(url) as connection:
        assert migrated_postgres.state_of(connection) == migrated_postgres.state
        for statement in statements:
            connection.execute(statement)
            assert migrated_postgres.state_of(connection) != migrated_postgres.state, statement
            connection.rollback()
        assert migrated_postgres.state_of(connection) == migrated_postgres.state


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Here</title>")

    def log_message(self, *_):
        """Stay silent."""


def test_browser_reaches_this_machine(browser):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server, browser.new_page() as page:
        threading.Thread(target=server.serve_forever).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        assert page.title() == "Here"
        server.shutdown()


@pytest.mark.parametrize("host", ["127.0.0.2", "elsewhere.localhost"])
def test_browser_reaches_no_other_host(browser, host):
    # Both are this machine in truth, so that a broken guard would send nothing to anyone.
    with browser.new_page() as page, pytest.raises(BrowserError, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(f"http://{host}/")


def test_html_parser_reports_faults():
    parser = HTMLParser()
    parser.parse("<!doctype html><title>t</title><p><div></div></p>")
    assert [name for _, name, _ in parser.errors] == ["unexpected-end-tag"]


def test_of_texts_that_look_alike_one_stands_for_all_and_what_is_hidden_for_none(window, monkeypatch):
    monkeypatch.setattr(accessibility, "JUDGED", set())
    page, _ = window
    page.set_content(
        """<html lang="en"><title>title</title><style>p { color: #000; background: #fff } .faint { color: #ccc }</style>
        <main><h1>title</h1><p hidden class="faint">hidden</p>
        <p class="faint">1</p><p class="faint" id="first">first</p><p class="faint">second</p><p>third</p></main>"""
    )
    report = barriers(page, options=LOOKS)
    assert page.eval_on_selector_all("[data-look]", "all => all.map((one) => one.textContent)") == [
        "title",
        "first",
        "third",
    ]
    assert report.count("Rule Violated") == 1
    assert "#first" in report
    page.eval_on_selector_all(".faint", "all => all.forEach((one) => one.classList.remove('faint'))")
    assert barriers(page, options=LOOKS) == ""
    assert barriers(page, options=LOOKS) == ""
    assert page.locator("[data-look]").count() == 0, "no look is judged twice"
    page.eval_on_selector_all("p", "all => all.forEach((one) => { one.style.color = '#ddd'; })")
    assert "color-contrast" in barriers(page, options=LOOKS)
    assert "color-contrast" in barriers(page, options=LOOKS), "a faulty look stays faulty"


def test_a_link_is_judged_where_it_stands_in_text_and_a_target_where_it_is_small_or_overlapped(window, monkeypatch):
    monkeypatch.setattr(accessibility, "JUDGED", set())
    page, _ = window
    page.set_content(
        """<html lang="en"><title>title</title><style>a { color: #600; text-decoration: none }
        button { width: 40px; height: 40px; border: 0; padding: 0 } .small { width: 9px; height: 9px }</style>
        <main><h1>title</h1><p><a href="/alone" id="alone">alone</a></p>
        <p>much text around <a href="/in" id="in">it</a></p>
        <button id="far">1</button><br><button class="small" id="beside">2</button><button class="small">3</button>
        <br><button id="over" style="margin-bottom: -30px">4</button><br><button>5</button></main>"""
    )
    report = barriers(page)
    assert "link-in-text-block" in report
    assert "#in" in report
    assert "#alone" not in report
    assert "target-size" in report
    assert "#beside" in report
    assert "#over" in report
    assert page.locator("#far[data-target]").count() == 0
    page.eval_on_selector_all("br, button", "all => all.forEach((one) => one.remove())")
    page.eval_on_selector("#in", "link => { link.style.textDecoration = 'underline'; }")
    assert barriers(page) == ""
    page.eval_on_selector("p", "text => text.prepend('In a text without an end ')")
    assert "#alone" in barriers(page), "the same look, now in a text"


@pytest.mark.parametrize("workers", [2, 3, 7])
def test_each_worker_begins_with_long_tests_and_each_test_runs_once(workers):
    paths = [beginning for beginnings in LONG for beginning in beginnings]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    names = [f"{path}::{number}" for path in paths for number in range(9)]
    names += [f"tests/core/::{number}" for number in range(2000)]
    ordered = [item.nodeid for item in in_shares([SimpleNamespace(nodeid=name) for name in names], workers)]
    assert sorted(ordered) == sorted(names)
    begun = [ordered[len(names) * number // workers] for number in range(min(workers, len(LONG)))]
    assert all(name.startswith(beginnings) for name, beginnings in zip(begun, LONG, strict=False))
    assert ordered[-1].startswith("tests/core/")
