"""Limits on guessing keep out who guesses, and nobody else.

Passkeys, recovery codes, known browsers, and after a reset.
"""

from datetime import timedelta

import pytest

from tests.signed_in import signed_in
from tests.soft_passkey import SoftPasskey
from tests.web.accounts.test_passkeys import added, hashed, options
from tests.web.empty_site import ANOTHER, PASSWORD, post
from tracker.services.auth import people
from tracker.services.auth.throttling import AttemptOrigin
from tracker.store.accounts.people import find_by_email

HERE = "198.51.100.1"


def wrong_codes(door, email, addresses):
    """Somebody who has the password tries five codes from each of these addresses; the status of the last answer."""
    for address in addresses:
        thief = door.client(address)
        door.knock(thief, email)
        for _ in range(5):
            answer = post(thief, "/account/second-step", {"code": "000000"})
    return answer.status_code


def wrong_passwords(door, email, address=HERE):
    thief = door.client(address)
    for _ in range(6):
        answer = door.knock(thief, email, "wrong wrong wrong wrong")
    return answer.status_code


@pytest.fixture
def everywhere():
    return [HERE, *(f"203.0.113.{number}" for number in range(11))]


def test_who_comes_in_has_all_tries_again(door):
    email, client = door.person(), door.client(HERE)
    door.enrol(door.client("192.0.2.1"), email)
    for _ in range(2):
        for _ in range(4):
            assert door.knock(client, email, "wrong wrong wrong wrong").status_code == 403
        assert door.enter(client, email).headers["Location"] == "/desk/"
        with door.database.reading() as session:
            assert find_by_email(session, email).signed_in_at == door.clock.now()
        client.delete_cookie("desk")
        client.delete_cookie("browser")


def test_wrong_codes_of_somebody_else_never_stand_before_a_passkey(door, everywhere):
    client, passkey = signed_in(door.app, "admin", "ann", password_hash=hashed(door)), SoftPasskey()
    added(client, passkey)
    assert wrong_codes(door, "ann@news.example", everywhere) == 429
    owner = door.client(HERE)
    assert door.knock(owner, "ann@news.example").status_code == 302
    page = owner.get("/account/second-step").text
    answer = post(owner, "/account/second-step", {"credential": passkey.use(options(page))}, page)
    assert answer.headers["Location"] == "/desk/"


def test_wrong_codes_of_somebody_else_never_stand_before_a_recovery_code(door, everywhere):
    email = door.person()
    _, codes = door.enrol(door.client("192.0.2.1"), email)
    assert wrong_codes(door, email, everywhere) == 429
    owner = door.client(HERE)
    assert door.knock(owner, email).status_code == 302
    assert post(owner, "/account/second-step", {"recovery_code": codes[0]}).headers["Location"] == "/account/"


def test_wrong_codes_of_somebody_else_never_stand_before_a_known_browser(door, everywhere):
    email, client = door.person(), door.client(HERE)
    door.enrol(client, email)
    assert wrong_codes(door, email, everywhere) == 429
    client.delete_cookie("desk")
    assert door.enter(client, email).headers["Location"] == "/desk/"


def test_a_guess_at_a_recovery_code_is_refused_a_hundred_times_and_the_right_one_taken(door):
    email, client = door.person(), door.client(HERE)
    _, codes = door.enrol(client, email)
    other = door.client("192.0.2.1")
    door.knock(other, email)
    for _ in range(100):
        assert post(other, "/account/second-step", {"recovery_code": "aaaa-aaaa-aaaa-aaaa"}).status_code == 403
    assert post(other, "/account/second-step", {"recovery_code": codes[1]}).status_code == 302


def test_a_password_reset_clears_what_was_tried(door):
    email = door.person()
    door.enrol(door.client("192.0.2.1"), email)
    assert wrong_passwords(door, email) == 429
    with door.database.changing() as session:
        _, token = people.new_link(session, door.clock, door.keys, None, door.id(email))
    with door.database.changing() as session:
        people.accept_link(session, door.clock, door.keys, token, hashed(door))
    assert door.knock(door.client(HERE), email).status_code == 302


def test_a_reset_of_the_second_factor_clears_what_was_tried(door):
    email = door.person()
    door.enrol(door.client("192.0.2.1"), email)
    assert wrong_passwords(door, email) == 429
    with door.database.changing() as session:
        people.reset_second_factor(session, door.clock, door.keys, None, door.id(email))
    assert door.knock(door.client(HERE), email).status_code == 302


def new_password(door, email):
    with door.database.changing() as session:
        _, token = people.new_link(session, door.clock, door.keys, None, door.id(email))
    with door.database.changing() as session:
        people.accept_link(session, door.clock, door.keys, token, hashed(door))


def new_factor(door, email):
    with door.database.changing() as session:
        people.reset_second_factor(session, door.clock, door.keys, None, door.id(email))


def three_months(door, _):
    door.clock.move(timedelta(days=90))


def nothing(_door, _email):
    pass


@pytest.mark.parametrize(
    ("happens", "recognised"), [(nothing, True), (new_password, False), (new_factor, False), (three_months, False)]
)
def test_a_browser_is_known_for_90_days_and_until_a_reset(door, happens, recognised):
    email, client = door.person(), door.client(HERE)
    door.enrol(client, email)
    happens(door, email)
    client.delete_cookie("desk")
    assert wrong_passwords(door, email) == 429
    assert (door.knock(client, email).status_code == 302) is recognised


def test_a_change_of_the_password_ends_the_marks_of_other_browsers(door):
    email, client, other = door.person(), door.client(HERE), door.client(HERE)
    door.enrol(client, email)
    door.enter(other, email)
    sent = {"password": PASSWORD, "new_password": ANOTHER}
    assert post(client, "/account/password", sent).status_code == 302
    for browser in (client, other):
        browser.delete_cookie("desk")
    assert wrong_passwords(door, email) == 429
    assert door.knock(client, email, ANOTHER).status_code == 302
    assert door.knock(other, email, ANOTHER).status_code == 429


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.1:5000", "192.0.2.1"),
        ("192.0.2.1:5000", "192.0.2.1:6000"),
        ("[2001:db8::1]:443", "2001:db8::2"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[::ffff:192.0.2.1]:80", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::2%eth1"),
    ],
)
def test_an_address_with_a_port_is_the_same_place(one, other):
    assert AttemptOrigin.of_address(one) == AttemptOrigin.of_address(other)


@pytest.mark.parametrize("method", ["get", "head"])
def test_whoever_is_half_signed_in_is_led_to_the_second_step(door, method):
    email, client = door.person(), door.client()
    door.enrol(door.client("192.0.2.1"), email)
    door.knock(client, email)
    answer = getattr(client, method)("/desk/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/second-step")
