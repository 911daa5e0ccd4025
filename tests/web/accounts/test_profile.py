"""The page of one's own account: its password and its sessions."""

from tests.signed_in import signed_in
from tests.web.empty_site import ANOTHER, PASSWORD
from tracker.store.accounts.people import find_by_email


def test_nobody_ends_the_sessions_of_others(door):
    mine, theirs = signed_in(door.app, "editor", "ann"), signed_in(door.app, "editor", "ben")
    mine.send(f"/account/sessions/{theirs.session_id}/end")
    assert theirs.get("/account/").status_code == 200


def test_a_password_is_changed_only_with_the_current_one(door):
    client = signed_in(door.app, name="ann")
    email, other = "ann@news.example", signed_in(door.app, name="ann")
    with door.database.changing() as session:
        find_by_email(session, email).password_hash = door.app.extensions["auth_state"].passwords.hash(PASSWORD)
    new = {"new_password": "seven crows in a row"}
    answer = client.send("/account/password", {"password": ANOTHER} | new)
    assert answer.status_code == 422
    assert 'aria-describedby="password-wrong' in answer.text
    assert other.get("/account/").status_code == 200
    assert client.send("/account/password", {"password": PASSWORD} | new).status_code == 302
    assert other.get("/account/").status_code == 302
