"""What sessions promise: one snapshot for readers, one writer at a time, and lasting commits."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.factories import company
from tests.signed_in import account
from tests.stored import clock, exported, published
from tracker.store.database.connecting import Database
from tracker.store.ledger import ledger_head


def test_a_reader_sees_one_moment_throughout(database):
    with database.reading() as session:
        before = ledger_head(session).position
        published(database, company())
        assert ledger_head(session).position == before == 0
    with database.reading() as session:
        assert ledger_head(session).position == 1


@pytest.mark.parametrize("statement", ["DELETE FROM record", "UPDATE record SET title = 'other'"])
def test_a_reader_can_change_nothing(database, statement):
    published(database, company())
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as session:
        session.execute(text(statement))


def test_an_exception_takes_everything_back(database):
    published(database, company())
    before = exported(database)

    def fail_half_way():
        with database.writing() as session:
            session.execute(text("DELETE FROM record"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert exported(database) == before


def test_writers_wait_for_each_other(database):
    order = []
    inside = threading.Event()

    def second():
        inside.wait(10)
        with database.writing():
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with database.writing():
        inside.set()
        thread.join(0.2)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_sqlite_keeps_what_it_acknowledged(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    with database.reading() as session:
        settings = {name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")}
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    database.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2}


def test_a_database_is_named_without_its_password():
    assert "secret" not in str(Database("postgresql://user:secret@localhost/tracker"))


def test_who_does_not_wait_is_told_at_once_that_another_writes(database):
    account(database, at=clock().now())
    rename = text("UPDATE account SET name = 'Other'")
    with database.changing() as session:
        session.execute(rename)
        with pytest.raises(OperationalError), database.changing(wait=False) as other:
            other.execute(rename)
    with database.changing(wait=False) as session:
        session.execute(rename)


def test_what_can_be_made_again_is_set_aside_without_waiting(database):
    account(database, at=clock().now())
    name = text("SELECT name FROM account")
    with database.changing() as session:
        session.execute(text("UPDATE account SET name = 'Other'"))
        with pytest.raises(database.driver_error), database.setting_aside() as cursor:
            cursor.execute("UPDATE account SET name = 'Third'")
    with database.setting_aside() as cursor:
        cursor.execute("UPDATE account SET name = 'Fourth'")
    with pytest.raises(database.driver_error), database.setting_aside() as cursor:
        cursor.executemany(f"UPDATE account SET name = {'?' if database.is_sqlite else '%s'}", [("Fifth",), (None,)])
    with database.changing() as session:
        assert session.scalar(name) == "Fourth"
        if database.is_sqlite:
            assert session.scalar(text("PRAGMA synchronous")) == 2


def test_a_new_database_file_and_its_journals_are_for_their_user_only(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/new.sqlite3")
    with database.locked() as connection:
        connection.execute(text("CREATE TABLE note (id integer)"))
    with database.reading():
        files = sorted(tmp_path.iterdir())
        assert len(files) == 3
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    database.close()


def test_connecting_to_one_database_makes_no_file_of_another(tmp_path):
    first, second = (Database(f"sqlite:///{tmp_path}/{name}.sqlite3") for name in ("first", "second"))
    for database in (first, second):
        with database.reading():
            pass
    first.close()
    for file in tmp_path.glob("first*"):
        file.unlink()
    second.engine.dispose()
    with second.reading():
        assert not list(tmp_path.glob("first*"))
    second.close()


def test_a_statement_that_postgresql_does_not_answer_ends_the_connection(postgres_url):
    database = Database(postgres_url)
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.silence = 0.1
        with pytest.raises(OperationalError):
            connection.execute(text("SELECT pg_sleep(600)"))
        assert driver.closed
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    database.close()
