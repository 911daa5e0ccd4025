"""Answers that the database keeps: any process gives them while they hold, and a worker makes them anew."""

import gzip
import time
from datetime import UTC
from threading import Barrier, Event, Thread
from types import SimpleNamespace

from sqlalchemy import event

from tests import factories as make
from tests.stored import clock, published, published_world
from tests.web.http.caches.test_response_cache import counted
from tracker import create_app
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.one_of_all import one_of_all
from tracker.web.http.caches import one_maker
from tracker.web.http.caches.one_maker import OneMaker
from tracker.web.http.caches.renewing import Renewal

CARD = "/companies/acme/police-drones"


def another(site, **settings):
    """Another process of the same site, which has answered nothing yet."""
    url = site.database.url.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, **settings), site.clock).test_client()


def rows(database, sql="SELECT address, encoding FROM stored_answer ORDER BY address"):
    with database.engine.connect() as connection:
        return connection.exec_driver_sql(sql).all()


def test_another_process_gives_the_same_bytes_without_computing_anything(site_of):
    site = site_of(make.pledge())
    first = site.client.get(CARD, headers={"Accept-Encoding": "gzip"})
    other = another(site)
    requests = counted(other)
    second = other.get(CARD, headers={"Accept-Encoding": "gzip"})
    assert (second.data, [*second.headers]) == (first.data, [*first.headers])
    assert gzip.decompress(second.data)
    assert (
        other.get(CARD, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}).status_code == 304
    )
    assert requests == []


def test_only_what_many_ask_for_is_stored(site_of):
    site = site_of(make.pledge())
    data = "/api/v1/companies/acme/scorecard?topic=police-drones"
    for address in ("/", CARD, f"/embed{CARD}", data):
        site.client.get(address)
    for address in (f"{CARD}?as_of=2020-01-01", "/search?q=a", "/companies/none", "/companies?sort=strength"):
        site.client.get(address)
    for address in (f"/embed{CARD}?theme=dark", f"{data}&as_of=2020-01-01"):
        site.client.get(address)
    assert [address for address, _ in rows(site.database)] == [
        "/", data, CARD, f"/embed{CARD}",
    ]  # fmt: skip


def test_what_is_published_or_set_otherwise_is_never_answered_from_the_store(site_of):
    site = site_of(make.pledge(), make.company("beta"), make.check("beta"))
    site.client.get(CARD)
    published(site.database, make.evidence("beta/deal"), at=clock(20))
    other = another(site)
    requests = counted(other)
    other.get(CARD)
    assert requests == [], "another company's publication changes nothing"
    published(site.database, make.evidence(title="Sold drones again"), at=clock(30))
    assert "Sold drones again" in another(site).get(CARD).text
    assert "Promise Watch" in another(site, site_name="Promise Watch").get(CARD).text
    site.clock.move(clock(60 * 24).now() - clock().now())
    assert "as of 23 November 2026" in another(site).get(CARD).text


def test_the_worker_makes_anew_what_a_publication_concerns_and_nothing_else(site_of):
    site = site_of(make.pledge(), make.company("beta"), make.check("beta"))
    other_card = "/companies/beta/police-drones"
    for address in (CARD, other_card, "/pledges/acme/no-sales"):
        site.client.get(address)
    worker = another(site)
    renewal, requests = Renewal(worker.application), counted(worker)
    assert renewal() == 0
    published(site.database, make.evidence(title="Sold drones again"), at=clock(30))
    down = {"date": "2026-11-22", "reason": "It was about another company."}
    published(site.database, make.company("beta", taken_down=down), at=clock(31))
    refresh(site.database, clock(32), site.client.application.extensions["site"].settings.time_zone)
    assert renewal() == 3
    assert sorted(requests) == sorted([CARD, other_card, "/pledges/acme/no-sales"])
    assert [address for address, _ in rows(site.database)] == [CARD, "/pledges/acme/no-sales"]
    assert renewal() == 0
    fresh = another(site)
    requests = counted(fresh)
    assert "Sold drones again" in fresh.get(CARD).text
    assert requests == []
    published(site.database, make.evidence(title="Sold drones once more"), at=clock(33))
    assert (renewal(), renewal()) == (2, 0), "its scorecard and pledge, by what came since"
    assert "Sold drones once more" in another(site).get(CARD).text


def test_what_nobody_asks_for_is_forgotten_and_the_store_has_a_bound(site_of):
    site = site_of(make.pledge())
    for address in (CARD, "/companies/acme", "/"):
        site.client.get(address)
    store = site.client.application.extensions["response_cache"].store
    with site.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE stored_answer SET asked_on = '2026-11-01' WHERE address = '/'")
        session.connection().exec_driver_sql("UPDATE stored_answer SET size = 150000000 WHERE address <> '/'")
    store.forget(clock().now().date())
    assert len(rows(site.database)) == 1
    assert rows(site.database) != [("/", "")]


def test_of_many_who_ask_at_once_one_has_it_made(site_of):
    site = site_of(make.pledge())
    site.client.application.extensions["response_cache"].store = None
    requests, together, given = counted(site.client), Barrier(6), []

    def ask():
        together.wait()
        given.append(site.client.application.test_client().get(CARD).data)

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert requests == [CARD]
    assert len(set(given)) == 1


def slow(client, waits):
    """Have the application wait in the middle of an answer; the event of its beginning."""
    begun, cache = Event(), client.application.extensions["response_cache"]
    make_it = cache.application

    def slowly(environ, start_response):
        begun.set()
        assert waits.wait(10)
        return make_it(environ, start_response)

    cache.application = slowly
    return begun


def asked_together(one, other, begun):
    """What both give when the other one is asked while the first one makes the page."""
    given = {}
    threads = [
        Thread(target=lambda name=name, client=client: given.setdefault(name, client.get(CARD).data))
        for name, client in (("one", one), ("other", other))
    ]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    for thread in threads:
        thread.join()
    return given["one"], given["other"]


def test_of_two_processes_one_makes_an_answer_and_the_other_waits_for_it(site_of, monkeypatch):
    site = site_of(make.pledge())
    other = another(site)
    requests, asked_of_other = counted(site.client), counted(other)
    waiting = Event()
    begun = slow(site.client, waiting)

    def pause(seconds):
        waiting.set()
        time.sleep(seconds)

    monkeypatch.setattr(one_maker, "time", SimpleNamespace(monotonic=time.monotonic, sleep=pause))
    given, given_by_other = asked_together(site.client, other, begun)
    assert (requests, asked_of_other) == ([CARD], [])
    assert given == given_by_other


def test_of_two_machines_one_makes_an_answer_and_the_other_waits_for_it(migrated_postgres, tmp_path):
    with migrated_postgres.lent() as url:
        database = Database(url)
        published_world(database, make.pledge())
        refresh(database, clock(), UTC)
        clients = [create_app(Settings(database_url=url), clock(60)).test_client() for _ in range(2)]
        requests = [counted(client) for client in clients]
        for number, client in enumerate(clients):  # no temporary folder in common
            store = client.application.extensions["response_cache"].store
            store._one_maker.folder = tmp_path / str(number)
        waiting = Event()
        begun, engine = slow(clients[0], waiting), clients[1].application.extensions["site"].database.engine

        @event.listens_for(engine, "before_cursor_execute")
        def _waits(_connection, _cursor, statement, *_):
            if "pg_advisory_xact_lock" in statement:
                waiting.set()

        given, given_by_other = asked_together(*clients, begun)
        assert requests == [[CARD], []]
        assert given == given_by_other
        for used in (database, *(client.application.extensions["site"].database for client in clients)):
            used.close()


def test_a_machine_does_not_wait_for_another_one_for_ever(database):
    with one_of_all(database, 7, 0.01) as waited, one_of_all(database, 7, 0.01) as waited_too:
        assert (waited, waited_too) == (False, not database.is_sqlite)
    with one_of_all(database, 7, 0.01) as waited:
        assert not waited
    away = Database("postgresql://nobody@127.0.0.1:1/none")
    with one_of_all(away, 7, 0.01) as waited:
        assert not waited
    away.close()


def test_who_waits_in_vain_or_cannot_have_a_lock_makes_it_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(one_maker.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(one_maker, "_SECONDS", 0)
    one, other = OneMaker("sqlite:///a"), OneMaker("sqlite:///a")
    with one.making("0" * 64) as waited, other.making("0" * 64) as waited_too, other.making("1" * 64) as elsewhere:
        assert (waited, waited_too, elsewhere) == (False, True, False)
    with other.making("0" * 64) as waited:
        assert not waited
    (tmp_path / "taken").write_text("")
    one.folder = tmp_path / "taken"
    with one.making("0" * 64) as waited:
        assert not waited
