"""Two editors and two reviewers at one desk: readers’ reports in, bundles out; nothing is lost, nothing doubled.

On the way an answer is lost, a session ends, and two people press the same button.
"""

import shutil
import statistics
from datetime import UTC

import pytest
from sqlalchemy import delete, select

from tests import factories as make
from tests.browser.conftest import complaints
from tests.browser.desk.colleagues import Colleague, looked_at
from tests.browser.windows import running
from tests.desk import draft_of, submitted
from tests.stored import clock, published_world
from tracker import create_app
from tracker.models import Comment, Draft, Ledger, ReaderReport, Review, SignIn, Submission
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.intake.reader_reports import receive_report
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.upkeep.verifying.verify import verify
from tracker.settings import Settings
from tracker.store.database.connecting import Database

REPORTS, BUNDLES = 6, 6


@pytest.fixture
def newsroom(browser, migrated_sqlite, tmp_path):
    """The people, and the database that they work on."""
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'tracker.sqlite3')}")
    published_world(database, make.pledge(title="No sales"))
    refresh(database, clock(), UTC)
    app = create_app(Settings(database_url=database.url.render_as_string()), clock(60))
    said = []
    with running(app) as address:
        names = (("editor", "ann"), ("editor", "dan"), ("reviewer", "bob"), ("reviewer", "cid"))
        people = [Colleague(app, browser, address, role, name, said) for role, name in names]
        yield people, database, app
        for one in people:
            one.context.close()
    database.close()
    assert complaints(said) == []


def arrive(app, database, count):
    """Reports of readers, each from another address."""
    keys = ready_keys(app.extensions["auth_state"].folder, database)
    for number in range(count):
        answers = {"kind": "error", "text": f"The link {number} is wrong.", "about": "/companies/acme"}
        receive_report(database, clock(50), keys, f"10.1.{number}.1", answers)


def written(database, actor, count):
    """Bundles of evidence and its source."""
    for number in range(count):
        deal = make.evidence(f"acme/sale-{number}", sources=[f"gazette-{number + 20}"], title=f"Sale {number}")
        source = make.source(f"gazette-{number + 20}")
        submitted(database, actor, draft_of(database, actor, deal), draft_of(database, actor, source))


def accepts(person, item):
    """Accept a report from its line, which leads to what it is about."""
    person.begins()
    person.items[-1] += 1
    with person.page.expect_navigation():
        person.page.locator(f"[data-item='{item}'] [name=accept]").click()


def decide_reports(ann, dan):
    """One is accepted by both at once, one by one person, the others are refused together."""
    for editor in (ann, dan):
        editor.opens("/desk/?queue=outside")
    keys = [row.get_attribute("data-item") for row in ann.page.locator("[data-item]").all()]
    assert len(keys) == REPORTS
    accepts(ann, keys[0])
    assert "Acme Optics Inc." in ann.page.locator("main").inner_text()
    accepts(dan, keys[0])
    dan.opens("/desk/?queue=outside")
    accepts(dan, keys[1])
    dan.opens("/desk/?queue=outside")
    refused = REPORTS - 2
    dan.begins()
    dan.page.get_by_label(f"Select all {refused}").check()
    dan.presses("Delete")
    assert f"Deleted or refused {refused} items." in dan.page.locator("[role=status]").inner_text()
    dan.items += [1 + dan.items.pop() / refused] * refused  # a tick each, and the button for all


def one_is_returned_with_a_comment_and_comes_back(ann, bob, database):
    bob.opens("/desk/review")
    bob.begins()
    bob.presses("Sale 0", role="link")
    bob.page.get_by_label("Comment", exact=True).fill("@ann, is this the right county?")
    bob.presses("Comment")
    looked_at(bob)
    bob.page.get_by_label("Note to the author").fill("Which county?")
    bob.presses("Return for changes")
    assert "Returned for changes by bob" in bob.page.locator("main").inner_text()
    ann.opens("/desk/?queue=mine")
    row = ann.page.locator("[data-item]", has_text="Returned")
    assert "Which county?" in row.locator("[data-note]").inner_text()
    assert "1 open" in row.inner_text()
    with ann.page.expect_navigation():
        row.locator("a.record").click()
    ann.begins()
    ann.presses("Save and continue to submit")
    ann.presses("Submit for review")
    with database.reading() as session:
        assert session.scalars(select(Comment.text)).all() == ["@ann, is this the right county?"]


def both_press_at_once(bob, cid):
    """Both look at the oldest; the second is told, and goes on from the queue."""
    for reviewer in (bob, cid):
        reviewer.opens("/desk/review")
        reviewer.begins()
        with reviewer.page.expect_navigation():
            reviewer.items[-1] += 1
            reviewer.page.get_by_role("link", name="Start reviewing").click()
    assert bob.page.url == cid.page.url
    bob.presses("Publish and next")
    cid.presses("Publish and next")
    assert "Someone else got there first" in cid.page.locator("[role=alert]").inner_text()


def an_answer_is_lost(bob):
    """What was sent arrives, its answer does not; the same is sent again."""
    address = bob.page.url
    form = bob.page.locator("form#decision")
    sent = {field.get_attribute("name"): field.input_value() for field in form.locator("input[type=hidden]").all()}
    for _ in range(2):
        answer = bob.context.request.post(
            address, form={**sent, "decision": "publish", "note": ""}, headers={"Origin": bob.address}
        )
        assert answer.ok, answer.text()[:400]
    bob.opens(address)
    assert "Published by bob" in bob.page.locator("main").inner_text()
    bob.begins()
    with bob.page.expect_navigation():
        bob.items[-1] += 1
        bob.page.locator("[data-onward] a.main").click()


def the_session_ends_before_the_button_is_pressed(bob, database):
    with database.changing() as session:
        session.execute(delete(SignIn).where(SignIn.account_id == bob.actor.account_id))
    bob.page.get_by_label("Note to the author").fill("Well found.")
    bob.presses("Publish and next")
    assert "Well found." in bob.page.content()
    bob.signs_in()
    bob.presses("I have signed in, send again")


def the_rest_at_once(cid):
    cid.opens("/desk/review")
    looked_at(cid)
    rows = cid.page.locator("[data-item]").count()
    cid.begins()
    cid.page.keyboard.press("j")
    cid.page.keyboard.press("x")
    cid.page.keyboard.press("x")
    assert cid.page.evaluate("document.activeElement.className") == "record"
    cid.page.get_by_label(f"Select all {rows}").check()
    cid.presses("Publish …")
    looked_at(cid)
    assert cid.page.locator("section[aria-labelledby=impact] article").count() == 1
    cid.presses(f"Publish {rows} bundles")
    cid.items += [1 + cid.items.pop() / rows] * rows
    assert f"Published {2 * rows} records." in cid.page.locator("[role=status]").inner_text()


def test_an_hour_of_a_newsroom(newsroom):
    (ann, dan, bob, cid), database, app = newsroom
    arrive(app, database, REPORTS)
    written(database, ann.actor, BUNDLES)
    decide_reports(ann, dan)
    one_is_returned_with_a_comment_and_comes_back(ann, bob, database)
    both_press_at_once(bob, cid)
    an_answer_is_lost(bob)
    the_session_ends_before_the_button_is_pressed(bob, database)
    the_rest_at_once(cid)
    with database.reading() as session:
        outcomes = sorted(session.scalars(select(ReaderReport.outcome)))
        assert outcomes == ["accepted"] * 2 + ["unwanted"] * (REPORTS - 2)
        reviews = session.scalars(select(Review)).all()
        assert [it.verdict for it in reviews].count("published") == 2 * BUNDLES
        assert [it.verdict for it in reviews].count("returned") == 2
        assert session.query(Submission).count() == 2 * BUNDLES + 2
        assert set(session.scalars(select(Draft.state))) == {"published"}
        positions = session.scalars(select(Ledger.position)).all()
        assert sorted(positions) == list(range(1, len(positions) + 1))
        assert verify(session).ok
    clicks = [number for person in (ann, dan, bob, cid) for number in person.items]
    assert statistics.median(clicks) <= 3, clicks
