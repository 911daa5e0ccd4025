"""Jobs: leased by one process at a time, lost by none, and done beside the requests."""

import subprocess
import sys
from datetime import UTC

from tests import factories as make
from tests.stored import NOON, ON_SQLITE, clock, published, published_world
from tracker.models.base import instant_text
from tracker.services.publishing.derived.scorecard_index import refresh, refresh_few
from tracker.store.upkeep.jobs import LEASE, add_jobs, delete_jobs, job_count, lease_jobs, waiting_keys

FIRMS = [f"firm-{i:02}" for i in range(30)]
KILLED = """
import os, signal, sys
from datetime import UTC
from tests.stored import clock
from tracker.services.publishing.derived import scorecard_index
from tracker.store.database.connecting import Database
scorecard_index.put_standings = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
scorecard_index.refresh(Database(sys.argv[1]), clock(), UTC)
"""


def waiting(database, kind="refresh"):
    with database.reading() as session:
        return sorted(waiting_keys(session, kind))


def leased(database, minutes=0, most=2, kind="refresh"):
    with database.changing() as session:
        return lease_jobs(session, kind, clock(minutes).now(), most)


def test_a_job_is_one_process_s_own_until_its_lease_is_over(database):
    with database.writing() as session:
        add_jobs(session, "refresh", ["c", "a", "b"], 1)
    assert leased(database) == ["a", "b"]
    assert leased(database) == ["c"]
    assert leased(database) == []
    assert LEASE.total_seconds() == 120
    assert leased(database, 2, 3) == ["a", "b", "c"]


def test_what_becomes_due_again_while_it_is_done_stays_and_is_free(database):
    with database.writing() as session:
        add_jobs(session, "refresh", ["a", "b"], 1)
    assert leased(database) == ["a", "b"]
    with database.writing() as session:
        add_jobs(session, "refresh", ["a"], 2)
        delete_jobs(session, "refresh", ["a", "b"], 1)
    assert leased(database) == ["a"]


def test_processes_take_different_jobs_at_once_on_postgresql(database):
    with database.writing() as session:
        add_jobs(session, "refresh", FIRMS, 1)
    if database.is_sqlite:
        return  # has one writer at a time
    with database.changing() as one, database.changing() as other:
        mine, theirs = (lease_jobs(session, "refresh", clock().now(), 10) for session in (one, other))
    assert len({*mine, *theirs}) == 20


def test_a_process_that_is_killed_loses_nothing(database):
    published_world(database, make.pledge(), *map(make.company, FIRMS))
    url = database.url.render_as_string(hide_password=False)
    killed = subprocess.run([sys.executable, "-c", KILLED, url], check=False)
    assert killed.returncode == -9
    assert waiting(database) == ["acme", *FIRMS]
    assert refresh(database, clock(1), UTC) == 0, "leased by the one that was killed"
    assert refresh(database, clock(3), UTC) == 31
    assert waiting(database) == []


@ON_SQLITE
def test_what_a_shared_record_bears_on_is_found_beside_the_request(database):
    published_world(database, make.pledge(), make.company("idle"))
    refresh(database, clock(), UTC)
    published(database, make.vocabulary("places", {"US": [], "US-CA": ["US"], "DE": [], "FR": []}))
    assert (waiting(database), waiting(database, "spread")) == ([], ["vocabulary places"])
    refresh_few(database, clock(), UTC)
    assert waiting(database, "spread") == ["vocabulary places"], "nobody knows yet how many these are"
    assert refresh(database, clock(), UTC) == 1
    assert (waiting(database), waiting(database, "spread")) == ([], [])


def test_a_few_companies_are_computed_at_once_and_many_are_not(database):
    published_world(database, make.pledge())
    refresh_few(database, clock(), UTC)
    assert waiting(database) == []
    published(database, *map(make.company, FIRMS))
    refresh_few(database, clock(), UTC)
    with database.reading() as session:
        assert job_count(session, "refresh") == len(FIRMS)


def test_moments_of_leases_are_kept_as_all_moments_are(database):
    with database.writing() as session:
        add_jobs(session, "spread", ["wording english"], 1)
    leased(database, kind="spread")
    with database.engine.connect() as connection:
        (until,) = connection.exec_driver_sql("SELECT leased_until FROM job").one()
    assert until == instant_text(NOON + LEASE)
