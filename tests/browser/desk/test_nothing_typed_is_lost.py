"""Saves that fail in a real browser, with scripts and without.

The text comes back, can be sent again, and is kept till then.
"""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from tests.browser.desk.test_forms import Desk, pause_over, until
from tests.signed_in import signed_in
from tracker.models import Account, Draft
from tracker.store.database.connecting import Database

TYPED = "An hour’s work: “quotes”, <b> & é"
FAILURES = {
    "away": OperationalError("", {}, sqlite3.OperationalError("unable to open database file")),
    "locked": OperationalError("", {}, sqlite3.OperationalError("database is locked")),
    "full": OperationalError("", {}, sqlite3.OperationalError("database or disk is full")),
    "a fault": ZeroDivisionError("division by zero"),
}
COPIES = "Object.keys(sessionStorage).filter((key) => key.startsWith('typed ')).length"


@pytest.fixture
def desk(browser, served):
    """An admin in a browser whose console may say that answers were errors."""
    made = Desk(browser, *served)
    made.client = signed_in(made.app, "admin", name="typist")
    yield made
    for context in made.contexts:
        context.close()


def fail(patched, error):
    def broken(*_args, **_options):
        raise error

    for name in ("writing", "changing", *(("reading",) if error is FAILURES["away"] else ())):
        patched.setattr(Database, name, broken)


def title(desk):
    with desk.app.extensions["site"].database.reading() as session:
        return [draft.data.get("title") for draft in session.query(Draft).order_by(Draft.updated_at)][-1]


# Without scripts it is the site alone that brings a text back; tests of it ask so of each failure and form.
@pytest.mark.parametrize(("failure", "scripts"), [*((failure, True) for failure in FAILURES), ("locked", False)])
def test_a_draft_comes_back_and_is_sent_again(desk, monkeypatch, failure, scripts):
    said = f"{TYPED} {failure} {scripts}"
    page = desk.open("/desk/new/source", java_script_enabled=scripts)
    page.get_by_label("Title").fill(said)
    with monkeypatch.context() as patched:
        fail(patched, FAILURES[failure])
        page.locator("form[data-draft] button[value=save]").last.click()
        page.wait_for_load_state()
        page.get_by_role("button", name="Send again").wait_for()
        assert said in [area.input_value() for area in page.locator("textarea[readonly]").all()]
        if scripts:
            assert page.evaluate(COPIES) == 1
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url("**/desk/drafts/*")
    assert page.get_by_label("Title").input_value() == said
    assert title(desk) == said
    if scripts:
        assert page.evaluate(COPIES) == 0


@pytest.mark.parametrize("failure", ["locked", "a fault"])
def test_names_come_back(desk, monkeypatch, failure):
    page = desk.open("/account/")
    page.get_by_label("Your name").or_(page.locator("#name")).first.fill(f"{TYPED} {failure}")
    with monkeypatch.context() as patched:
        fail(patched, FAILURES[failure])
        page.locator("form[action='/account/names'] button").click()
        page.get_by_role("button", name="Send again").wait_for()
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url("**/account/")
    with desk.app.extensions["site"].database.reading() as session:
        assert session.get(Account, desk.client.account_id).name == f"{TYPED} {failure}"
    assert page.evaluate(COPIES) == 0


def test_a_text_that_is_too_long_comes_back_to_be_shortened(desk):
    page, long = desk.open("/desk/new/source", java_script_enabled=False), f"{TYPED} " * 16_000
    page.get_by_label("Title").fill("A law on drones")
    area = page.locator("form[data-draft] textarea").first
    name = area.get_attribute("name")
    for more in page.locator("details:has(textarea) > summary").all():
        more.click()
    area.fill(long)
    page.locator("form[data-draft] button[value=save]").last.click()
    again = page.locator(f"[data-again] textarea[name='{name}']")
    assert again.input_value().strip() == long.strip()
    again.fill("Short")
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url("**/desk/drafts/*")
    assert desk.draft(page).data["title"] == "A law on drones"


def test_where_the_site_cannot_be_reached_the_browser_keeps_the_text(desk):
    page = desk.open("/desk/new/source")
    page.get_by_label("Title").fill(TYPED)
    page.route(
        "**/desk/new/source*", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.locator("form[data-draft] button[value=save]").last.click()
    page.wait_for_timeout(300)
    page.unroute("**/desk/new/source*")
    page.goto(desk.address + "/desk/new/source")
    page.get_by_role("button", name="Put my text back").click()
    assert page.get_by_label("Title").input_value() == TYPED
    page.locator("form[data-draft] button[value=save]").last.click()
    page.wait_for_url("**/desk/drafts/*")
    assert title(desk) == TYPED
    assert page.evaluate(COPIES) == 0
    page.goto(desk.address + "/desk/new/source")
    assert page.get_by_role("button", name="Put my text back").count() == 0


def test_a_save_while_one_types_is_a_confirmation(desk):
    page = desk.open("/desk/new/source")
    page.get_by_label("Title").press_sequentially("Saved by itself")
    assert page.evaluate(COPIES) == 1
    pause_over(page)
    until(page, lambda: page.evaluate(COPIES) == 0)
    assert title(desk) == "Saved by itself"


def test_a_copy_that_is_not_wanted_is_discarded_and_signing_out_forgets_all(desk):
    page = desk.open("/desk/upload")
    page.locator("[name=note]").fill(TYPED)
    page.reload()
    page.get_by_role("button", name="Discard it").click()
    assert page.evaluate(COPIES) == 0
    page.locator("[name=note]").fill(TYPED)
    assert page.evaluate(COPIES) == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in*")
    assert page.evaluate(COPIES) == 0
