"""Reading from a replica: only what has all that the primary has published, and the primary where it has not."""

import shutil

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.store.database.connecting import Database
from tracker.store.ledger import last_change_seen
from tracker.store.replica import Reader


@pytest.fixture
def primary(migrated_sqlite, tmp_path):
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'primary.sqlite3')}")
    published_world(database)
    yield database
    database.close()


def copied(primary, path):
    """A replica as it stands now: it gets nothing more."""
    with primary.locked() as connection:
        connection.execute(text("SELECT 1"))
        shutil.copy(primary.path, path)
        for journal in primary.path.parent.glob("primary.sqlite3-wal"):
            shutil.copy(journal, f"{path}-wal")
    return Database(f"sqlite:///{path}")


def database_of(session):
    (row,) = [it for it in session.execute(text("PRAGMA database_list")) if it[1] == "main"]
    return row[2].rpartition("/")[2]


def test_readers_get_the_replica_while_it_has_everything(primary, tmp_path):
    reader = Reader(copied(primary, tmp_path / "replica.sqlite3"))
    with reader.reading(primary) as session:
        assert database_of(session) == "replica.sqlite3"
        before = last_change_seen(session)
    published(primary, make.pledge(), at=clock(30))
    with reader.reading(primary) as session:
        assert database_of(session) == "primary.sqlite3", "the replica lacks what a reader may have seen"
        assert last_change_seen(session).position == before.position + 1
    reader.close()


def test_a_replica_that_is_away_is_left_alone_for_a_while(primary, tmp_path, monkeypatch):
    replica = Database(f"sqlite:///{tmp_path}/no-such-folder/replica.sqlite3")
    reader, requests = Reader(replica), []
    reading = replica.reading
    monkeypatch.setattr(replica, "reading", lambda: requests.append(1) or reading())
    for _ in range(3):
        with reader.reading(primary) as session:
            assert database_of(session) == "primary.sqlite3"
    assert len(requests) == 1
    reader.close()


def test_a_session_sees_one_moment_and_passes_on_errors(primary, tmp_path):
    replica = copied(primary, tmp_path / "replica.sqlite3")
    reader = Reader(replica)
    with pytest.raises(DBAPIError), reader.reading(primary) as session:
        session.execute(text("SELECT nothing FROM nowhere"))
    assert replica.engine.pool.checkedout() == primary.engine.pool.checkedout() == 0
    reader.close()


def test_without_a_replica_the_primary_is_read(primary):
    with Reader(None).reading(primary) as session:
        assert database_of(session) == "primary.sqlite3"
