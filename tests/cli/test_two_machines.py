"""Two sites on one PostgreSQL behind nginx: either answers, and what goes on while each part in turn is gone.

The second one reads public pages from a replica.
"""

import http.client
import itertools
import time
from datetime import date, timedelta

import psycopg
import pytest

from tests import factories as make
from tests.servers.drill import Person, Served, at_once
from tests.servers.nginx import running_nginx
from tests.servers.postgres import own_server, replica_of
from tests.stored import clock, published, published_world
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

CARD = "/companies/acme/police-drones"
WAIT_SECONDS = 60
_AGAIN_SECONDS = 1.1
"""After so long nginx asks a site again that did not answer (``fail_timeout``)."""
_DAYS = itertools.count(1)


def fresh():
    """An address that no cache has an answer for."""
    return f"{CARD}?as_of={date(2016, 1, 1) + timedelta(days=next(_DAYS))}"


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.text = response.read().decode()
        return response
    finally:
        connection.close()


def until(status, port):
    """Wait until an address that no cache has is answered so."""
    end = time.monotonic() + WAIT_SECONDS
    while (response := get(port, fresh())).status != status:
        assert time.monotonic() < end, response.status
        time.sleep(0.1)
    return response


@pytest.fixture
def server():
    with own_server() as server:
        yield server


@pytest.fixture
def replica(server):
    with replica_of(server) as replica:
        yield replica


def reads(server):
    """How often names were searched there: a server that is only asked how far it is searches none."""
    counted = "SELECT seq_scan + idx_scan FROM pg_stat_user_tables WHERE relname = 'name_word'"
    with psycopg.connect(server.url) as connection:
        return connection.execute(counted).fetchone()[0]


@pytest.fixture
def sites(server, replica, tmp_path):
    """Two sites with the same secrets, one process each, of which the first has started."""
    database = Database(server.url)
    migrate(database)
    published_world(database, make.pledge())
    both = [Served(database, tmp_path / "secrets") for _ in range(2)]
    for site in both:
        site.variables |= {"WORKERS": "1", "SEEDS": "none", "TRUSTED_PROXIES": "1"}
    both[1].variables["DATABASE_READ_URL"] = replica.url
    both[0].start()
    yield both, database, Person(both[0], "editor", "ann")
    for site in both:
        if site.process:
            site.kill()
    database.close()


def answers_everything(port, person):
    assert {get(port, fresh()).status for _ in range(6)} == {200}
    assert get(port, "/desk/", Cookie=f"desk={person.token}").status == 200


def test_two_machines_stand_in_for_each_other(server, replica, sites, tmp_path):
    (first, second), database, person = sites
    ports = first.port, second.port
    with running_nginx(tmp_path, *ports) as (port, _):
        # The second site is not there yet: the first answers everything.
        answers_everything(port, person)
        at_once(second.start, lambda: time.sleep(_AGAIN_SECONDS))

        # What is published, and who is signed in, both know at once, however far behind the replica is.
        with psycopg.connect(replica.url, autocommit=True) as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
        published(database, make.evidence(), at=clock(30))
        assert all("camera drones" in get(it, CARD).text for it in ports)
        assert get(second.port, "/search?q=acme").status == 200
        assert reads(replica) == 0
        with psycopg.connect(replica.url, autocommit=True) as connection:
            connection.execute("SELECT pg_wal_replay_resume()")
        assert {get(it, "/desk/", Cookie=f"desk={person.token}").status for it in ports} == {200}
        assert get(port, CARD).status == 200

        # The replica answers again, and when it is gone, the primary does.
        end = time.monotonic() + WAIT_SECONDS
        while reads(replica) == 0:
            # A search reads each time; a day of a scorecard may follow from another one.
            assert get(second.port, f"/search?q=acme{next(_DAYS)}").status == 200
            assert time.monotonic() < end
            time.sleep(0.1)
        replica.kill()
        assert get(second.port, fresh()).status == 200

        # The first site is killed: the second, which has come meanwhile, answers everything.
        first.kill()
        answers_everything(port, person)

        # Without the database: what was asked for before goes on, what was not is refused and says for how long.
        server.kill()
        assert get(port, CARD).status == 200
        refused = until(503, port)
        assert int(refused.headers["Retry-After"]) > 0
        server.start()
        assert until(200, port).headers["Set-Cookie"] is None

    # nginx itself: it starts with what it had kept.
    with running_nginx(tmp_path, *ports) as (port, _):
        assert get(port, CARD).headers["X-Cache"] in ("HIT", "STALE", "EXPIRED", "REVALIDATED")
        assert get(port, fresh()).status == 200
