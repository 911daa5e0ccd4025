"""Sessions end by the clock, with their account and when they are told to; a second factor makes them new."""

from datetime import timedelta

import pytest

from tests.signed_in import account
from tests.stored import clock
from tracker.models.account import Account
from tracker.services.auth.secret_keys import SecretKeys
from tracker.services.auth.sessions import (
    Origin,
    active_session,
    begin_session,
    end_session,
    renew_session,
    touch_session,
)

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
KEYS = SecretKeys("session", b"token", ())
SECOND = timedelta(seconds=1)


class Desk:
    """A person who has just given a password, or both, on a clock that moves."""

    def __init__(self, database, proved="password"):
        self.database, self.clock = database, clock()
        self.account_id = account(database, "editor", "ann", self.clock.now())
        self.token = self.do(begin_session, KEYS, self.account_id, Origin("127.0.0.1", "A browser"), proved=proved)

    def do(self, act, *arguments, **more):
        with self.database.changing() as session:
            return act(session, self.clock, *arguments, **more)

    def row(self):
        """The session, where it holds."""
        person = self.do(active_session, KEYS, self.token)
        return person and person[0]

    def after(self, time, *, used=False):
        """Whether the session holds after some time, at the end of which it may be used."""
        self.clock.move(time)
        row = self.row()
        if row and used:
            self.do(touch_session, row.id, "{}")
        return row is not None


def test_a_session_ends_after_half_an_hour_without_a_request(database):
    desk = Desk(database, "both")
    assert desk.after(timedelta(minutes=30) - SECOND, used=True)
    assert desk.after(timedelta(minutes=30) - SECOND)
    assert not desk.after(SECOND)


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(database):
    desk = Desk(database, "both")
    assert all(desk.after(timedelta(minutes=20), used=True) for _ in range(35))
    assert desk.after(timedelta(minutes=20) - SECOND, used=True)
    assert not desk.after(SECOND)


def test_a_password_alone_holds_for_ten_minutes_and_both_for_twelve_hours_from_then(database):
    desk = Desk(database)
    assert desk.after(timedelta(minutes=10) - SECOND, used=True)
    desk.token = desk.do(renew_session, KEYS, desk.row().id, fresh=True)
    assert desk.after(timedelta(minutes=20), used=True)
    assert desk.row().created_at == desk.clock.now() - timedelta(minutes=20)


def test_without_a_second_factor_the_session_is_over_after_ten_minutes(database):
    desk = Desk(database)
    assert not desk.after(timedelta(minutes=10))


@pytest.mark.parametrize(("back", "holds"), [(timedelta(minutes=5), True), (timedelta(minutes=5) + SECOND, False)])
def test_a_clock_that_was_set_back_by_more_than_five_minutes_ends_sessions(database, back, holds):
    assert Desk(database, "both").after(-back) is holds


def test_a_session_ends_with_its_account(database):
    desk = Desk(database, "both")
    with database.changing() as session:
        session.get(Account, desk.account_id).active = False
    assert desk.row() is None


def test_a_second_factor_gives_another_token_and_only_some_stand_behind_a_publication(database):
    desk = Desk(database)
    first, id = desk.token, desk.row().id
    desk.token = desk.do(renew_session, KEYS, id, fresh=False)
    assert desk.do(active_session, KEYS, first) is None
    assert (desk.row().proved, desk.row().fresh_at) == ("both", None)
    desk.token = desk.do(renew_session, KEYS, id, fresh=True)
    shown = desk.clock.now()
    assert desk.row().fresh_at == shown
    desk.clock.move(SECOND)
    desk.token = desk.do(renew_session, KEYS, id, fresh=False)
    assert desk.row().fresh_at == shown


def test_a_session_that_was_ended_stays_ended(database):
    desk = Desk(database, "both")
    id = desk.row().id
    with database.changing() as session:
        assert not end_session(session, id, desk.account_id + 1), "nobody ends another person’s session"
        assert end_session(session, id, desk.account_id)
        assert not end_session(session, id, desk.account_id)
    desk.do(touch_session, id, "{}")
    assert desk.do(renew_session, KEYS, id, fresh=True) is None
    assert desk.row() is None
