"""A worker killed while it makes a copy: none is lost, none is doubled, and nothing is stuck beyond the lease."""

import pytest

from tests.services.captures.crash import LEASE, ask, forked
from tracker.capture.stores.blobs import BlobStore
from tracker.store.captures.blobs import all_blobs


def rows(database, statement):
    with database.engine.connect() as connection:
        return connection.exec_driver_sql(statement).all()


@pytest.mark.parametrize("place", ["storing", "stored", "keeping"])
def test_a_worker_that_is_killed_loses_and_doubles_nothing(database, tmp_path, place):
    url = database.url.render_as_string(hide_password=False)
    ask(url, tmp_path, 2)
    assert forked(url, tmp_path, place) == -9
    assert rows(database, "SELECT count(*) FROM capture") == [(0,)]
    assert rows(database, "SELECT count(*) FROM job WHERE token IS NOT NULL") == [(1,)]
    assert forked(url, tmp_path, "never", LEASE) == 0
    assert rows(database, "SELECT count(*), count(DISTINCT request) FROM capture") == [(2, 2)]
    assert rows(database, "SELECT count(*) FROM job") == [(0,)]
    store = BlobStore(tmp_path)
    with database.reading() as session:
        kept = {row.sha256 for row in all_blobs(session)}
    assert all(store.check(sha256) for sha256 in kept)
    assert len(set(store.all()) - kept) <= 1, "at most the file of the one that was killed, which no row names"
