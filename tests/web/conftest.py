"""Sites to fetch pages from: one with the records of ``seeds/``, and ones that a test fills itself."""

import shutil
from contextlib import contextmanager
from datetime import UTC

import pytest
from cachetools import LRUCache, cached

from tests.stored import NOON, clock, published_world
from tests.web.checking import CheckedClient
from tests.web.empty_site import Door
from tracker import create_app
from tracker.clock import FixedClock
from tracker.services.intake.importing import Import, import_files
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate


def prepared(url):
    """A database with all tables."""
    database = Database(url)
    migrate(database)
    return database


@pytest.fixture(scope="session")
def seeded_url(tmp_path_factory):
    """The URL of a database with the records of ``seeds/``; nobody writes to it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('seeded')}/tracker.sqlite3"
    database = prepared(url)
    import_files(database, clock(), [ROOT / "seeds"], Import("ann"))
    refresh(database, clock(), UTC)
    database.close()
    return url


@pytest.fixture(scope="session")
def seeded(seeded_url):
    """A client for the site with the records of ``seeds/``, an hour after they were loaded."""
    app = create_app(Settings(database_url=seeded_url, public_url="https://pledges.example"), clock(60))
    yield CheckedClient(app)
    app.extensions["site"].database.close()


@pytest.fixture(scope="session")
def desk_app():
    """An application whose database, secrets and clock each test brings along."""
    # Passkeys are bound to a name.
    return create_app(Settings(public_url="http://localhost:8000"))


@pytest.fixture
def door(desk_app, migrated_sqlite, tmp_path):
    """An empty site with people at its door."""
    made = Door(desk_app, migrated_sqlite, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def world_with(migrated_sqlite, tmp_path_factory):
    """A function that gives the content of a SQLite file in which the small world and further records are published.

    The last ones are kept: tests with many parameters ask for the same again and again.
    """
    path = tmp_path_factory.mktemp("worlds") / "world.sqlite3"

    @cached(LRUCache(maxsize=24), key=lambda *records: tuple(record.model_dump_json() for record in records))
    def published_in_a_file(*records):
        shutil.copy(migrated_sqlite, path)
        database = Database(f"sqlite:///{path}")
        published_world(database, *records)
        refresh(database, clock(), UTC)
        database.close()
        return path.read_bytes()

    return published_in_a_file


@contextmanager
def _making_sites(folder, migrated_sqlite, world_with):
    databases = []

    def make_site(*records, minutes=60, world=True, **settings):
        path = folder / f"site-{len(databases)}.sqlite3"
        path.write_bytes(world_with(*records) if world else migrated_sqlite.read_bytes())
        url = f"sqlite:///{path}"
        database = Database(url)
        databases.append(database)
        moment = FixedClock(NOON)
        moment.move(clock(minutes).now() - NOON)
        app = create_app(Settings(database_url=url, **settings), moment)
        databases.append(app.extensions["site"].database)
        client = CheckedClient(app)
        client.database, client.clock = database, moment
        return client

    yield make_site
    for database in databases:
        database.close()


@pytest.fixture
def site_of(tmp_path, migrated_sqlite, world_with):
    """A function that makes a site of the small world with further records, and gives its client."""
    with _making_sites(tmp_path, migrated_sqlite, world_with) as make_site:
        yield make_site


@pytest.fixture(scope="module")
def site_to_read(tmp_path_factory, migrated_sqlite, world_with):
    """The same for sites that the tests of a module only read."""
    with _making_sites(tmp_path_factory.mktemp("sites"), migrated_sqlite, world_with) as make_site:
        yield make_site
