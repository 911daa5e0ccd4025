"""Passkeys as a second factor: made, used, removed; and refused where they were made to answer another site."""

import html
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.signed_in import signed_in
from tests.soft_passkey import SoftPasskey
from tests.web.empty_site import PASSWORD, post
from tracker.models import AccountEvent, Passkey
from tracker.services.auth.account_events import AccountEventKind


def options(page):
    return json.loads(html.unescape(re.search(r'data-options="([^"]+)"', page)[1]))


def added(client, passkey, name="work laptop", **sent):
    page = client.get("/account/passkeys/new").text
    credential = passkey.make(options(page), **sent)
    return client.send("/account/passkeys/new", {"name": name, "credential": credential})


def hashed(door):
    return door.app.extensions["auth_state"].passwords.hash(PASSWORD)


@pytest.fixture
def ann(door):
    """A client of somebody with a passkey, and the passkey."""
    client, passkey = signed_in(door.app, "admin", "ann", password_hash=hashed(door)), SoftPasskey()
    assert added(client, passkey).status_code == 302
    return client, passkey


def test_a_passkey_is_made_and_lets_in(door, ann):
    client, passkey = ann
    assert "work laptop" in client.get("/account/").text
    other = door.client()
    door.knock(other, "ann@news.example")
    page = other.get("/account/second-step").text
    answer = post(other, "/account/second-step", {"credential": passkey.use(options(page))}, page)
    assert answer.headers["Location"] == "/desk/"
    assert other.get("/account/password").status_code == 200, "a passkey is a fresh factor"


def test_a_passkey_confirms(door, ann):
    client, passkey = ann
    door.clock.move(timedelta(minutes=11))
    assert client.get("/account/password").status_code == 302
    page = client.get("/account/confirm?next=/account/password").text
    answer = client.send("/account/confirm", {"credential": passkey.use(options(page)), "next": "/account/password"})
    assert answer.headers["Location"] == "/account/password"
    assert client.get("/account/password").status_code == 200


def test_what_a_passkey_answered_on_another_site_is_refused(door, ann):
    _, passkey = ann
    client = door.client()
    door.knock(client, "ann@news.example")
    for origin in ("https://pledges.evil.example", "http://localhost:9999", "null"):
        page = client.get("/account/second-step").text
        answer = post(client, "/account/second-step", {"credential": passkey.use(options(page), origin)}, page)
        assert answer.status_code == 403


def test_an_answer_holds_for_one_challenge_and_one_time(door, ann):
    _, passkey = ann
    client = door.client()
    door.knock(client, "ann@news.example")
    old = client.get("/account/second-step").text
    page = client.get("/account/second-step").text
    answer = post(client, "/account/second-step", {"credential": passkey.use(options(old))}, page)
    assert answer.status_code == 403
    credential = passkey.use(options(answer.text))
    other = door.client()
    door.knock(other, "ann@news.example")
    assert post(other, "/account/second-step", {"credential": credential}).status_code == 403
    assert post(client, "/account/second-step", {"credential": credential}, answer.text).status_code == 302


@pytest.mark.parametrize(
    "change",
    ["{}", "null", "[]", "x", "[" * 100_000, '{"id": 1}', '{"id": "AA", "rawId": "AA", "type": "public-key"}'],
    ids=["empty", "null", "list", "no JSON", "nested", "number", "half"],
)
def test_what_is_no_credential_is_refused(door, ann, change):
    client, _ = ann
    assert client.send("/account/confirm", {"credential": change}).status_code == 403
    client.get("/account/passkeys/new")
    assert client.send("/account/passkeys/new", {"credential": change, "name": "x"}).status_code == 422


def test_the_passkey_of_somebody_else_is_refused(door, ann):
    eve, passkey = signed_in(door.app, "editor", "eve"), SoftPasskey()
    assert added(eve, passkey).status_code == 302
    client = door.client()
    door.knock(client, "ann@news.example")
    page = client.get("/account/second-step").text
    answer = post(client, "/account/second-step", {"credential": passkey.use(options(page))}, page)
    assert answer.status_code == 403


def test_a_copied_passkey_is_told_by_its_counter(door, ann):
    client, passkey = ann
    for count, status in ((9, 302), (9, 403), (4, 403), (10, 302)):
        passkey.count = count - 1
        page = client.get("/account/confirm").text
        assert client.send("/account/confirm", {"credential": passkey.use(options(page))}).status_code == status


def test_a_passkey_made_for_another_site_or_twice_is_not_kept(door, ann):
    client, passkey = ann
    assert added(client, SoftPasskey(), origin="https://evil.example").status_code == 422
    again = added(client, passkey)
    assert "is already" in again.text
    with door.database.reading() as session:
        assert session.query(Passkey).count() == 1


def test_adding_and_removing_one_ends_other_sessions(door, ann):
    client, _ = ann
    other = signed_in(door.app, "admin", "ann")
    with door.database.reading() as session:
        id = session.query(Passkey).one().id
    assert client.send(f"/account/passkeys/{id}/remove").status_code == 302
    with door.database.reading() as session:
        events = session.scalars(select(AccountEvent.event)).all()
    assert events.count(AccountEventKind.PASSKEY_REMOVED) == 1
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    third = signed_in(door.app, "admin", "ann")
    assert added(client, SoftPasskey(), name="").status_code == 302
    assert third.get("/account/").status_code == 302


def test_nobody_removes_the_passkey_of_others(door, ann):
    eve = signed_in(door.app, "admin", "eve")
    with door.database.reading() as session:
        id = session.query(Passkey).one().id
    eve.send(f"/account/passkeys/{id}/remove")
    with door.database.reading() as session:
        assert session.query(Passkey).count() == 1


def test_a_site_that_is_reached_by_a_number_has_none_and_says_so(door):
    site = door.app.extensions["site"]
    before = site.settings
    site.settings = before.model_copy(update={"public_url": "http://127.0.0.1:80"})
    try:
        page = signed_in(door.app).get("/account/passkeys/new").text
    finally:
        site.settings = before
    assert "address is a number: http" in page
    assert "data-options" not in page
