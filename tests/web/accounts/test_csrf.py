"""Forms of other sites do nothing, addresses of other sites are gone to by nobody, and no text is lost."""

import re
from datetime import timedelta

import pytest

from tests.signed_in import signed_in
from tests.web.checking import parsed, words
from tests.web.empty_site import post
from tracker.web.accounts.next_url import next_url

ELSEWHERE = [
    "//evil.example",
    "///evil.example/desk",
    "https://evil.example/desk/",
    "http:evil.example/desk",
    "\\\\evil.example",
    "/\\evil.example",
    "/desk\\..\\evil",
    "/desk/../../evil.example",
    "/desk/%2e%2e/evil",
    "/desk//evil.example",
    "/desk/%2f%2fevil.example",
    "/desk/%5c%5cevil.example",
    "/%64esk/",
    "javascript:alert(1)//desk/",
    "/desk/\r\nSet-Cookie: a=b",
    "/desk/%0d%0aSet-Cookie:%20a=b",
    " /desk/",
    "\t//evil.example",
    "/desk@evil.example",
    "/deskevil.example",
    "desk/",
    "/companies",
    "/desk/#//evil.example",
    "/desk/\u2028",
    "/desk/" + "x" * 7000,
    "/desk/%252f%252fevil.example",
    "data:text/html,x",
    "/account\x00/",
]
OWN = [
    "/desk",
    "/desk/",
    "/account/",
    "/desk/records?kind=pledge&company=acme",
    "/desk/edit/pledge/acme/2020",
    "/desk/drafts/x?row=1",
]


@pytest.mark.parametrize("given", ELSEWHERE, ids=repr)
def test_the_way_back_leads_to_no_other_site(desk_app, given):
    with desk_app.test_request_context("/account/sign-in"):
        assert next_url(given) == "/desk/"


def test_no_step_of_signing_in_leads_to_another_site(door):
    client, email = signed_in(door.app), door.person(name="zoe")
    for given in ELSEWHERE:
        if "\0" in given:
            assert client.get("/account/sign-in", query_string={"next": given}).status_code == 400
            assert door.knock(door.client(), email, next=given).status_code == 422
            continue
        assert client.get("/account/sign-in", query_string={"next": given}).headers["Location"] == "/desk/"
        answer = door.knock(door.client(), email, next=given)
        assert answer.headers["Location"] == "/account/second-step?next=/desk/"


@pytest.mark.parametrize("given", OWN)
def test_the_way_back_leads_to_pages_of_the_desk(desk_app, given):
    with desk_app.test_request_context("/account/sign-in"):
        assert next_url(given) == given


def names(client):
    page = client.get("/account/").text
    return re.search(r'id="public_name" name="public_name" value="([^"]*)"', page)[1]


SENT = {"name": "Ann Example", "public_name": "a pen name"}


@pytest.mark.parametrize("token", [None, "", "x", "IiI.x.y"])
def test_a_form_without_its_token_changes_nothing(door, token):
    client = signed_in(door.app)
    before = names(client)
    answer = client.post("/account/names", data=SENT | ({} if token is None else {"csrf_token": token}))
    assert answer.status_code == 400
    assert names(client) == before


def test_the_token_of_somebody_else_is_refused(door):
    client, other = signed_in(door.app), door.client()
    theirs = re.search(r'name="csrf_token" value="([^"]+)"', other.get("/account/sign-in").text)[1]
    before = names(client)
    assert client.post("/account/names", data={**SENT, "csrf_token": theirs}).status_code == 400
    assert names(client) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
    ],
    ids=str,
)
def test_a_form_from_another_site_is_refused_even_with_the_right_token(door, headers):
    client = signed_in(door.app)
    before = names(client)
    answer = client.send("/account/names", SENT, headers=headers)
    assert answer.status_code == 403
    assert "came from another site" in answer.text
    assert "a pen name" not in answer.text
    assert names(client) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost:8000"},
    ],
    ids=str,
)
def test_a_form_of_our_own_pages_is_taken(door, headers):
    client = signed_in(door.app)
    assert client.send("/account/names", SENT, headers=headers).status_code == 302
    assert names(client) == "a pen name"


def test_signing_in_is_guarded_too(door):
    # Else another site could sign somebody in to an account of its own.
    email = door.person()
    answer = door.client().post("/account/sign-in", data={"email": email, "password": "violet tram eats seven"})
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers or "~" in answer.headers["Set-Cookie"]


def test_what_was_sent_after_the_session_ended_is_still_there_and_can_be_sent_again(door):
    client = signed_in(door.app)
    text = "A <b>long</b> text & more,\n\nwritten for an hour"
    fields = {"name": "Ann", "public_name": text, "password": "not to be shown"}
    door.clock.move(timedelta(minutes=31))
    answer = client.send("/account/names", fields)
    assert answer.status_code == 403
    assert "You are signed out, but your text is still here" in answer.text
    tree = parsed(answer.text)
    (shown,) = [area for area in tree.iter("textarea") if "long" in words(area)]
    assert shown.text == text
    assert "not to be shown" not in answer.text
    # Signed in again, in another tab: the same page’s button sends it once more, and is asked whether that is meant.
    again = signed_in(door.app)
    kept = {field.get("name"): field.get("value") for field in tree.iter("input") if field.get("type") == "hidden"}
    assert kept == {"name": "Ann", "public_name": text}
    answer = again.post("/account/names", data=kept, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    tree = parsed(answer.text)
    (form,) = [form for form in tree.iter("form") if form.get("action") == "/account/names"]
    kept = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert kept.pop("csrf_token")
    assert kept == {"name": "Ann", "public_name": text}


def test_forms_in_other_tabs_stay_good_when_a_factor_is_confirmed(door):
    email, client = door.person(), door.client()
    secret, _ = door.enrol(client, email)
    page = client.get("/account/").text
    door.next_code()
    assert post(client, "/account/confirm", {"code": door.code(secret)}).status_code == 302
    assert post(client, "/account/names", SENT, page).status_code == 302


def test_a_form_that_wants_a_fresh_factor_comes_back_whole(door):
    client = signed_in(door.app, fresh=False)
    answer = client.send("/account/names", SENT)
    assert answer.status_code == 403
    tree = parsed(answer.text)
    (form,) = [form for form in tree.iter("form") if form.get("action") == "/account/names"]
    kept = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert {name: kept[name] for name in SENT} == SENT
    # Confirmed meanwhile, in another tab of the same browser.
    ready = signed_in(door.app)
    assert ready.send("/account/names", {name: kept[name] for name in SENT}).status_code == 302
    assert names(ready) == "a pen name"


@pytest.mark.parametrize("name", ["role", "active", "password_hash", "id", "email", "totp_secret"])
def test_fields_that_a_form_does_not_have_are_not_taken(door, name):
    client = signed_in(door.app)
    assert client.send("/account/names", {**SENT, name: "admin"}).status_code == 302
    page = client.get("/account/").text
    assert "<strong>editor</strong>" in page
    assert "editor-person@news.example" in page


def heading(page):
    return re.search(r"<h1[^>]*>(.+?)</h1>", page)[1]


def test_a_form_that_is_opened_like_a_page_says_what_it_is(door):
    client = signed_in(door.app)
    opened, sent = client.get("/account/names"), client.put("/companies")
    assert opened.status_code == sent.status_code == 405
    # One says that the address takes only forms, the other that it takes none.
    assert heading(opened.text) != heading(sent.text)
    assert 'href="/"' in opened.text


def test_a_page_that_stood_open_since_before_signing_in_still_signs_in(door):
    email, client = door.person(), door.client()
    page = client.get("/account/sign-in").text
    client.get("/account/sign-in")
    assert (
        post(client, "/account/sign-in", {"email": email, "password": "violet tram eats seven"}, page).status_code
        == 302
    )
