"""The second migration: down and up with data, after which a start makes anew what it cannot know."""

from datetime import UTC

from sqlalchemy import inspect, text

from tests.factories import evidence, pledge
from tests.stored import clock, exported, published_world
from tracker.services.upkeep.catching_up import catch_up
from tracker.services.upkeep.verify import verify
from tracker.store.migrations import current, migrate
from tracker.store.searching.search import search

FIRST, SECOND = "2026_11_22_first_tables", "2026_11_22_standings_search"
MADE = {"standing", "ending", "stale", "derived", "search", "name_word"}


def tables(database):
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_and_up_keeps_what_was_published_and_a_start_makes_the_rest(database):
    migrate(database, SECOND)
    published_world(database, pledge(), evidence())
    before = exported(database)
    migrate(database, FIRST)
    assert not MADE & tables(database)
    with database.engine.connect() as connection:
        assert current(connection) == FIRST
        assert connection.scalar(text("SELECT count(*) FROM record")) == 12
    migrate(database, SECOND)
    assert tables(database) >= MADE
    assert exported(database) == before
    migrate(database)
    with database.reading() as session:
        assert not verify(session).ok
        assert search(session, "drones").hits == []
    assert catch_up(database, clock(), UTC) == 1
    with database.reading() as session:
        assert verify(session, full=True).found == ()
        assert [hit.id for hit in search(session, "drones").hits] == ["police-drones", "acme/no-sales", "acme/deal"]
