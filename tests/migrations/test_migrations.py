"""Migrations: up, down, with data, by many processes at once; and the tables that models describe."""

import os
import re
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from tests.factories import company
from tests.killed import begun, ended
from tests.servers.postgres import fresh_database
from tests.stored import exported, published
from tracker.clock import SystemClock
from tracker.models import Base
from tracker.services.upkeep.startup import start
from tracker.store.database import migrations
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import MigrationError, NotMigratedError, current, head, migrate, require_head
from tracker.store.database.triggers import missing_triggers

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def tables(database):
    """Everything that the inspector reports of all tables, in an order that does not depend on the database."""
    with database.engine.connect() as connection:
        inspector = inspect(connection)
        return {
            table: {
                "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)},
                "key": inspector.get_pk_constraint(table),
                "foreign": sorted(inspector.get_foreign_keys(table), key=str),
                "unique": sorted(inspector.get_unique_constraints(table), key=str),
                "checks": sorted(inspector.get_check_constraints(table), key=str),
                "indexes": sorted(inspector.get_indexes(table), key=str),
            }
            for table in inspector.get_table_names()
            if table != "alembic_version"
        }


@pytest.fixture
def database_of_models(database, tmp_path, request):
    """A second database of the same kind, made from the models instead of by migrations."""

    def made(url):
        database = Database(url)
        Base.metadata.create_all(database.engine)
        return database

    if database.is_sqlite:
        other = made(f"sqlite:///{tmp_path}/models.sqlite3")
        yield other
        other.close()
    else:
        with fresh_database(request.getfixturevalue("postgres_server")) as url:
            other = made(url)
            yield other
            other.close()


def test_models_equal_the_newest_tables(database, database_of_models):
    assert tables(database) == tables(database_of_models)


def test_every_trigger_is_there(database):
    with database.reading() as session:
        assert missing_triggers(session) == []


def test_down_and_up_again(database):
    before = tables(database)
    assert migrate(database, "base")
    assert tables(database) == {}
    assert migrate(database)
    assert tables(database) == before


def test_migrating_again_does_nothing_and_keeps_data(database):
    published(database, company())
    before = exported(database)
    assert not migrate(database)
    assert exported(database) == before


def test_a_failing_migration_changes_nothing(database_url, monkeypatch):
    database = Database(database_url)

    def fail(connection):
        raise MigrationError("stopped before commit")

    monkeypatch.setattr(migrations, "_check_foreign_keys", fail)
    with pytest.raises(MigrationError, match="stopped before commit"):
        migrate(database)
    assert tables(database) == {}
    with database.engine.connect() as connection:
        assert current(connection) is None
    database.close()


def test_a_database_of_a_newer_program_is_left_alone(database):
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '2999_01_01_from_the_future'"))
    with pytest.raises(MigrationError, match=r"2999_01_01_from_the_future.*newer"):
        migrate(database)
    with pytest.raises(NotMigratedError, match="2999_01_01_from_the_future"):
        require_head(database)


def test_what_is_not_migrated_says_so(database_url):
    database = Database(database_url)
    with pytest.raises(NotMigratedError, match="tracker migrate"):
        require_head(database)
    assert database.path is None or not database.path.exists()
    database.close()


def test_sqlite_gets_its_folder(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/new/folder/tracker.sqlite3")
    assert migrate(database)
    require_head(database)
    database.close()


def test_of_six_processes_at_once_one_does_the_work(database_url, tmp_path):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "acme.yaml").write_text("- kind: company\n  id: acme\n  name: Acme Optics Inc.\n")

    def start_one():
        database = Database(database_url)
        started = start(database, SystemClock(), seeds)
        database.close()
        (tmp_path / f"said-{os.getpid()}").write_text(f"{started.migrated} {started.loaded}")

    assert [ended(process) for process in [begun(start_one) for _ in range(6)]] == [0] * 6
    said = [path.read_text().split() for path in tmp_path.glob("said-*")]
    assert sorted(migrated for migrated, _ in said) == ["False"] * 5 + ["True"]
    assert sorted(loaded for _, loaded in said) == ["0"] * 5 + ["1"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_is_named_for_its_day_and_subject(path):
    assert re.fullmatch(r"\d{4}_\d\d_\d\d_[a-z0-9_]+", path.stem)
    assert f'revision = "{path.stem}"' in path.read_text()
    assert len(path.stem) <= 32  # the column that Alembic keeps it in


def test_the_head_is_the_one_migration_that_none_follows():
    followed = {name for path in FILES for name in re.findall(r'down_revision = "(.+)"', path.read_text())}
    assert {path.stem for path in FILES} - followed == {head()}
