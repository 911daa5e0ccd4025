"""The migration of the site's details: up with what is published, down with answers in it, and up again."""

from sqlalchemy import inspect

from tests.desk import person
from tests.factories import pledge
from tests.stored import clock, exported, published_world
from tracker.services.upkeep.site_details import save_site_details, settings_now
from tracker.settings import Settings
from tracker.store.database.migrations import migrate

BEFORE = "2026_11_29_country_sector"


def tables(database):
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_takes_the_answers_away_and_nothing_that_is_published(database):
    published_world(database, pledge())
    admin = person(database, role="admin")
    with database.changing() as session:
        save_site_details(session, admin, clock(), Settings(), {"site_name": "Promise Watch"})
    before = exported(database)
    migrate(database, BEFORE)
    assert "site_details" not in tables(database)
    assert exported(database) == before
    migrate(database)
    assert "site_details" in tables(database)
    assert exported(database) == before
    assert settings_now(database, Settings()).site_name == "Pledge Tracker"
