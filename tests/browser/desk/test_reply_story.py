"""A company is asked from a finding’s line, answers on a phone without scripts, and is read word for word; then several
companies are marked as checked at once.
"""

import json
import re
import shutil
from datetime import UTC

import pytest

from tests import factories as make
from tests.browser.accessibility import widths_that_scroll_sideways
from tests.browser.conftest import complaints
from tests.browser.desk.colleagues import Colleague
from tests.browser.windows import running
from tests.stored import clock, published_world
from tracker import create_app
from tracker.models import Ledger
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
from tracker.store.database.connecting import Database

CARD = "/companies/acme/police-drones"
WORDS = "We sold <b>none</b> to “police” & never will.\nNot one."
FIRMS = [f"firm-{number}" for number in range(4)]


@pytest.fixture
def desk(browser, migrated_sqlite, tmp_path):
    """An editor, a reviewer, the site, and companies that nobody ever checked."""
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'tracker.sqlite3')}")
    firms = [record for firm in FIRMS for record in (make.company(firm), make.pledge(f"{firm}/no-sales"))]
    published_world(database, make.pledge(title="No sales"), make.evidence(), make.check(), *firms)
    refresh(database, clock(), UTC)
    app, said = create_app(Settings(database_url=database.url.render_as_string()), clock(60)), []
    with running(app) as address:
        people = [
            Colleague(app, browser, address, role, name, said)
            for role, name in (("editor", "ann"), ("reviewer", "bob"))
        ]
        yield people, database, app, browser
        for one in people:
            one.context.close()
    database.close()
    assert complaints(said) == []


def publishes_the_first(bob):
    """From its line in the queue, in one click."""
    bob.opens("/desk/?queue=review")
    bob.begins()
    bob.presses(re.compile("^Publish and next"))
    assert "Published" in bob.page.locator("[role=status]").inner_text()
    assert bob.items[-1] == 1


def asks_from_the_finding(ann):
    """The link that the letter has."""
    ann.opens(CARD)
    line = ann.page.locator("a[href*='/desk/ask']").first
    line.evaluate(
        "link => { for (let at = link; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true }"
    )
    with ann.page.expect_navigation():
        line.click()
    assert "Sold camera drones" in ann.page.get_by_label("Questions").input_value()
    ann.begins()
    ann.presses("Make the request")
    letter, link = ann.page.locator("#letter").input_value(), ann.page.locator("#link").input_value()
    assert link in letter
    return re.sub("^https?://[^/]+", "", link)


def company_answers(browser, address, path):
    """On a phone, without scripts; what is not right first comes back with all that was typed."""
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(path)
    page.get_by_label("Your answer").fill(WORDS)
    page.get_by_label("Your name").fill("Jo Example")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the answer").click()
    assert page.get_by_label("Your answer").input_value() == WORDS
    page.get_by_label("Your job title").fill("head of public policy")
    page.get_by_label("I am answering for the company").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Send the answer").click()
    assert page.url.endswith("/reply/received")
    assert context.cookies() == []
    page.goto(path)
    assert page.get_by_label("Your answer").count() == 0, "once"
    context.close()


def takes_the_answer(ann):
    ann.opens("/desk/?queue=replies")
    assert widths_that_scroll_sideways(ann.page, 360, 1280, media="screen") == []
    ann.begins()
    ann.page.locator("summary", has_text="The answer").click()
    assert ann.page.locator(".sent").inner_text() == WORDS
    ann.page.get_by_label("How did you check who sent it?").select_option("phone")
    ann.page.get_by_label("What is the answer?").select_option("denied")
    ann.presses(re.compile("^Submit the answer for review"))
    assert "submitted for review" in ann.page.locator("[role=status]").inner_text()


def all_are_checked(ann, bob, database):
    ann.opens("/desk/?queue=checks")
    ann.begins()
    ann.page.get_by_label(f"Select all {len(FIRMS)}").check()
    ann.items[-1] += 1
    ann.page.locator(".bulk button[value=check]").click()
    ann.page.wait_for_load_state()
    assert f"{len(FIRMS)} companies are marked as checked" in ann.page.locator("[role=status]").inner_text()
    assert ann.page.locator("[data-item]").count() == 0
    with database.reading() as session:
        before = session.query(Ledger).count()
    publishes_the_first(bob)
    with database.reading() as session:
        assert session.query(Ledger).count() == before + len(FIRMS)


def test_from_a_finding_to_the_answer_on_every_page_and_checks_of_several(desk):
    (ann, bob), database, app, browser = desk
    path = asks_from_the_finding(ann)
    publishes_the_first(bob)
    company_answers(browser, ann.address, path)
    takes_the_answer(ann)
    publishes_the_first(bob)
    reader = app.test_client()
    bob.opens(CARD)
    for part in WORDS.splitlines():
        assert part in bob.page.locator("main").text_content()
    assert json.dumps(WORDS, ensure_ascii=False) in reader.get("/api/v1/responses?company=acme").text
    assert "denie" in reader.get(f"/embed{CARD}").text.lower()
    assert "<b>none" not in reader.get(CARD).text
    all_are_checked(ann, bob, database)
