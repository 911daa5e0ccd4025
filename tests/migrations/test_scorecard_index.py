"""The migrations of lists: down and up with data, after which a start makes anew what they cannot know."""

from datetime import UTC

from sqlalchemy import inspect, text

from tests.factories import company, evidence, pledge
from tests.stored import clock, exported, published_world
from tracker.services.upkeep.catching_up import catch_up
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.database.migrations import current, migrate
from tracker.store.searching.search import search

FIRST, SECOND = "2026_11_22_first_tables", "2026_11_22_standings_search"
BELOW = ("2026_11_22_drafts", "2026_11_29_record_line", "2026_11_29_site_details")
"""Migrations that others follow which add columns to lists."""
MADE = {"standing", "ending", "derived", "search", "name_word"}


def tables(database):
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_and_up_keeps_what_was_published_and_a_start_makes_the_rest(database):
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
        assert verify(session, full=True).discrepancies == ()
        assert [hit.id for hit in search(session, "drones").hits] == ["police-drones", "acme/no-sales", "acme/deal"]


def test_columns_of_lists_taken_away_and_added_again_are_filled_at_the_next_start(database):
    published_world(database, company(country="FR"), pledge(), evidence())
    catch_up(database, clock(), UTC)
    listed = text("SELECT country, record_line FROM standing WHERE company_id = 'acme'")
    with database.reading() as session:
        before = sorted(map(tuple, session.execute(listed)))
    assert before
    assert all(country == "FR" and line for country, line in before)
    kept = exported(database)
    # Which migrations have rows made anew differs by no database: on the slower one, all of them at once.
    for below in BELOW if database.is_sqlite else BELOW[:1]:
        migrate(database, below)
        migrate(database)
        assert exported(database) == kept
        catch_up(database, clock(), UTC)
        with database.reading() as session:
            assert sorted(map(tuple, session.execute(listed))) == before, below
            assert verify(session, full=True).discrepancies == ()
