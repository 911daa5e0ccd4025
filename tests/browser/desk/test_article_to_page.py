"""From an article to the public page: two people without scripts, one return, one publication.

With scripts people go the same way in ``test_first_hour`` and ``test_newsroom``.
"""

import re
import shutil

import pytest

from tests.browser.conftest import complaints, note_complaints
from tests.browser.desk.marking import mark
from tests.browser.windows import running
from tests.signed_in import signed_in
from tests.stored import clock
from tracker import create_app
from tracker.services.upkeep.verifying.verify import verify
from tracker.settings import Settings
from tracker.store.database.connecting import Database

BEFORE = "2026-11-22T12:30:00Z"
REACH = (
    ("action", "sell", "in"),
    ("action", "pilot", "unclear"),
    ("subject", "facial-recognition", "in"),
    ("counterparty", "local-police", "in"),
    ("counterparty", "federal-law-enforcement", "unclear"),
    ("place", "US", "in"),
)


@pytest.fixture
def people(browser, seeded_sqlite, tmp_path):
    """The windows of an editor and a reviewer, and the site that they work on, with the records of ``seeds/``."""
    database = Database(f"sqlite:///{shutil.copy(seeded_sqlite, tmp_path / 'tracker.sqlite3')}")
    url = database.url.render_as_string()
    app = create_app(Settings(database_url=url), clock(60))
    contexts, said = [], []
    with running(app) as address:

        def window(role, name):
            context = browser.new_context(java_script_enabled=False, base_url=address)
            contexts.append(context)
            context.add_cookies([{"name": "desk", "value": signed_in(app, role, name).token, "url": address}])
            page = context.new_page()
            page.set_default_timeout(15_000)
            note_complaints(page, said)
            return page

        yield window("editor", "ann"), window("reviewer", "bob"), database
        for context in contexts:
            context.close()
    database.close()
    assert complaints(said) == []


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def fill(page, label, text):
    page.get_by_label(re.compile(rf"^{re.escape(label)}( optional)?$")).first.fill(text)


def enter_company(page):
    page.goto("/desk/")
    page.get_by_role("link", name="Company", exact=True).click()
    fill(page, "Name", "Palisade Vision")
    page.locator("button.main[value=save]").click()
    page.wait_for_url("**/desk/drafts/*")


def enter_source(page):
    """In the middle of another form, and back to it."""
    press(page, "Create a new source")
    fill(page, "Title", "Palisade pauses police sales")
    fill(page, "Publisher", "The Harbour Times")
    page.locator("#f-date").fill("12 Mar 2022")
    page.locator("[name=type][value=claim]").check()
    press(page, "Save and go back")
    page.wait_for_url(re.compile("field=|#f-"))


def enter_pledge(page):
    page.goto("/desk/new/pledge")
    fill(page, "Company", "palisade-vision")
    page.get_by_label("not to do something").check()
    enter_source(page)
    page.get_by_label(re.compile("^Exact words")).fill("We will not sell face recognition to police for a year.")
    page.get_by_label(re.compile("^Who said it")).first.fill("Dana Example, chief executive")
    fill(page, "Start date", "12 March 2022")
    page.get_by_label("It says when").check()
    page.get_by_label(re.compile("^After a length of time")).fill("one year")
    for dimension, term, label in REACH:
        mark(page, "#f-versions-0-scope", dimension, term, label)
    page.locator("#f-versions-0-scope-purpose-rest").get_by_label("It sets no limit").check()


def submit(page):
    press(page, "Save and continue to submit")
    page.wait_for_url("**/submit*")
    press(page, "Submit for review")


def test_two_people_bring_an_article_onto_the_public_page(people):
    ann, bob, database = people
    enter_company(ann)
    enter_pledge(ann)
    submit(ann)

    bob.goto("/desk/review")
    bob.locator(".queue a.record", has_text="We will not sell").click()
    assert bob.get_by_role("button", name="Publish all 3 records").count() == 1
    assert (
        "until 11 March 2023" in bob.locator("main").inner_text() or "11 March 2023" in bob.locator("main").inner_text()
    )
    bob.locator("textarea[name=note]").fill("Give it a short name.")
    press(bob, "Return for changes")

    ann.goto("/desk/")
    returned = ann.locator("[data-item]", has_text="Returned")
    assert "with 1 new company and 1 new source" in returned.inner_text()
    assert "Give it a short name." in returned.locator("[data-note]").inner_text()
    returned.locator("a.record").click()
    ann.get_by_label(re.compile("^Short name")).first.fill("No sales to police for a year")
    submit(ann)

    bob.goto("/companies/palisade-vision")
    assert bob.locator("[data-parameter=company]").count() == 1
    bob.goto("/desk/review")
    bob.locator(".queue a.record", has_text="No sales to police for a year").click()
    press(bob, "Publish all 3 records")
    assert "Published by bob" in bob.locator("main").inner_text()

    bob.goto("/companies/palisade-vision")
    assert "Palisade Vision" in bob.locator("h1").inner_text()
    assert "11 March 2023" in bob.locator("main").inner_text()
    bob.goto(f"/companies/palisade-vision?known_at={BEFORE}")
    assert bob.locator("[data-parameter=company]").count() == 1
    with database.reading() as session:
        assert verify(session).ok
