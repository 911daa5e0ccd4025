"""Limits on guessing: they stop whoever guesses, and lock nobody out."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from tests.stored import ON_SQLITE, clock
from tracker.models import Attempt
from tracker.services.auth.secret_keys import SecretKeys
from tracker.services.auth.throttling import (
    RULES,
    AttemptOrigin,
    ThrottledError,
    begin_attempt,
    forget_attempts,
    strike_out,
)
from tracker.settings import ROOT

KEYS = SecretKeys("s", b"t" * 32, ())
MINUTE = timedelta(minutes=1)


def guess(database, now, *attempts, **more):
    """A wrong try in a transaction of its own: None if it was let through, else the seconds to wait."""
    with database.changing() as session:
        return guess_in(session, now, *attempts, **more)


def guess_in(session, now, name="ann@news.example", address="192.0.2.1", kind="password", place=None):
    """A wrong try."""
    try:
        begin_attempt(session, now, KEYS, kind, name, place or AttemptOrigin.of_address(address))
    except ThrottledError as error:
        return error.seconds
    return None


@ON_SQLITE
def test_five_tries_for_a_name_from_a_place_then_a_wait_that_ends(database):
    now = clock()
    for _ in range(5):
        assert guess(database, now) is None
        now.move(MINUTE)
    wait = guess(database, now)
    assert wait == 10 * 60 + 1
    assert guess(database, now, "ANN@news.example ") == wait, "however it is spelt"
    assert guess(database, now, "ben@news.example") is None
    now.move(timedelta(seconds=wait))
    assert guess(database, now) is None
    assert guess(database, now) is not None


@ON_SQLITE
def test_what_is_refused_is_not_counted(database):
    now = clock()
    for _ in range(20):
        guess(database, now)
    now.move(15 * MINUTE + timedelta(seconds=1))
    assert guess(database, now) is None


@ON_SQLITE
def test_a_place_that_tries_many_names_is_stopped(database):
    now = clock()
    let = [guess(database, now, f"person{i}@news.example") is None for i in range(40)]
    assert let == [True] * 20 + [False] * 20


def test_a_right_password_is_no_guess(database):
    now = clock()
    for _ in range(40):
        with database.changing() as session:
            attempt = begin_attempt(session, now, KEYS, "password", "ann", AttemptOrigin.of_address("192.0.2.1"))
            strike_out(session, attempt)
    assert guess(database, now, "ann") is None


def test_whoever_got_in_from_a_place_did_not_guess_there(database):
    now = clock()
    for _ in range(4):
        guess(database, now)
        guess(database, now, address="192.0.2.2")
    with database.changing() as session:
        forget_attempts(session, KEYS, "ann@news.example", AttemptOrigin.of_address("192.0.2.1"))
        assert session.scalar(select(func.count()).select_from(Attempt)) == 4
    assert [guess(database, now) is None for _ in range(6)] == [True] * 5 + [False]


@ON_SQLITE
def test_leaked_pairs_from_many_places_are_stopped_and_the_owner_still_gets_in(database):
    now, let, refused = clock(), 0, 0
    places = 120
    with database.changing() as session:
        for turn in range(5):
            for place in range(places):
                name = f"person{(turn * places + place) % 50}@news.example"
                wait = guess_in(session, now, name, f"198.51.100.{place}")
                let, refused = let + (wait is None), refused + (wait is not None)
            now.move(MINUTE)
    assert let <= 2 * places + 100
    assert refused == 5 * places - let > 50
    # The owner, from a place of their own, has a slip of the fingers and gets in.
    for _ in range(2):
        assert guess(database, now, "person7@news.example", "192.0.2.77") is None
    # In a browser that they signed in with before, even from where the guessing comes from.
    origin = AttemptOrigin("browser abc", recognised=True)
    for _ in range(5):
        assert guess(database, now, "person7@news.example", place=origin) is None
    assert guess(database, now, "person7@news.example", place=origin) is not None


@ON_SQLITE
def test_one_name_under_fire_from_everywhere_still_opens_for_its_owner(database):
    now = clock()
    with database.changing() as session:
        let = [guess_in(session, now, address=f"198.51.100.{i // 5}") is None for i in range(250)]
    assert sum(let) < 30 + 2 * 50
    for _ in range(2):
        assert guess(database, now, address="192.0.2.1") is None
    assert guess(database, now, address="192.0.2.1") is not None


@ON_SQLITE
def test_codes_of_one_name_are_limited_in_all_for_a_day(database):
    now, let = clock(), 0
    with database.changing() as session:
        for place in range(100):
            let += guess_in(session, now, address=f"198.51.100.{place}", kind="code") is None
            now.move(10 * MINUTE)
    # Three of a million codes are right at any moment.
    assert let <= 50
    assert guess(database, now, kind="code") is not None
    assert guess(database, now, kind="code", place=AttemptOrigin("browser abc", recognised=True)) is None
    assert guess(database, now, kind="password", address="192.0.2.9") is None
    now.move(timedelta(days=1))
    assert guess(database, now, kind="code") is None


@ON_SQLITE
def test_passwords_of_one_name_are_not_limited_in_all_for_a_day(database):
    now = clock()
    with database.changing() as session:
        for place in range(51):
            assert guess_in(session, now, address=f"198.51.100.{place}") is None
            now.move(10 * MINUTE)
    assert guess(database, now, address="192.0.2.9") is None


def test_concurrent_attempts_cannot_exceed_the_limit(database):
    now, barrier, let = clock(), Barrier(12), []

    def try_once():
        barrier.wait()
        let.append(guess(database, now) is None)

    threads = [Thread(target=try_once) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let) == 5


def test_attempts_are_deleted_after_a_day(database):
    now = clock()
    guess(database, now)
    now.move(timedelta(days=1, minutes=1))
    guess(database, now, "ben@news.example")
    with database.reading() as session:
        (row,) = session.scalars(select(Attempt)).all()
    assert "ben" not in f"{row.name_key}{row.origin_key}"
    assert (len(row.name_key), len(row.origin_key)) == (64, 64)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "unknown", False),
    ],
)
def test_a_place_on_the_net(one, other, same):
    assert (AttemptOrigin.of_address(one) == AttemptOrigin.of_address(other)) is same


def test_the_figures_stand_in_the_documentation():
    text = (ROOT / "docs" / "operations.md").read_text()
    for rule in RULES.values():
        minutes = int(rule.within / MINUTE)
        assert f"| {rule.meaning} | {rule.most} | {minutes} minutes |" in text
