"""The migration of accounts: up with what is published, down with accounts in it, and up again."""

from sqlalchemy import inspect

from tests.factories import evidence, pledge
from tests.signed_in import account
from tests.stored import clock, exported, published_world
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.accounts.people import count_accounts
from tracker.store.database.migrations import migrate
from tracker.store.database.triggers import missing_triggers

BEFORE = "2026_11_22_standings_search"
MADE = {"account", "passkey", "recovery_code", "sign_in", "one_time_link", "attempt", "account_event"}


def tables(database):
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_takes_accounts_away_and_nothing_that_is_published(database):
    published_world(database, pledge(), evidence())
    account(database, at=clock().now())
    before = exported(database)
    migrate(database, BEFORE)
    assert not MADE & tables(database)
    assert exported(database) == before
    migrate(database)
    assert tables(database) >= MADE
    assert exported(database) == before
    with database.reading() as session:
        assert count_accounts(session) == 0
        assert missing_triggers(session) == []
        assert verify(session).ok
