"""A site that tests of the desk share, with a person of its own for each test."""

import itertools
import shutil
from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import clock, published_world
from tests.web.checking import CheckedClient
from tests.web.desk.browsing import Browser
from tests.web.desk.desk_people import Desk
from tests.web.empty_site import Door
from tracker import create_app
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
from tracker.store.database.connecting import Database

_number = itertools.count(1)


@pytest.fixture(scope="module")
def site(migrated_sqlite, tmp_path_factory):
    """The small world with a pledge and its evidence, and a desk where people write side by side."""
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path_factory.mktemp('desk') / 'tracker.sqlite3')}"
    database = Database(url)
    published_world(database, make.pledge(title="No sales"), make.evidence())
    refresh(database, clock(), UTC)
    app = create_app(Settings(database_url=url), clock(60))
    client = CheckedClient(app)
    client.database = database
    yield client
    for opened in (database, app.extensions["site"].database):
        opened.close()


@pytest.fixture
def ann(site):
    """An editor whose drafts are of this test only."""
    return Browser(site, name=f"ann-{next(_number)}")


@pytest.fixture
def desk(desk_app, world_with, tmp_path):
    """A desk of this test’s own, with the small world published."""
    world = tmp_path / "world.sqlite3"
    world.write_bytes(world_with())
    door = Door(desk_app, world, tmp_path)
    yield Desk(door)
    door.close()
