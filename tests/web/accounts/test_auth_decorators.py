"""Each route of the desk and of accounts, as each role and as nobody: generated from the table of roles and actions."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from flask import session
from itsdangerous import URLSafeTimedSerializer

from tests.signed_in import signed_in
from tracker.services.auth.roles import Action, Role, may
from tracker.web.http.headers import is_desk_path

OPEN = {
    "accounts.sign_in",
    "accounts.verify_password",
    "accounts.sign_out",
    "accounts.link",
    "accounts.use_link",
}
"""What is open to everybody. Add nothing without a reason."""
HALF = {
    "accounts.two_factor",
    "accounts.verify_two_factor",
    "accounts.authenticator",
    "accounts.set_up_authenticator",
}
"""What a right password opens."""
ACCESS = (Path(__file__).parent / "access.txt").read_text().splitlines()
"""The rights of each role, then what each address of the desk and of accounts needs. Change a line on purpose only."""
VALUES = {"id": 1, "kind": "pledge", "draft": "none", "number": 1, "form": "csv"}


def routes(app):
    """Endpoint, method and address of everything that knows who is there."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith(("/desk", "/account")):
                values = {name: VALUES.get(name, "none") for name in rule.arguments}
                address = app.url_map.bind("localhost").build(rule.endpoint, values)
                for method in sorted(rule.methods & {"GET", "POST"}):
                    yield rule.endpoint, method, address


def gate(app, endpoint):
    return getattr(app.view_functions[endpoint], "access", None)


def test_every_route_has_a_gate(desk_app):
    gated = list(routes(desk_app))
    assert len(gated) > 30
    gates = {endpoint: gate(desk_app, endpoint) for endpoint, _, _ in gated}
    assert [endpoint for endpoint, mark in gates.items() if mark is None] == []
    assert {endpoint for endpoint, mark in gates.items() if mark == "nothing"} == OPEN
    assert {endpoint for endpoint, mark in gates.items() if mark == "password"} == HALF
    assert set(gates.values()) <= {"nothing", "password", "signed in", *Action.__members__}


def access(app):
    """The lines of ``ACCESS`` as they are."""
    for action in Action:
        yield f"{action.name}: {', '.join(role for role in Role if may(role, action))}"
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, min(rule.methods - {"HEAD", "OPTIONS"}))):
        if is_desk_path(rule.rule):
            view = app.view_functions[rule.endpoint]
            fresh = ", verified within ten minutes" if hasattr(view, "fresh") else ""
            size = f", takes {view.takes[0]} bytes in {view.takes[1]} parts" if hasattr(view, "takes") else ""
            methods = " ".join(sorted(rule.methods & {"GET", "POST"}))
            yield f"{methods} {rule.rule}: {view.access}{fresh}{size}"


def test_each_address_and_each_role_has_the_access_of_the_stored_list(desk_app):
    assert list(access(desk_app)) == ACCESS


def test_nothing_but_forms_changes_anything(desk_app):
    # What GET opens does nothing that would need a token: routes that act take POST only.
    acting = ("remove", "end", "publish", "discard", "submit", "sign-out", "role", "open")
    both = [rule for rule in desk_app.url_map.iter_rules() if rule.rule.rpartition("/")[2] in acting]
    assert both
    # Pages that show what would be submitted or published, before a form does it.
    shown = ("/desk/queue/publish", *(rule.rule for rule in both if rule.rule.endswith("/submit")))
    assert [rule.rule for rule in both if "GET" in rule.methods and rule.rule not in shown] == []


def sent(client, method, address):
    return client.get(address) if method == "GET" else client.send(address)


def test_the_anonymous_are_led_to_sign_in_and_their_forms_do_nothing(door):
    client = door.client()
    for endpoint, method, address in routes(door.app):
        if endpoint not in OPEN:
            answer = client.open(address, method=method)
            if method == "GET":
                assert answer.status_code == 302, endpoint
                assert answer.headers["Location"].startswith("/account/sign-in?next=/"), endpoint
            else:
                assert answer.status_code == 403, endpoint
                assert "You are signed out" in answer.text


def test_whoever_has_shown_a_password_alone_opens_no_more_than_the_second_step(door):
    client = signed_in(door.app, "admin", proved="password")
    for endpoint, method, address in routes(door.app):
        if endpoint not in OPEN | HALF:
            answer = sent(client, method, address)
            assert answer.status_code == (302 if method == "GET" else 403), endpoint
            if method == "GET":
                assert answer.headers["Location"].startswith("/account/second-step"), endpoint


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_table_says(door, role):
    client = signed_in(door.app, role)
    for endpoint, method, address in routes(door.app):
        mark = gate(door.app, endpoint)
        if mark in ("nothing", "password"):
            continue
        answer = sent(client, method, address)
        if method == "POST" and answer.status_code < 400:
            # It may have ended the session.
            client = signed_in(door.app, role)
        allowed = mark == "signed in" or may(role, Action[mark])
        refused = "You do not have permission" in answer.text
        assert refused is not allowed, (endpoint, method, answer.status_code)
        assert answer.status_code == 403 if refused else answer.status_code < 500, (endpoint, method)
        assert "sign-in" not in answer.headers.get("Location", ""), endpoint


def test_no_form_is_taken_without_its_token_or_from_another_site(door):
    client, other = signed_in(door.app, "admin"), signed_in(door.app, "admin", "eve")
    foreign = URLSafeTimedSerializer(door.keys.session, salt="wtf-csrf-token").dumps("of another session")
    before = door.events()
    for endpoint, method, address in routes(door.app):
        if method == "POST":
            for token in ({}, {"csrf_token": foreign}):
                assert client.post(address, data=token).status_code == 400, endpoint
            answer = client.send(address, headers={"Sec-Fetch-Site": "cross-site"})
            assert answer.status_code == 403, endpoint
            assert "came from another site" in answer.text
    assert door.events() == before
    assert other.get("/account/").status_code == client.get("/account/").status_code == 200


def test_what_wants_a_fresh_factor_is_not_done_without_one(door):
    wanting = [route for route in routes(door.app) if hasattr(door.app.view_functions[route[0]], "fresh")]
    assert {"accounts.invite", "accounts.change_role", "accounts.change_password"} <= {one[0] for one in wanting}
    for endpoint, method, address in wanting:
        answer = sent(signed_in(door.app, "admin", fresh=False), method, address)
        if method == "GET":
            assert answer.headers["Location"].startswith("/account/confirm?next=/"), endpoint
        else:
            assert answer.status_code == 403, endpoint
            assert "Verify it’s you" in answer.text


def test_everything_of_accounts_that_changes_people_or_factors_wants_a_fresh_one(desk_app):
    free = {
        "accounts.verify_confirm",
        "accounts.end_one_session",
        "accounts.end_other_sessions",
        "accounts.change_notices",
    }
    for endpoint, method, _ in routes(desk_app):
        view = desk_app.view_functions[endpoint]
        if endpoint.startswith("accounts.") and method == "POST" and endpoint not in OPEN | HALF | free:
            assert hasattr(view, "fresh"), endpoint


def test_freshness_ends_after_ten_minutes(door):
    client = signed_in(door.app, "admin")
    door.clock.move(timedelta(minutes=9.9))
    assert client.get("/account/password").status_code == 200
    door.clock.move(timedelta(minutes=0.1))
    assert client.get("/account/password").headers["Location"] == "/account/confirm?next=/account/password"


def test_nobody_is_asked_who_they_are_on_public_pages(door):
    client = signed_in(door.app, "admin")
    for address in (
        "/",
        "/about",
        "/companies",
        "/api/v1/companies",
        "/embed/none",
        "/nothing",
        "/deskwork",
        "/accounts",
    ):
        for browser in (client, door.client()):
            with browser.get(address) as answer:
                assert "Set-Cookie" not in answer.headers
                assert "Cookie" not in answer.headers.get("Vary", "")
        with client.get(address) as response, door.client().get(address) as unknown:
            assert response.text == unknown.text or "known_at" in response.text


def test_public_code_cannot_reach_the_session(door):
    with door.app.test_request_context("/"):
        assert not is_desk_path("/")
        with pytest.raises(RuntimeError):
            session["anything"] = 1


def test_pages_of_the_desk_are_kept_by_nobody_and_framed_by_nobody(door):
    client = signed_in(door.app, "admin")
    addresses = [address for _, method, address in routes(door.app) if method == "GET"]
    for browser, address in itertools.product(
        (client, door.client()), [*addresses, "/desk/nothing", "/account/nothing"]
    ):
        headers = browser.get(address).headers
        assert headers["Cache-Control"] == "no-store", address
        assert headers["Referrer-Policy"] == "same-origin"
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "script-src": "'self'",
            "connect-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }
        assert "Access-Control-Allow-Origin" not in headers
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
