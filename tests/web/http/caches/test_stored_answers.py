"""Answers that the database keeps: any process gives them while they hold, and a worker makes them anew."""

import gzip
import time
from threading import Barrier, Event, Thread
from types import SimpleNamespace

from tests import factories as make
from tests.stored import clock, published
from tests.web.http.caches.test_response_cache import counted
from tracker import create_app
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
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
    asked = counted(other)
    second = other.get(CARD, headers={"Accept-Encoding": "gzip"})
    assert (second.data, [*second.headers]) == (first.data, [*first.headers])
    assert gzip.decompress(second.data)
    assert (
        other.get(CARD, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}).status_code == 304
    )
    assert asked == []


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
    asked = counted(other)
    other.get(CARD)
    assert asked == [], "another company's publication changes nothing"
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
    renewal, asked = Renewal(worker.application), counted(worker)
    assert renewal() == 0
    published(site.database, make.evidence(title="Sold drones again"), at=clock(30))
    down = {"date": "2026-11-22", "reason": "It was about another company."}
    published(site.database, make.company("beta", taken_down=down), at=clock(31))
    refresh(site.database, clock(32), site.client.application.extensions["site"].settings.time_zone)
    assert renewal() == 3
    assert sorted(asked) == sorted([CARD, other_card, "/pledges/acme/no-sales"])
    assert [address for address, _ in rows(site.database)] == [CARD, "/pledges/acme/no-sales"]
    assert renewal() == 0
    fresh = another(site)
    asked = counted(fresh)
    assert "Sold drones again" in fresh.get(CARD).text
    assert asked == []


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
    asked, together, given = counted(site.client), Barrier(6), []

    def ask():
        together.wait()
        given.append(site.client.application.test_client().get(CARD).data)

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == [CARD]
    assert len(set(given)) == 1


def test_of_two_processes_one_makes_an_answer_and_the_other_waits_for_it(site_of, monkeypatch):
    site = site_of(make.pledge())
    other = another(site)
    asked, asked_of_other, given = counted(site.client), counted(other), {}
    begun, waiting = Event(), Event()
    cache = site.client.application.extensions["response_cache"]
    make_it = cache.application

    def slowly(environ, start_response):
        begun.set()
        assert waiting.wait(10)
        return make_it(environ, start_response)

    def pause(seconds):
        waiting.set()
        time.sleep(seconds)

    cache.application = slowly
    monkeypatch.setattr(one_maker, "time", SimpleNamespace(monotonic=time.monotonic, sleep=pause))
    threads = [
        Thread(target=lambda name=name, client=client: given.setdefault(name, client.get(CARD).data))
        for name, client in (("one", site.client), ("other", other))
    ]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    for thread in threads:
        thread.join()
    assert (asked, asked_of_other) == ([CARD], [])
    assert given["one"] == given["other"]


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
