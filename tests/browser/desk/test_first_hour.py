"""A newsroom's first hour in a real browser: a topic of its own, from an empty site.

Clicks and boxes are counted, and every page is looked at for barriers, on a phone. The topic is made without scripts
too; the story of an article (``test_article_to_page``) enters a pledge and its evidence without them.
"""

import re
import shutil
from urllib.parse import urlsplit

import pytest

from tests import factories as make
from tests.browser.accessibility import barriers
from tests.browser.conftest import complaints, note_complaints
from tests.browser.desk.keys import Keys
from tests.browser.windows import running
from tests.signed_in import signed_in
from tests.stored import clock, published
from tracker import create_app
from tracker.records.sentences import SENTENCES
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.published import records_of_kinds

MOST_CLICKS, MOST_BOXES = 60, 40
"""For all: a topic, a company, two pledges, two pieces of evidence with their source, and four publications."""


SEEN = """() => [document.querySelector('main').innerText,
  [...document.querySelectorAll('[id^=step-]')].map((one) => one.id).join(), document.documentElement.scrollWidth]"""
NUMBER_OR_ID = re.compile(r"(?<=/)(\d+|[\w-]{22})(?=/|$)")
"""What differs in the addresses of pages of one sort."""

_ON_A_PHONE = pytest.param((True, 360), id="with scripts on a phone")
WITHOUT_SCRIPTS = pytest.mark.parametrize("people", [pytest.param((False, 1280), id="without scripts")], indirect=True)


def says_no_more(text):
    assert "yaml" not in text.lower()
    assert "ID:" not in text


class Window:
    """A page in which everything that is clicked or filled in is counted; each sort of page is checked once."""

    def __init__(self, page, width, checked, *, scripts):
        self.page, self.width, self.checked, self.scripts = page, width, checked, scripts
        self.clicks, self.boxes = 0, 0

    def open(self, address):
        self.page.goto(address)
        self.look()

    def look(self):
        """What no page of the desk may have: barriers, a width that scrolls sideways, YAML, a field for an ID."""
        if not self.scripts:  # nothing can be asked of the page but its text
            says_no_more(self.page.locator("main").inner_text())
            return
        text, steps, width = self.page.evaluate(SEEN)
        says_no_more(text)
        assert width <= self.width
        sort = (NUMBER_OR_ID.sub("", urlsplit(self.page.url).path), steps)
        if sort not in self.checked:
            self.checked.add(sort)
            assert barriers(self.page) == "", sort

    def press(self, name):
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()
        self.look()

    def follow(self, name):
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()
        self.look()

    def tick(self, target):
        self.clicks += 1
        target.click()

    def fill(self, label, text):
        self.boxes += 1
        self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+optional)?\s*$")).first.fill(text)

    def mark(self, group, answer):
        """An answer to the question of a dimension or of a term."""
        self.tick(self.page.get_by_role("group", name=group).get_by_label(answer, exact=True).first)


@pytest.fixture(params=[_ON_A_PHONE])
def people(request, browser, migrated_sqlite, tmp_path):
    """The windows of an editor and a reviewer on an empty site, and its database."""
    scripts, width = request.param
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'tracker.sqlite3')}"
    app = create_app(Settings(database_url=url, secrets_dir=tmp_path / "secrets"), clock(60))
    contexts, said, checked = [], [], set()
    with running(app) as address:

        def window(role, name):
            size = {"width": width, "height": 900}
            context = browser.new_context(java_script_enabled=scripts, base_url=address, viewport=size)
            contexts.append(context)
            context.add_cookies([{"name": "desk", "value": signed_in(app, role, name).token, "url": address}])
            page = context.new_page()
            page.set_default_timeout(20_000)
            note_complaints(page, said)
            return Window(page, width, checked, scripts=scripts)

        database = Database(url)
        yield window("editor", "ann"), window("reviewer", "bob"), database
        for context in contexts:
            context.close()
    database.close()
    assert complaints(said) == []


def topic_by(ann):
    ann.open("/desk/")
    ann.follow("Create your first topic")
    ann.tick(ann.page.get_by_label("Blank"))
    ann.press("Continue")
    ann.fill("The question that you ask of every company", "Which companies promised not to sell phone locations?")
    ann.fill("Name", "Sale of location data")
    ann.press("Continue")
    ann.tick(ann.page.get_by_label("not to do something"))
    ann.press("Continue")
    for dimension in ("What is done", "To whom"):
        ann.tick(ann.page.get_by_label(dimension, exact=True))
    ann.press("Continue")
    ann.fill("Terms, one per line", "Sale\nSharing\nRenting\nTraining")
    ann.press("Add these terms")
    ann.clicks += 1
    with ann.page.expect_navigation():
        ann.page.get_by_role("link", name="Customer").click()
    ann.fill("Terms, one per line", "Data brokers; list sellers\nAdvertisers\n  Ad exchanges\nPublic bodies")
    ann.press("Add these terms")
    ann.press("Continue")
    for unwanted in ("action:renting", "action:training"):
        ann.tick(ann.page.locator(f'[name="add-columns"][value="{unwanted}"]'))
    ann.press("Draw the table")
    the_table_shows_what_a_pledge_would_cover(ann)
    ann.press("Continue")
    ann.boxes += 1
    ann.page.locator("#reason-whole").fill("Most sales that are known went to brokers.")
    ann.press("Check and submit")
    ann.follow("Continue to submit")
    ann.press("Submit for review")


def the_table_shows_what_a_pledge_would_cover(ann):
    """As it is edited; of an invented pledge of a cell, then of all."""
    page, clicks = ann.page, ann.clicks
    marks, name = page.locator(".drawn tbody td.covered"), page.get_by_label("Name of row 2")
    assert marks.count() == 1
    page.get_by_label("The marks show what this invented pledge would cover").select_option("all")
    if not ann.scripts:
        ann.press("Show")
    marks.nth(5).wait_for()
    before = name.input_value()
    for text in ("Anyone who buys", before):
        name.fill(text)
        name.press("Tab")
        if not ann.scripts:
            ann.press("Show")
        page.locator(".plate th", has_text=text).first.wait_for()
    ann.clicks = clicks  # to look is no part of the work that is counted


def pledge_with_a_scope_by(ann):
    """With its company and its source, which are entered on the way."""
    ann.open("/desk/")
    ann.follow("Pledge")
    ann.press("Create a new company")
    ann.fill("Name", "Sample Maps")
    ann.press("Save and go back")
    ann.press("Create a new source")
    ann.fill("Title", "How we treat your location")
    ann.fill("Publisher", "Sample Maps")
    ann.fill("Publication date", "3 February 2025")
    ann.tick(ann.page.get_by_label(re.compile("^\\s*Claim")))
    ann.press("Save and go back")
    ann.fill("Who said it", "The chief executive")
    ann.fill("Exact words", "We will not sell location data to data brokers")
    ann.tick(ann.page.get_by_label("not to do something"))
    ann.fill("Start date", "3 February 2025")
    ann.mark("Sale", "covered")
    ann.mark("Data brokers", "covered")
    ann.press("Save")


def pledge_with_a_target_by(ann):
    ann.follow("Create another pledge")
    ann.fill("Source of the quote", "How we treat your location")
    ann.fill("Who said it", "The chief executive")
    ann.fill("Exact words", "By the end of 2025, four of five requests for deletion will be answered within a week")
    ann.tick(ann.page.get_by_label("to do something, with or without a deadline"))
    ann.fill("Start date", "3 February 2025")
    ann.tick(ann.page.get_by_label("once, by a date"))
    ann.fill("Date", "end of 2025")
    ann.fill("What is measured", "share of requests answered within a week")
    ann.fill("Unit", "%")
    ann.fill("At least", "80")
    for dimension in ("action", "customer"):
        ann.tick(ann.page.get_by_role("group", name=f"about {dimension}?").get_by_label("It sets no limit"))
    ann.press("Save")


def evidence_of_an_act_by(ann):
    ann.follow("Create evidence")
    ann.fill("Headline", "Sold places of phones to a list seller")
    ann.tick(ann.page.get_by_label("Conduct: something the company did"))
    ann.fill("When it happened", "May 2025")
    ann.fill("Source 1", "How we treat your location")
    ann.tick(ann.page.get_by_label("Sale", exact=True))
    ann.tick(ann.page.get_by_label("Data brokers", exact=True))
    ann.press("Save and continue to submit")
    ann.press("Submit for review")


def evidence_of_a_due_by(ann):
    ann.follow("Create evidence")
    due = ann.page.locator("#step-promises li", has_text="Target: 80")
    assert SENTENCES["finding.not checked since.heading"] in due.inner_text()
    ann.press(re.compile("^It speaks of this"))
    ann.fill("Headline", "Answered three of five requests within a week")
    ann.tick(ann.page.get_by_label("Conduct: something the company did"))
    ann.fill("When it happened", "end of 2025")
    ann.fill("Source 1", "How we treat your location")
    ann.fill("Amount reached", "60")
    ann.fill("Date this was so", "31 December 2025")
    ann.press("Save and continue to submit")
    ann.press("Submit for review")


def topic_published_by(ann, bob, database):
    """Made by the one and published by the other, as readers then see it."""
    topic_by(ann)
    bob.open("/desk/review")
    bob.follow("Sale of location data")
    bob.press("Publish")
    with database.reading() as session:
        (topic,) = records_of_kinds(session, "topic")
        lists = records_of_kinds(session, "vocabulary")
    assert (len(topic.yardstick.rows), len(topic.yardstick.columns)) == (3, 2)
    assert sorted(len(one.terms) for one in lists) == [4, 4]
    bob.page.goto(f"/topics/{topic.id}")
    assert bob.page.get_by_role("heading", level=1).inner_text() == "Sale of location data"


@WITHOUT_SCRIPTS
def test_without_scripts_a_topic_is_made_and_published(people):
    topic_published_by(*people)


def test_from_an_empty_site_to_pledges_and_evidence_that_readers_see(people):
    ann, bob, database = people
    topic_published_by(ann, bob, database)
    pledge_with_a_scope_by(ann)
    first_pledge = ann.page.url
    pledge_with_a_target_by(ann)
    evidence_of_an_act_by(ann)
    evidence_of_a_due_by(ann)
    ann.open(first_pledge)
    ann.press("Save and continue to submit")
    ann.press("Submit for review")
    for title in ("Sold places", "Answered three", "We will not sell"):
        bob.open("/desk/review")
        bob.follow(re.compile(title))
        bob.press(re.compile("^Publish"))
    with database.reading() as session:
        published = {kind: len(records_of_kinds(session, kind)) for kind in ("company", "source", "pledge", "evidence")}
    assert published == {"company": 1, "source": 1, "pledge": 2, "evidence": 2}
    bob.page.goto("/companies/sample-maps")
    shown = bob.page.locator("main").inner_text()
    assert "has pledged" in shown
    assert "Sold places of phones to a list seller" in shown
    assert ann.clicks + bob.clicks <= MOST_CLICKS, (ann.clicks, bob.clicks)
    assert ann.boxes + bob.boxes <= MOST_BOXES, (ann.boxes, bob.boxes)


def topic_by_keys(keys):
    label = keys.page.get_by_label
    keys.page.goto("/desk/")
    keys.follow("Create your first topic")
    keys.choose(label("Blank"))
    keys.press("Continue")
    keys.fill("The question that you ask of every company", "Which companies promised not to sell phone locations?")
    keys.fill("Name", "Sale of location data")
    keys.press("Continue")
    keys.choose(label("not to do something"))
    keys.press("Continue")
    for dimension in ("What is done", "To whom"):
        keys.tick(label(dimension, exact=True))
    keys.press("Continue")
    keys.fill("Terms, one per line", "Sale\nSharing")
    keys.press("Add these terms")
    keys.follow(re.compile("^Customer"))
    keys.fill("Terms, one per line", "Data brokers\nAdvertisers")
    keys.press("Add these terms")
    keys.press("Continue")
    keys.press("Draw the table")
    keys.tick(label("Ask about Advertisers: Sharing"))
    keys.press("Continue")
    keys.to(keys.page.locator("#reason-whole"))
    keys.page.keyboard.insert_text("Most sales that are known went to brokers.")
    keys.press("Check and submit")
    keys.follow("Continue to submit")
    keys.press("Submit for review")


def pledge_by_keys(keys):
    label = keys.page.get_by_label
    keys.page.goto("/desk/")
    keys.follow("Pledge")
    keys.press("Create a new company")
    keys.fill("Name", "Sample Maps")
    keys.press("Save and go back")
    keys.fill("Source of the quote", "How we treat your location")
    keys.fill("Who said it", "The chief executive")
    keys.fill("Exact words", "We will not sell location data to data brokers")
    keys.choose(label("not to do something"))
    keys.fill("Start date", "3 February 2025")
    for group in ("Sale", "Data brokers"):
        keys.choose(keys.page.get_by_role("group", name=group).get_by_label("covered", exact=True).first)
    keys.press("Save and continue to submit")
    keys.press("Submit for review")


def test_the_first_hour_by_keyboard_alone(people):
    ann, bob, database = people
    keys, other = Keys(ann), Keys(bob)
    topic_by_keys(keys)
    other.page.goto("/desk/review")
    other.follow(re.compile("Sale of location data"))
    other.press("Publish")
    with database.reading() as session:
        (topic,) = records_of_kinds(session, "topic")
    assert [(cell.row, cell.column) for cell in topic.yardstick.not_asked] == [("advertisers", "sharing")]
    # A source is entered by keyboard alone in test_forms.
    published(database, make.source("maps-promise", title="How we treat your location"), at=clock(61))
    pledge_by_keys(keys)
    other.page.goto("/desk/review")
    other.follow(re.compile("We will not sell"))
    other.press(re.compile("^Publish"))
    other.page.goto("/companies/sample-maps")
    assert "1 of 3" in other.page.locator("main").inner_text()
