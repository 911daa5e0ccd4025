"""States that the database itself refuses."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.factories import company
from tests.stored import published

HASH = "a" * 64


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET author = 'eve'",
        "DELETE FROM revision",
        "UPDATE ledger SET publisher = 'eve'",
        "DELETE FROM ledger",
    ],
)
def test_revisions_and_ledger_only_ever_grow(database, statement):
    published(database, company())
    with pytest.raises(DBAPIError, match="only ever grows"), database.writing() as session:
        session.execute(text(statement))


def test_sqlite_refuses_to_replace_a_revision(database):
    published(database, company())
    if database.is_sqlite:
        statement = "INSERT OR REPLACE INTO revision SELECT * FROM revision"
        with pytest.raises(DBAPIError, match="only ever grows"), database.writing() as session:
            session.execute(text(statement))


@pytest.mark.parametrize("table", ["ledger", "revision"])
def test_postgresql_refuses_to_truncate(database, table):
    if not database.is_sqlite:
        with pytest.raises(DBAPIError, match="only ever grows"), database.writing() as session:
            session.execute(text(f"TRUNCATE {table} CASCADE"))


def entry(**fields):
    base = {"position": 2, "at": "2026-11-22T12:00:00.000001Z", "previous_sha256": "b" * 64, "sha256": "c" * 64}
    return base | fields


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": 1},
        {"position": 0},
        {"previous_sha256": "0" * 64},
        {"at": "2026-11-22T12:00:00Z"},
        {"sha256": "short"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_ledger_refuses_entries_that_cannot_be(database, wrong):
    published(database, company())
    columns = "position, at, revision_id, publisher, entry, previous_sha256, sha256"
    values = ":position, :at, :revision, 'bob', '{}', :previous_sha256, :sha256"
    revision = (
        "INSERT INTO revision (kind, record_id, number, body, change, author, salt, content_sha256) "
        f"VALUES ('company', 'beta', 1, '{{}}', 'new', 'ann', '{HASH}', '{HASH}') RETURNING id"
    )
    with database.writing() as session:
        id = session.scalar(text(revision))
        with pytest.raises(DBAPIError):
            session.execute(text(f"INSERT INTO ledger ({columns}) VALUES ({values})"), entry(revision=id, **wrong))
        session.rollback()


@pytest.mark.parametrize(("number", "change"), [(1, "update"), (2, "new"), (0, "new"), (2, "rewrite")], ids=str)
def test_only_the_first_revision_is_new(database, number, change):
    statement = (
        "INSERT INTO revision (kind, record_id, number, body, change, author, salt, content_sha256) "
        f"VALUES ('company', 'beta', {number}, '{{}}', '{change}', 'ann', '{HASH}', '{HASH}')"
    )
    with pytest.raises(DBAPIError), database.writing() as session:
        session.execute(text(statement))
