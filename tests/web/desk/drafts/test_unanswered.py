"""What a form asks and a record may leave out: an unanswered scope is never published as one that covers all."""

import re

import pytest

from tests import factories as make
from tests.stored import clock
from tests.web.desk.browsing import Browser, draft_id
from tracker.models import Draft
from tracker.records.kinds import body
from tracker.services.auth.roles import Actor, Role
from tracker.services.editing.drafts import WriteContext, edit_record
from tracker.services.editing.uploads import drafts_from
from tracker.services.publishing.checking.unanswered import (
    AS_WRITTEN,
    left_open,
    left_open_before,
    unanswered_dimensions,
    unanswered_faults,
)

PROMISE = {
    "title": "No leases",
    "topic": "police-drones",
    "commitment": "refrain",
    "versions-0-source": "gazette-1",
    "versions-0-quote": "We will not lease drones",
    "versions-0-speaker": "A. Person, president",
    "versions-0-start-day": "1 June 2021",
}
ASKED = ("action", "subject", "counterparty", "place")


def scope_of(site, page):
    with site.database.reading() as session:
        return session.get(Draft, draft_id(page)).data["versions"][0].get("scope")


def open_questions(page):
    """How many dimensions the page says are not answered."""
    return len(re.findall(r'class="unanswered"[^>]*-unanswered">', page.checked().html))


def submit_page(ann, page):
    return ann.open(f"/desk/drafts/{draft_id(page)}/submit").checked()


@pytest.fixture
def untouched(ann):
    return ann.press(ann.open("/desk/new/pledge?company=acme"), **PROMISE)


def test_a_scope_that_nobody_touched_says_so_and_cannot_be_submitted(site, ann, untouched):
    assert scope_of(site, untouched) is None
    assert open_questions(untouched) == len(ASKED)
    assert "Clearly covers none of 4 points, up to 4" in untouched.text
    submit_form = submit_page(ann, untouched)
    for name in ASKED:
        assert f"Scope, {name} : Say what the pledge covers by {name}" in submit_form.text
        assert f"?check=1#f-versions-0-scope-{name}" in submit_form.html
    assert ("do", "submit") not in submit_form.form.buttons


def test_no_limit_is_an_answer_that_the_record_keeps(site, ann, untouched):
    answers = {f"versions-0-scope-{name}-rest": f"{name}:rest:in" for name in ASKED}
    page = ann.press(untouched, **answers).checked()
    assert scope_of(site, page) == {name: {"rest": "in"} for name in ASKED}
    assert page.form.values("versions-0-scope-place-rest") == ["place:rest:in"]
    assert "Clearly covers 4 of 4 points." in page.text
    assert ("do", "submit") in submit_page(ann, page).form.buttons


def test_all_that_is_left_is_answered_by_one_button(site, ann, untouched):
    name = next(name for name, value in untouched.form.radios if value == "counterparty:in:local-police")
    page = ann.press(untouched, "unlimited:versions-0-scope", **{name: "counterparty:in:local-police"}).checked()
    no_limit = {name: {"rest": "in"} for name in ASKED if name != "counterparty"}
    assert scope_of(site, page) == {"counterparty": {"in": ["local-police"]}, **no_limit}
    assert open_questions(page) == 0


def test_a_term_that_is_marked_answers_its_dimension(site, ann, untouched):
    name = next(name for name, value in untouched.form.radios if value == "counterparty:in:local-police")
    page = ann.press(untouched, **{name: "counterparty:in:local-police"})
    assert scope_of(site, page) == {"counterparty": {"in": ["local-police"]}}
    assert page.form.values(name) == ["counterparty:in:local-police"]
    assert "Scope, counterparty" not in submit_page(ann, page).text


def test_published_pledges_and_files_keep_what_they_leave_out(site, ann):
    published = ann.edit("pledge", "acme/no-sales")
    assert open_questions(published) == 0
    record = make.pledge("acme/from-a-file", versions=[make.version(scope={"action": {"in": ["sell"]}})])
    actor = Actor(ann.client.account_id, "ann", Role.EDITOR)
    with site.database.writing() as session:
        (draft,) = drafts_from(session, actor, clock(60), [record], WriteContext(body(record))).drafts
        path = f"/desk/drafts/{draft.id}"
    page = ann.press(ann.open(path), title="From a file")
    assert open_questions(page) == 0
    assert ("do", "submit") in submit_page(ann, page).form.buttons


def test_what_the_published_version_left_out_may_stay_so():
    new = {"versions": [{"scope": {"action": {"in": ["sell"]}, "place": {}}}, {}]}
    assert list(unanswered_dimensions(new, ["actor", "action", "place"])) == [(0, "place"), (1, "action"), (1, "place")]
    before = left_open_before({"versions": [{"scope": {"place": {"rest": "in"}}}]})
    assert "action" in left_open(before, 0)
    assert left_open(before, 1) == left_open(before, 0)
    assert list(unanswered_dimensions(new, ["action", "place"], before)) == [(0, "place"), (1, "place")]
    before = left_open_before({"versions": [{}, {"scope": {"action": {"in": ["sell"]}}}]})
    assert list(unanswered_dimensions(new, ["action", "place"], before)) == [(1, "action")]
    assert left_open_before(None) == ()


def test_what_changed_is_asked_of_versions_that_are_new():
    topic = make.topic()
    data = {"versions": [{}, {"change": "narrowed"}, {}]}

    def faults_of_changes(published):
        faults = unanswered_faults(("pledge", "acme/x"), data, topic, published)
        return [fault.path for fault in faults if fault.path[-1] == "change"]

    assert faults_of_changes(None) == [("versions", 2, "change")]
    assert faults_of_changes({"versions": [{}]}) == [("versions", 2, "change")]
    assert faults_of_changes({"versions": [{}, {}, {}]}) == []


def test_a_company_that_is_not_chosen_is_named_by_its_field(ann):
    page = ann.press(ann.open("/desk/new/pledge"), **PROMISE)
    submit_form = submit_page(ann, page)
    assert "Company : Choose one." in submit_form.text
    assert "ID :" not in submit_form.text


def test_a_second_article_of_a_paper_and_day_takes_the_next_number_whoever_writes_it(site, ann):
    other = Browser(site, "contributor", "another-writer")
    article = {"publisher": "The Twice", "date": "3 May 2021", "type": "claim"}
    ids = []
    for person, title in ((ann, "First"), (other, "Second"), (ann, "Third")):
        page = person.press(person.open("/desk/new/source"), title=title, **article)
        with site.database.reading() as session:
            ids.append(session.get(Draft, draft_id(page)).record_id)
    assert ids == ["the-twice-2021-05-03", "the-twice-2021-05-03-2", "the-twice-2021-05-03-3"]


def test_an_older_revision_that_is_restored_keeps_what_it_left_out(site, ann):
    actor = Actor(ann.client.account_id, "ann", Role.EDITOR)
    with site.database.writing() as session:
        draft = edit_record(session, actor, clock(60), ("pledge", "acme/no-sales"), restore=1)
        assert draft.confirmed == [AS_WRITTEN]


def test_a_name_that_names_nothing_is_told_so_before_it_is_submitted(ann):
    page = ann.press(ann.open("/desk/new/pledge?company=acme"), **PROMISE | {"versions-0-source": "The Post of May"})
    text = submit_page(ann, page).text
    assert "Source of the quote : We found no record or draft called “The Post of May”." in text


def test_an_answer_that_was_given_twice_is_told_in_words(ann):
    twice = {"versions-0-deadline-day": "2025", "versions-0-deadline-after": "one year"}
    page = ann.press(ann.open("/desk/new/pledge?company=acme"), **PROMISE | twice | {"commitment": "perform"})
    assert "Unknown field" not in page.text
    assert "You filled in more than one option." in submit_page(ann, page).text


def test_of_an_empty_pledge_the_fields_on_the_page_are_named_and_not_its_versions(ann):
    submit_form = submit_page(ann, ann.press(ann.open("/desk/new/pledge?company=acme")))
    for label in ("Source of the quote", "Exact words", "Start date"):
        assert f"{label} : " in submit_form.text
    assert "Versions :" not in submit_form.text
    assert all(f'#f-versions-0-{name}"' in submit_form.html for name in ("source", "quote", "start"))
