"""States of accounts that the database itself refuses."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.signed_in import account
from tests.stored import clock

AT = "2026-11-22T12:00:00.000000Z"
HASH = "a" * 64


def run(database, statement):
    with database.changing() as session:
        session.execute(text(statement))


def refused(database, statement):
    with pytest.raises(DBAPIError):
        run(database, statement)


@pytest.mark.parametrize(
    "change",
    ["role = 'owner'", "email = 'Ann@news.example'", "passkey_handle = 'short'", "active = NULL", "name = NULL"],
)
def test_an_account_that_cannot_be(database, change):
    account(database, at=clock().now())
    refused(database, f"UPDATE account SET {change}")


@pytest.mark.parametrize("column", ["email", "public_name_key", "passkey_handle"])
def test_no_two_accounts_share_a_name(database, column):
    account(database, at=clock().now())
    account(database, "editor", "ben", clock().now())
    refused(database, f"UPDATE account SET {column} = (SELECT min({column}) FROM account)")


def test_what_was_done_to_accounts_only_ever_grows(database):
    id = account(database, at=clock().now())
    run(database, f"INSERT INTO account_event (at, account_id, event, detail) VALUES ('{AT}', {id}, 'x', '')")
    refused(database, "UPDATE account_event SET event = 'y'")
    refused(database, "DELETE FROM account_event")


SIGN_IN = (
    "INSERT INTO sign_in (token_sha256, account_id, proved, created_at, seen_at, fresh_at, address, browser, data) "
)


@pytest.mark.parametrize(
    "values",
    [
        f"'short', {{id}}, 'both', '{AT}', '{AT}', NULL",
        f"'{HASH}', 999, 'both', '{AT}', '{AT}', NULL",
        f"'{HASH}', {{id}}, 'nothing', '{AT}', '{AT}', NULL",
        f"'{HASH}', {{id}}, 'password', '{AT}', '{AT}', '{AT}'",
        f"'{HASH}', {{id}}, 'both', '{AT}', '2026-11-21T12:00:00.000000Z', NULL",
    ],
)
def test_a_session_that_cannot_be(database, values):
    id = account(database, at=clock().now())
    refused(database, f"{SIGN_IN} VALUES ({values.format(id=id)}, '', '', '{{}}')")
    run(database, f"{SIGN_IN} VALUES ('{HASH}', {id}, 'both', '{AT}', '{AT}', '{AT}', '', '', '{{}}')")


@pytest.mark.parametrize(
    "values",
    [
        f"'setup', '{HASH}', {{id}}, '{AT}', NULL",
        f"'setup', '{HASH}', NULL, '{AT}', '{AT}'",
        f"'reset', '{HASH}', {{id}}, '{AT}', NULL",
        f"'reset', '{HASH}', NULL, '{AT}', '{AT}'",
        f"'gift', '{HASH}', {{id}}, '{AT}', '{AT}'",
        f"'reset', 'short', {{id}}, '{AT}', '{AT}'",
    ],
)
def test_a_link_that_cannot_be(database, values):
    id = account(database, at=clock().now())
    insert = "INSERT INTO one_time_link (kind, token_sha256, account_id, made_at, expires_at) "
    refused(database, f"{insert} VALUES ({values.format(id=id)})")
    run(database, f"{insert} VALUES ('reset', '{HASH}', {id}, '{AT}', '{AT}')")


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO attempt (at, kind, name_key, origin_key) VALUES ('{AT}', 'mail', '{HASH}', '{HASH}')",
        "INSERT INTO recovery_code (account_id, code_sha256) VALUES ({id}, 'short')",
        "INSERT INTO passkey (account_id, credential_id, public_key, sign_count, name, created_at) "
        f"VALUES ({{id}}, 'x', 'y', -1, 'z', '{AT}')",
    ],
)
def test_other_rows_that_cannot_be(database, statement):
    id = account(database, at=clock().now())
    refused(database, statement.format(id=id))
