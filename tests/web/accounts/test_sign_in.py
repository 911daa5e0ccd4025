"""Signing in: what it takes, what it says, what it leaves in the browser, when it ends."""

import json
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from tests.signed_in import signed_in
from tests.web.checking import check_page, parsed
from tests.web.empty_site import ANOTHER, PASSWORD, Door, post, token_in
from tracker import create_app
from tracker.models import SignIn
from tracker.services.auth import people
from tracker.services.auth.passwords import Passwords
from tracker.settings import Settings
from tracker.store.accounts.events import EventFilter, logged_events
from tracker.store.accounts.people import find_by_email

TLS = {"public_url": "https://pledges.example"}
WRONG = "wrong wrong wrong wrong"


def where(response):
    return response.status_code, response.headers.get("Location")


def test_password_and_app_let_in_and_the_page_asked_for_opens(door):
    email, client = door.person(), door.client()
    assert where(client.get("/desk/records?kind=pledge")) == (302, "/account/sign-in?next=/desk/records?kind%3Dpledge")
    answer = door.knock(client, email, next="/desk/records?kind=pledge")
    assert where(answer) == (302, "/account/second-step?next=/desk/records?kind%3Dpledge")
    assert where(client.get(answer.headers["Location"])) == (302, "/account/authenticator")
    page = client.get("/account/authenticator")
    assert "data:image/svg+xml;base64," in page.text
    secret, codes = door.enrol(door.client(), email)
    assert len(codes) == len(set(codes)) == 10
    assert "authenticator" not in kept(door), "no other app gets the same key"
    door.next_code()
    other = door.client()
    door.knock(other, email, next="/desk/records")
    page = other.get("/account/second-step?next=/desk/records").text
    answer = post(other, "/account/second-step", {"code": door.code(secret), "next": "/desk/records"}, page)
    assert where(answer) == (302, "/desk/records")
    assert other.get("/account/").status_code == 200


def test_without_the_second_factor_nothing_opens(door):
    email = door.person("admin")
    door.enrol(door.client(), email)
    client = door.client()
    door.knock(client, email)
    assert where(client.get("/desk/people")) == (302, "/account/second-step?next=/desk/people")
    assert where(client.get("/account/")) == (302, "/account/second-step?next=/account/")
    # Nor can whoever has but the password put another app in the place of the owner's.
    assert where(client.get("/account/authenticator")) == (302, "/account/second-step")
    page = client.get("/account/second-step").text
    assert where(post(client, "/account/authenticator", {"code": "123456"}, page)) == (302, "/account/second-step")
    assert post(client, "/account/sessions/end-others", {}, page).status_code == 403


def test_who_comes_in_by_a_link_finds_nothing_of_what_the_browser_had_before(door):
    client = door.client()
    door.knock(client, door.person())
    client.get("/account/authenticator")
    assert "authenticator" in kept(door)
    before = kept(door)["csrf_token"]
    with door.database.changing() as session:
        invited = people.invite(session, door.clock, door.keys, None, email="b@news.example", name="Bo", role="admin")
    names = {"name": "Bo Bo", "public_name": "bo", "new_password": ANOTHER}
    assert where(post(client, f"/account/link/{invited[1]}", names)) == (302, "/account/authenticator")
    assert set(kept(door)) == {"csrf_token"}
    assert kept(door)["csrf_token"] != before


def kept(door):
    """What belongs to the newest session."""
    with door.database.reading() as session:
        return json.loads(session.scalars(select(SignIn.data).order_by(SignIn.id.desc())).first())


@pytest.mark.parametrize("wrong", ["", "000000", "12345", "1234567", "abcdef", "\u0660" * 6, "null"])
def test_a_wrong_code_lets_nobody_in(door, wrong):
    email, client = door.person(), door.client()
    door.enrol(door.client(), email)
    door.knock(client, email)
    answer = post(client, "/account/second-step", {"code": wrong})
    assert answer.status_code == 403
    check_page(parsed(answer.text))
    assert client.get("/account/").status_code == 302


def test_a_code_holds_once_and_a_step_to_either_side(door):
    email = door.person()
    secret, _ = door.enrol(door.client(), email)

    def entered(steps):
        client, code = door.client(), door.code(secret, steps)
        door.knock(client, email)
        return post(client, "/account/second-step", {"code": f" {code[:3]} {code[3:]} "}).status_code

    assert entered(0) == 403, "the code that set the app up"
    door.clock.move(timedelta(minutes=5))
    assert entered(2) == 403
    assert entered(-2) == 403
    assert entered(-1) == 302
    assert entered(-1) == 403, "used"
    assert entered(1) == 302
    assert entered(0) == 403, "older than one that was used"


def test_a_recovery_code_lets_in_once_but_nobody_publishes_by_it(door):
    email = door.person("admin")
    _, codes = door.enrol(door.client(), email)
    client = door.client()
    door.knock(client, email)
    answer = post(client, "/account/second-step", {"recovery_code": f" {codes[3].upper().replace('-', ' ')}"})
    assert where(answer) == (302, "/account/")
    page = client.get("/account/")
    assert "with a recovery code" in page.text
    assert 'data-recovery-codes="9"' in page.text
    invited = {"email": "x@y.example", "name": "X", "role": "editor"}
    assert post(client, "/desk/people", invited, page.text).status_code == 403
    with door.database.reading() as session:
        entered = [it for it, *_ in logged_events(session, EventFilter(("signed in",)), before=None, most=5)]
    assert [it.detail.endswith("(recovery code)") for it in entered] == [True, False]
    again = door.client()
    door.knock(again, email)
    assert post(again, "/account/second-step", {"recovery_code": codes[3]}).status_code == 403
    # Who lost the phone sets up another one, for a while.
    assert client.get("/account/authenticator").status_code == 200
    door.clock.move(timedelta(minutes=11))
    assert where(client.get("/account/authenticator"))[1].startswith("/account/confirm")


def test_known_and_unknown_names_are_answered_alike(door):
    email = door.person()
    ended = door.person(name="ben")
    with door.database.changing() as session:
        people.deactivate(session, door.clock, None, door.id(ended))
        invited, _ = people.invite(
            session, door.clock, door.keys, None, email="new@news.example", name="New", role="editor"
        )
    answers = []
    for name, password in ((email, WRONG), ("nobody@news.example", WRONG), (ended, PASSWORD), (invited.email, WRONG)):
        answer = door.knock(door.client(), name, password)
        token = token_in(answer.text)
        answers.append((answer.status_code, answer.text.replace(token, "").replace(name, "")))
    assert len(set(answers)) == 1
    assert answers[0][0] == 403


class NotingHasher(PasswordHasher):
    """Notes the parameters of each hash that a password is compared with, which decide how long that takes."""

    def __init__(self, **parameters):
        super().__init__(**parameters)
        self.compared = []

    def verify(self, hash, password):  # noqa: A002 - so it is called
        self.compared.append((extract_parameters(hash), len(password)))
        return super().verify(hash, password)


def test_known_and_unknown_names_take_the_same_time(door):
    email, hasher = door.person(), NotingHasher(time_cost=1, memory_cost=64, parallelism=1)
    door.app.extensions["auth_state"].passwords = Passwords(hasher)
    with door.database.changing() as session:
        find_by_email(session, email).password_hash = hasher.hash(PASSWORD)
    for name in (email, "nobody@news.example"):
        client = door.client()
        data = {"email": name, "password": "wrong wrong wrong wrong"}
        post(client, "/account/sign-in", data, client.get("/account/sign-in").text)
    with_account, without = hasher.compared
    assert with_account == without


def test_passwords_are_taken_as_they_are(door):
    long = "ß" * 60 + " " + "x" * 62 + "!Aa9 "
    assert len(long) == 128
    email = door.person(password=long)
    assert door.knock(door.client(), email, long[:127]).status_code == 403
    assert door.knock(door.client(), email, long.strip()).status_code == 403
    assert door.knock(door.client(), email, long + "x").status_code == 403
    assert door.knock(door.client(), email, long).status_code == 302
    assert door.knock(door.client(), f" {email.upper()} ", long).status_code == 302


def test_cookies_are_for_this_site_only(migrated_sqlite, tmp_path):
    door = Door(create_app(Settings(**TLS)), migrated_sqlite, tmp_path)
    client = door.client()
    email = door.person()
    page = client.get("/account/sign-in", base_url="https://pledges.example")
    options = {"base_url": "https://pledges.example"}
    set_before = page.headers["Set-Cookie"]
    answer = post(client, "/account/sign-in", {"email": email, "password": PASSWORD}, page.text, **options)
    for said in (set_before, answer.headers["Set-Cookie"]):
        assert said.startswith("__Host-desk=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} == set(said.split("; ")[1:])
    door.close()


def test_every_step_has_its_own_token(door):
    email, client = door.person(), door.client()
    secret, _ = door.enrol(door.client(), email)
    seen = []

    def note():
        seen.append(client.get_cookie("desk").value)

    client.get("/account/sign-in")
    note()
    door.knock(client, email)
    note()
    door.next_code()
    post(client, "/account/second-step", {"code": door.code(secret)})
    note()
    door.next_code()
    post(client, "/account/confirm", {"code": door.code(secret)})
    note()
    assert len(set(seen)) == 4
    with door.database.reading() as session:
        entered = logged_events(session, EventFilter(("signed in",)), before=None, most=5)
    assert len(entered) == 2, "who confirms who they are is in already"
    for old in seen[:3]:
        thief = door.client()
        thief.set_cookie("desk", old)
        assert thief.get("/account/").status_code == 302


def test_a_token_from_before_is_not_taken_over(door):
    email, client = door.person(), door.client()
    client.set_cookie("desk", "chosen by somebody else, long enough to look right")
    door.knock(client, email)
    assert client.get_cookie("desk").value != "chosen by somebody else, long enough to look right"
    with door.database.reading() as session:
        assert client.get_cookie("desk").value not in session.scalars(select(SignIn.token_sha256)).all()


def test_a_session_ends_after_half_an_hour_unused_and_twelve_hours_in_all(door):
    client = signed_in(door.app)
    for _ in range(25):
        door.clock.move(timedelta(minutes=28))
        assert client.get("/account/").status_code == 200
    door.clock.move(timedelta(minutes=21))
    assert client.get("/account/").status_code == 302, "12 hours"
    idle = signed_in(door.app)
    door.clock.move(timedelta(minutes=29))
    assert idle.get("/account/").status_code == 200
    door.clock.move(timedelta(minutes=30, seconds=1))
    assert idle.get("/account/").status_code == 302


def test_a_clock_set_back_makes_no_session_last(door):
    client = signed_in(door.app)
    door.clock.move(-timedelta(minutes=4))
    assert client.get("/account/").status_code == 200
    door.clock.move(-timedelta(days=1))
    assert client.get("/account/").status_code == 302


def test_the_second_step_waits_ten_minutes(door):
    client = signed_in(door.app, proved="password")
    assert client.get("/account/second-step").status_code == 200
    door.clock.move(timedelta(minutes=10))
    assert where(client.get("/account/second-step"))[1].startswith("/account/sign-in")


def test_a_session_that_is_used_often_is_written_down_each_minute_only(door):
    client = signed_in(door.app)

    def seen():
        with door.database.reading() as session:
            return session.scalar(select(func.max(SignIn.seen_at)))

    first = seen()
    door.clock.move(timedelta(seconds=50))
    client.get("/account/")
    assert seen() == first
    door.clock.move(timedelta(seconds=11))
    client.get("/account/")
    assert seen() == door.clock.now()


def test_a_page_is_shown_even_where_its_opening_cannot_be_written_down(door, monkeypatch):
    client = signed_in(door.app)
    door.clock.move(timedelta(minutes=2))

    def full(*_):
        raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    monkeypatch.setattr("tracker.web.accounts.sessions.touch_session", full)
    assert client.get("/account/").status_code == 200


def signs_out(door, client, email):
    assert where(client.send("/account/sign-out")) == (302, "/account/sign-in")


def is_ended(door, client, email):
    with door.database.changing() as session:
        people.deactivate(session, door.clock, None, door.id(email))
        people.reactivate(session, door.clock, None, door.id(email))


def gets_another_role(door, client, email):
    with door.database.changing() as session:
        people.change_role(session, door.clock, None, door.id(email), "contributor")


def changes_the_password_elsewhere(door, client, email):
    other = signed_in(door.app, "editor", "ann")
    with door.database.changing() as session:
        find_by_email(session, email).password_hash = door.app.extensions["auth_state"].passwords.hash(PASSWORD)
    sent = {"password": PASSWORD, "new_password": ANOTHER}
    assert where(other.send("/account/password", sent)) == (302, "/account/")
    assert other.get("/account/").status_code == 200


def uses_a_link_to_another_password(door, client, email):
    with door.database.changing() as session:
        _, token = people.new_link(session, door.clock, door.keys, None, door.id(email))
    answer = post(door.client(), f"/account/link/{token}", {"new_password": ANOTHER})
    assert where(answer) == (302, "/account/sign-in")


def loses_the_second_factor(door, client, email):
    with door.database.changing() as session:
        people.reset_second_factor(session, door.clock, door.keys, None, door.id(email))


def ends_it_from_elsewhere(door, client, email):
    other = signed_in(door.app, "editor", "ann")
    assert where(other.send(f"/account/sessions/{client.session_id}/end")) == (302, "/account/")


@pytest.mark.parametrize(
    "happens",
    [
        signs_out,
        is_ended,
        gets_another_role,
        changes_the_password_elsewhere,
        uses_a_link_to_another_password,
        loses_the_second_factor,
        ends_it_from_elsewhere,
    ],
    ids=lambda act: act.__name__,
)
def test_an_old_cookie_opens_nothing_once_its_owner(door, happens):
    client = signed_in(door.app, "editor", "ann")
    token = client.get_cookie("desk").value
    assert client.get("/account/").status_code == 200
    happens(door, client, "ann@news.example")
    thief = door.client()
    thief.set_cookie("desk", token)
    assert where(thief.get("/account/")) == (302, "/account/sign-in?next=/account/")


def test_who_signs_in_again_leaves_no_session_behind(door):
    email = door.person()
    client = door.client()
    door.enrol(client, email)
    old = client.get_cookie("desk").value
    fresh = door.client()
    fresh.set_cookie("desk", old)
    token = token_in(fresh.get("/account/").text)
    sent = {"email": email, "password": PASSWORD, "csrf_token": token}
    assert fresh.post("/account/sign-in", data=sent).status_code == 302
    assert client.get("/account/").status_code == 302


def test_the_browser_keeps_no_more_than_it_must_when_signed_out(door):
    client = signed_in(door.app)
    client.send("/account/sign-out")
    page = client.get("/account/sign-in")
    assert "You have signed out." in page.text
    assert client.get_cookie("desk").value.startswith("~")
