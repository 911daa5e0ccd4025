"""The pages for people and for one’s own account, and one-time links, each checked like every page."""

import re
import shutil
from datetime import timedelta

import pytest
from flask import request
from sqlalchemy import select

from tests.signed_in import signed_in
from tests.web.checking import check_page, parsed, words
from tests.web.empty_site import ANOTHER, PASSWORD, post
from tracker import create_app
from tracker.models import Account, AccountEvent
from tracker.services.auth import people
from tracker.settings import Settings
from tracker.web.accounts.profile.page import browser_words

NEW = {"email": "bob@news.example", "name": "Bob Example", "role": "reviewer"}


def page(answer, status=200):
    assert answer.status_code == status, answer.text
    tree = parsed(answer.text)
    check_page(tree)
    return words(next(tree.iter("main")))


def link_in(answer):
    return re.search(r'value="http://localhost:8000(/account/link/[^"]+)"', answer.text)[1]


def setup_link(door):
    with door.database.changing() as session:
        return f"/account/link/{people.new_setup_link(session, door.clock, door.keys)}"


def test_from_an_empty_site_to_two_people(door):
    client = door.client()
    path = setup_link(door)
    assert "Set up this site" in page(client.get(path))
    sent = {"email": "Ada@news.example", "name": "Ada", "public_name": "", "new_password": PASSWORD}
    answer = post(client, path, sent)
    assert answer.headers["Location"] == "/account/authenticator"
    shown = client.get("/account/authenticator")
    page(shown)
    secret = re.search(r'class="key">([A-Z2-7 ]+)<', shown.text)[1].replace(" ", "")
    answer = post(client, "/account/authenticator", {"code": door.code(secret)}, shown.text)
    assert "Recovery codes" in page(answer)
    assert "Invite a person" in page(client.get("/desk/people"))
    answer = post(client, "/desk/people", NEW)
    assert "Send this link to Bob Example" in page(answer)
    path = link_in(answer)
    assert "invited, link expires 29 November 2026, 12:00" in page(client.get("/desk/people"))
    bob = door.client()
    assert "You have been invited" in page(bob.get(path))
    assert post(bob, path, {"name": "Bob", "public_name": "B. Pen", "new_password": ANOTHER}).status_code == 302
    assert "Set up two-factor authentication" in page(bob.get("/account/authenticator"))
    assert "no longer works" in page(door.client().get(path), 410)
    assert "two-factor authentication not set up" in page(client.get("/desk/people"))
    with door.database.reading() as session:
        accounts = {it.email: (it.role, it.public_name) for it in session.scalars(select(Account))}
    assert accounts == {"ada@news.example": ("admin", "Ada"), "bob@news.example": ("reviewer", "B. Pen")}


def test_an_invitation_that_nobody_took_is_told_as_expired(door):
    signed_in(door.app, "admin").send("/desk/people", NEW)
    door.clock.move(timedelta(days=7))
    admin = signed_in(door.app, "admin")
    assert "invited, link expired" in page(admin.get("/desk/people"))
    [path] = re.findall(r'"(/desk/people/\d+)"[^>]*>Bob', admin.get("/desk/people").text)
    shown = admin.get(path).text
    assert ("Create a new invite link" in shown, f"{path}/second-factor" in shown) == (True, False)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"new_password": "short"}, " 5 characters"),
        ({"new_password": "passwordpassword"}, "very common password"),
        ({"new_password": "Pledge Tracker 1"}, "close to “Pledge Tracker”"),
        ({"new_password": "ada@news.example"}, "close to"),
        ({"email": "nobody"}, "Enter an email address"),
        ({"name": ""}, "Enter a name"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_link_still_holds(door, sent, words):
    path = setup_link(door)
    good = {"email": "ada@news.example", "name": "Ada", "public_name": "A. Pen", "new_password": PASSWORD}
    answer = post(door.client(), path, good | sent)
    assert words in page(answer, 422)
    assert 'value="A. Pen"' in answer.text
    assert PASSWORD not in answer.text
    assert post(door.client(), path, good).status_code == 302


def test_opening_a_link_does_not_use_it_up(door):
    path = setup_link(door)
    for _ in range(3):
        page(door.client().get(path))
    assert door.client().head(path).status_code == 200


def test_the_host_of_a_link_is_that_of_the_settings(door):
    client = signed_in(door.app, "admin")
    answer = client.send("/desk/people", NEW, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in answer.text
    assert link_in(client.send("/desk/people", {**NEW, "email": "x@news.example", "name": "X"}))


def test_the_page_of_a_person_says_what_can_be_done_and_does_it(door):
    admin = signed_in(door.app, "admin")
    bob = signed_in(door.app, "reviewer", "bob", signed_in_at=door.clock.now())
    path = f"/desk/people/{bob.account_id}"
    shown = page(admin.get(path))
    assert f"{path}/second-factor" in admin.get(path).text
    assert "reviewer, last signed in 22 November 2026, 12:00" in shown
    assert admin.send(f"{path}/role", {"role": "editor"}).headers["Location"] == path
    assert "The role has been changed." in page(admin.get(path))
    assert bob.get("/account/").status_code == 302
    answer = admin.send(f"{path}/link")
    assert "It works once and expires in 1 hour." in page(answer)
    assert post(door.client(), link_in(answer), {"new_password": PASSWORD}).headers["Location"] == "/account/sign-in"
    for act in ("second-factor", "end-sessions", "end", "open"):
        assert admin.send(f"{path}/{act}").status_code == 302
    person_page = page(admin.get(path))
    for event in (
        "Two-factor authentication reset",
        "Deactivated",
        "Reactivated",
        "Role changed: from reviewer to editor",
    ):
        assert f"{event} by Admin-Person Example" in person_page
    assert page(admin.get("/desk/people/999"), 404)


def test_an_admin_ends_one_session_of_another(door):
    admin, bob = signed_in(door.app, "admin"), signed_in(door.app, "editor", "bob")
    other = signed_in(door.app, "editor", "bob")
    path = f"/desk/people/{bob.account_id}/end-sessions"
    admin.send(path, {"session": str(bob.session_id)})
    assert (bob.get("/account/").status_code, other.get("/account/").status_code) == (302, 200)
    for odd in ("x", "-1", "9" * 30, str(admin.session_id)):
        assert admin.send(path, {"session": odd}).status_code == 302
    assert admin.get("/account/").status_code == 200


def test_the_only_admin_stays(door):
    admin = signed_in(door.app, "admin")
    for act, sent in (("role", {"role": "editor"}), ("end", {})):
        answer = admin.send(f"/desk/people/{admin.account_id}/{act}", sent)
        assert "is the only admin" in page(answer, 422)
    assert admin.get("/desk/people").status_code == 200


def test_who_takes_a_right_from_themselves_sees_the_desk(door):
    admin = signed_in(door.app, "admin")
    signed_in(door.app, "admin", "eve")
    answer = admin.send(f"/desk/people/{admin.account_id}/role", {"role": "editor"})
    assert answer.headers["Location"] == "/desk/"


def test_what_is_wrong_with_an_invitation_stands_beside_what_was_typed(door):
    answer = signed_in(door.app, "admin").send("/desk/people", {**NEW, "email": "bob"})
    assert "Enter an email address" in page(answer, 422)
    assert 'value="Bob Example"' in answer.text
    assert re.search(r'value="reviewer" checked', answer.text)


def test_the_own_account_tells_how_one_signs_in_and_where(door):
    client = signed_in(door.app, "reviewer")
    own_page = page(client.get("/account/"))
    assert "review other people’s submissions: publish them or return them" in own_page
    assert "An unknown program this device 127.0.0.1" in own_page
    for path in ("/account/password", "/account/authenticator", "/account/recovery-codes", "/account/confirm"):
        page(client.get(path))
    assert "You have 0 recovery codes" in page(client.get("/account/recovery-codes"))
    other = signed_in(door.app, "reviewer")
    answer = client.send("/account/recovery-codes")
    assert len(set(re.findall(r"<li><code>(.+?)</code>", answer.text))) == 10
    assert other.get("/account/").status_code == 302


def test_scripts_stand_only_where_passkeys_are(door):
    client = signed_in(door.app)
    scripts = [
        [script.get("src").partition("?v=")[0] for script in parsed(client.get(path).text).iter("script")]
        for path in ("/account/passkeys/new", "/account/")
    ]
    kept = "/static/desk/unsaved.js"
    assert scripts == [[kept, "/static/desk/passkeys.js"], [kept]]


def test_too_many_tries_are_answered_plainly_with_when_to_come_back(door):
    email, client = door.person(), door.client("198.51.100.1")
    for _ in range(5):
        assert door.knock(client, email, "wrong wrong wrong wrong").status_code == 403
    answer = door.knock(client, email)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(15 * 60 + 1)
    assert "Try again in 16 minutes. Your account is not locked" in page(answer, 429)
    assert door.knock(door.client("198.51.100.2"), email).status_code == 302
    door.clock.move(timedelta(minutes=15, seconds=1))
    assert door.knock(client, email).status_code == 302


def test_a_browser_that_was_let_in_before_has_tries_of_its_own(door):
    email, client = door.person(), door.client("198.51.100.1")
    door.enrol(client, email)
    client.delete_cookie("desk")
    thief = door.client("198.51.100.1")
    for _ in range(6):
        answer = door.knock(thief, email, "wrong wrong wrong wrong")
    assert answer.status_code == 429
    assert door.knock(client, email).status_code == 302
    client.delete_cookie("desk")
    stolen = door.person(name="ben")
    for _ in range(5):
        door.knock(client, stolen, "wrong wrong wrong wrong")
    assert door.knock(client, stolen, "wrong wrong wrong wrong").status_code == 429, "it is known for one person only"


@pytest.mark.parametrize(("proxies", "counted"), [(0, "127.0.0.1"), (1, "198.51.100.9"), (2, "203.0.113.1")])
def test_only_proxies_of_ours_say_where_somebody_comes_from(migrated_sqlite, tmp_path, proxies, counted):
    path = shutil.copy(migrated_sqlite, tmp_path / "a.sqlite3")
    app = create_app(Settings(database_url=f"sqlite:///{path}", trusted_proxies=proxies))
    with app.test_client() as client:
        client.get("/account/sign-in", headers={"X-Forwarded-For": "192.0.2.66, 203.0.113.1, 198.51.100.9"})
        assert request.remote_addr == counted
    app.extensions["site"].database.close()


def test_what_was_typed_as_a_name_that_nobody_has_is_kept_nowhere(door, caplog):
    typed = "Hunter27 is my password\r\nINFO signed in"
    with caplog.at_level("INFO", "tracker.web.accounts"):
        door.knock(door.client(), typed, "wrong wrong wrong wrong")
    (line,) = [record.getMessage() for record in caplog.records]
    assert "\n" not in line
    assert "Hunter27" not in line
    with door.database.reading() as session:
        [logged] = session.scalars(select(AccountEvent).where(AccountEvent.event == "sign-in refused"))
        assert (logged.account_id, logged.detail) == (None, "unknown name")


def test_without_its_secrets_the_desk_is_closed_and_the_rest_open(door):
    email = door.person()
    state = door.app.extensions["auth_state"]
    for path in state.folder.iterdir():
        path.unlink()
    state._keys = None
    answer = door.client().get("/account/sign-in")
    assert "Sign-in is unavailable" in page(answer, 503)
    assert str(state.folder) not in answer.text
    assert email not in answer.text
    assert door.client().get("/about").status_code == 200


def test_every_act_on_an_account_is_written_down(door):
    admin = signed_in(door.app, "admin")
    admin.send("/desk/people", NEW)
    with door.database.reading() as session:
        (event,) = session.scalars(select(AccountEvent)).all()
    assert (event.event, event.detail, event.actor_id) == ("invited", "as reviewer", admin.account_id)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0.0.0 Safari/537.36 Edg/156.0", "Edge on Windows"),
        ("curl/8", "An unknown program"),
        ("<script>", "An unknown program"),
    ],
)
def test_browsers_are_told_in_words(agent, expected):
    assert browser_words(agent) == expected
