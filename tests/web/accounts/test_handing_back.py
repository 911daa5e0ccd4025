"""Every form of the desk that meets an error comes back with what was typed, and can be sent again.

Never with secrets.
"""

import re
import sqlite3
from contextlib import contextmanager
from html import unescape

import pytest
from psycopg import errors
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from tests.signed_in import signed_in
from tracker.store.database.connecting import Database
from tracker.web.accounts.profile import views as profile
from tracker.web.desk.upload import views as upload_views

TYPED = "What took an hour to write: “quotes” & <b>, \u00e9"
OWN = {"Sec-Fetch-Site": "same-origin"}
FORMS = {
    "/desk/new/source": {"draft": "d" * 22, "version": "0", "title": TYPED, "do": "save"},
    "/desk/upload": {"change": "update", "note": TYPED},
    "/desk/checks": {"of": "acme police-drones", "until": TYPED},
    "/desk/people": {"email": "new@news.example", "name": TYPED, "role": "editor"},
    "/desk/new/company": {"draft": "d" * 22, "draft-version": "0", "name": TYPED, "sector-code": "11", "do": "save"},
    "/account/names": {"name": TYPED, "public_name": "a pen name"},
    "/account/passkeys/new": {"name": TYPED},
}
FAILURES = {
    "away": (OperationalError("", {}, sqlite3.OperationalError("unable to open database file")), 503),
    "locked": (OperationalError("", {}, sqlite3.OperationalError("database is locked")), 503),
    "full": (OperationalError("", {}, sqlite3.OperationalError("database or disk is full")), 503),
    "read only": (OperationalError("", {}, sqlite3.OperationalError("attempt to write a readonly database")), 503),
    "the same": (IntegrityError("", {}, sqlite3.IntegrityError("UNIQUE constraint failed")), 409),
    "not storable": (DataError("", {}, errors.DataError("text cannot contain NUL bytes")), 422),
    "in a race": (OperationalError("", {}, errors.SerializationFailure("could not serialize access")), 409),
    "in a deadlock": (OperationalError("", {}, errors.DeadlockDetected("deadlock detected")), 409),
    "surrogate": (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), 422),
    "a fault": (ZeroDivisionError("division by zero"), 500),
}


def fields(page):
    """The fields of the form that sends again, by name."""
    form = re.search(r"<form [^>]*data-again.*?</form>", page, re.DOTALL)
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0])
    areas = re.findall(r'<textarea id="[^"]*" name="([^"]+)" rows="\d+">\n(.*?)</textarea>', form[0], re.DOTALL)
    return {unescape(name): unescape(value) for name, value in inputs + areas}


@contextmanager
def failing(error, *names):
    """All writing, or all of the database, fails with an error."""

    def broken(*_args, **_options):
        raise error

    with pytest.MonkeyPatch.context() as patched:
        for name in names or ("writing", "changing"):
            patched.setattr(Database, name, broken)
        # These fail before they write, for want of a file and of a passkey.
        patched.setattr(upload_views, "read_uploads", broken)
        patched.setattr(profile, "add_passkey", broken)
        yield


@pytest.mark.parametrize("path", FORMS)
def test_what_was_typed_comes_back_with_every_failure(door, path):
    client = signed_in(door.app, "admin")
    for failure, (error, status) in FAILURES.items():
        with failing(error):
            answer = client.send(path, FORMS[path], headers=OWN)
        assert answer.status_code == status, failure
        again = fields(answer.text)
        assert again.pop("csrf_token"), failure
        assert again == FORMS[path], failure
        assert "Traceback" not in answer.text, failure


@pytest.mark.parametrize("path", FORMS)
def test_sent_again_once_all_is_well_it_is_taken(door, path):
    client = signed_in(door.app, "admin")
    with failing(FAILURES["away"][0], "reading"):
        answer = client.send(path, FORMS[path])
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
    again = client.post(path, data=fields(answer.text), headers=OWN)
    assert again.status_code in (200, 302, 303, 404, 422)
    assert "expired" not in again.text
    assert "signed out" not in again.text


def test_a_body_that_is_too_long_comes_back_to_be_shortened(door):
    client, long = signed_in(door.app), f"{TYPED} " * 30_000
    sent = {"draft": "d" * 22, "version": "0", "title": "short", "note": long}
    answer = client.send("/desk/new/source", sent, headers=OWN)
    assert answer.status_code == 413
    again = fields(answer.text)
    assert again["note"].strip() == long.strip()
    assert again["title"] == "short"
    assert again["csrf_token"]


def test_a_form_of_too_many_fields_comes_back(door):
    client, sent = signed_in(door.app), {f"name-{i}": "x" for i in range(6000)}
    answer = client.send("/desk/new/source", {**sent, "draft": "d" * 22, "version": "0"}, headers=OWN)
    assert answer.status_code == 413
    assert fields(answer.text).items() >= sent.items()


def test_what_a_page_adds_by_itself_is_not_shown_as_typed(door):
    client = signed_in(door.app, "admin")
    with failing(FAILURES["locked"][0]):
        answer = client.send("/desk/new/company", FORMS["/desk/new/company"], headers=OWN)
    labels = re.findall(r'<label for="sent-\d+">([^<]+)</label>', answer.text)
    assert labels == ["Name", "Sector: code"]


@pytest.mark.parametrize(
    ("path", "sent", "typed_again"),
    [
        ("/account/sign-in", {"email": "ann@news.example", "password": "violet tram eats seven"}, ["password"]),
        ("/account/password", {"password": "violet tram", "new_password": "eats seven"}, ["password", "new_password"]),
        ("/account/confirm", {"code": "123 456", "next": "/desk/"}, ["code"]),
    ],
)
def test_secrets_never_come_back_and_can_be_typed_again(door, path, sent, typed_again):
    client = signed_in(door.app)
    with failing(FAILURES["locked"][0]):
        answer = client.send(path, sent, headers=OWN)
    assert answer.status_code in (500, 503)
    for name in typed_again:
        assert sent[name] not in answer.text
        assert re.search(rf'<input type="[a-z]+" id="again-{name}" name="{name}" value=""', answer.text)


def test_a_passkeys_answer_is_not_sent_twice(door):
    """It is good once. A form of somebody who is signed out needs no token to be sent again."""
    editor, stranger = signed_in(door.app), door.app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', stranger.get("/account/sign-in").text)[1]
    with failing(FAILURES["locked"][0]):
        passkey = editor.send("/account/confirm", {"credential": "{}"}, headers=OWN)
        code = editor.send("/account/confirm", {"code": "123 456"}, headers=OWN)
        sent = {"email": "a@news.example", "password": "b", "csrf_token": token}
        password = stranger.post("/account/sign-in", data=sent, headers=OWN)
    assert ["data-again" in answer.text for answer in (passkey, code, password)] == [False, True, True]


def test_only_a_form_that_was_taken_is_named_as_saved(door):
    client, fields = signed_in(door.app), {**FORMS["/desk/new/source"], "kept": "12345-1"}
    with failing(FAILURES["full"][0]):
        refused = client.send("/desk/new/source", fields)
    taken = client.send("/desk/new/source", fields)
    named = ["saved=12345-1" in "".join(answer.headers.getlist("Set-Cookie")) for answer in (refused, taken)]
    assert named == [False, True]


def test_a_script_is_told_as_data(door):
    client = signed_in(door.app)
    with failing(FAILURES["full"][0]):
        answer = client.send("/desk/new/source", FORMS["/desk/new/source"], headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json["error"]["status"] == 503
    assert "disk is full" in answer.json["error"]["detail"]


@pytest.mark.parametrize("name", ["title", "ti\0tle"])
def test_characters_that_cannot_be_kept_are_refused_and_taken_out(door, name):
    client = signed_in(door.app)
    answer = client.send("/desk/new/source", {**FORMS["/desk/new/source"], name: "a\0b"}, headers=OWN)
    assert answer.status_code == 422
    assert fields(answer.text)["title"] == "ab"


@pytest.mark.parametrize(
    "address",
    ["/search?q=a%00b", "/companies?q=%00a", "/desk/records?q=%00", "/companies/%00", "/desk/drafts/%00", "/embed/%00"],
)
def test_addresses_with_them_are_refused(door, address):
    assert signed_in(door.app).get(address).status_code in (400, 404)


def test_a_page_of_the_desk_that_is_not_there_hands_back_no_form(door):
    answer = signed_in(door.app).get("/desk/drafts/nothing")
    assert answer.status_code == 404
    assert 'class="kicker"' in answer.text


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://localhost"}, True),
        ({}, False),
        ({"Sec-Fetch-Site": "none"}, False),
    ],
    ids=str,
)
def test_a_fresh_token_is_given_only_where_the_browser_says_that_our_own_page_sent_the_form(door, headers, fresh):
    client = signed_in(door.app)
    answer = client.post("/account/names", data={"name": TYPED, "csrf_token": "old"}, headers=headers)
    assert answer.status_code == 400
    assert ("data-again" in answer.text) is fresh
    assert "What took an hour to write" in answer.text
    if fresh:
        again = client.post("/account/names", data=fields(answer.text), headers=headers)
        assert again.status_code == 302
