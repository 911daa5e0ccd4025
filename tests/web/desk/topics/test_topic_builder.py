"""Making a topic in steps, without scripts: from an empty site to a topic that a second person publishes."""

import re

import pytest

from tests import factories as make
from tests.stored import clock, published, published_world
from tests.web.desk.browsing import Browser, draft_id
from tests.web.desk.topics.steps import begun, drawn, topic_of, with_terms
from tracker.models import Draft
from tracker.records.types.topic import Topic
from tracker.services.editing.topic_builder import topic_templates
from tracker.store.published import records_of_kinds


def test_a_topic_comes_from_an_empty_site_to_readers(empty, ann):
    page = drawn(ann)
    assert "6 points" in page.text
    page = ann.press(page, "next").checked()
    page = ann.press(page, "submit", **{"reason-whole": "Most sales that are known went to brokers."}).checked()
    assert "Everything is filled in." in page.text
    page = ann.press(ann.open(f"/desk/drafts/{draft_id(page)}/submit").checked(), "submit").checked()
    assert "Submitted for review." in page.text

    bob = Browser(empty, "reviewer", "bob")
    review = re.search(r'href="(/desk/review/\d+)"', bob.open("/desk/review").html)[1]
    page = bob.open(review).checked()
    verdict = next(f for f in page.forms if ("decision", "publish") in f.buttons)
    assert bob.press(page, "publish", form=verdict).status == 200
    with empty.database.reading() as session:
        (topic,) = records_of_kinds(session, "topic")
    assert isinstance(topic, Topic)
    assert topic.id == "sale-location-data"
    assert [row.name for row in topic.yardstick.rows] == ["Data brokers", "Advertisers", "Public bodies"]
    assert [column.name for column in topic.yardstick.columns] == ["Sale", "Sharing"]
    shown = empty.page(f"/topics/{topic.id}")
    assert "Who sells the location of phones?" in shown.text


def test_every_template_begins_a_topic_that_is_published(empty, ann):
    bob = Browser(empty, "reviewer", "bob")
    for number, template in enumerate(topic_templates(), 1):
        page = begun(ann, f"template:{template.id}")
        page = ann.press(page, "next", name=f"Sample topic {number}")
        reasons = ann.open(page.path.rpartition("/")[0] + "/reasons")
        page = ann.press(reasons, "submit", **{"reason-whole": "People asked."}).checked()
        assert "Everything is filled in." in page.text, template.id
        ann.press(ann.open(f"/desk/drafts/{draft_id(page)}/submit"), "submit")
        review = re.search(r'href="(/desk/review/\d+)"', bob.open("/desk/review").html)[1]
        page = bob.open(review)
        answer = bob.press(page, "publish", form=next(f for f in page.forms if ("decision", "publish") in f.buttons))
        assert answer.status == 200, template.id
    with empty.database.reading() as session:
        topics = records_of_kinds(session, "topic")
    assert sorted(topic.name for topic in topics) == [f"Sample topic {number}" for number in range(1, 7)]


def test_no_id_and_no_yaml_is_seen(ann):
    page = begun(ann)
    while "/check" not in page.path:
        assert "yaml" not in page.html.lower()
        assert not re.search(r"\bID\b", page.text)
        page = ann.press(page, "next").checked()


def test_each_step_says_what_is_missing_and_leads_there(ann):
    page = begun(ann)
    check = ann.open(page.path.replace("/question", "/check")).checked()
    steps = re.findall(r'<li><a href="/desk/topics/[^/]+/([a-z]+)">', check.html)
    for step in ("question", "kind", "dimensions", "yardstick", "reasons"):
        assert step in steps


def test_what_readers_could_not_tell_apart_is_told(site_of):
    ann = Browser(site_of(), name="ann")
    page = begun(ann, "topic:police-drones")
    step = page.path.partition("/question")[0]
    ann.press(page, "next", question="Who sells drones?", name=make.topic().name.upper())
    ann.press(ann.open(f"{step}/dimensions"), "next", **{"word-action": "customer", "word-counterparty": "Customer"})
    text = ann.open(f"{step}/check").checked().text
    assert re.search("2 dimensions are called “customer”.*has this name already", text)


def test_indented_lines_and_other_names_make_a_tree(ann):
    page = with_terms(ann)
    page = ann.open(page.path.replace("yardstick", "terms") + "?list=counterparty")
    with ann.reading() as session:
        rows = session.query(Draft).filter_by(kind="vocabulary").all()
    terms = {term["name"]: term for row in rows for term in row.data["terms"]}
    assert len(terms) == 8
    assert terms["Ad exchanges"]["broader"] == ["advertisers"]
    assert terms["Data brokers"]["aliases"] == ["list sellers"]


def test_what_cannot_be_done_says_what_would_be_right_and_loses_nothing(ann):
    page = with_terms(ann)
    terms = ann.open(page.path.replace("yardstick", "terms") + "?list=counterparty")
    answer = ann.press(terms, "term:add", new_name="Advertisers", new_aliases="ad people")
    assert answer.status == 422
    assert "The list has “Advertisers” already" in answer.text
    assert answer.form.values("new_aliases") == ["ad people"]
    answered = ann.press(terms, "term:add", new_name="Advertiser")
    assert "Is it the same?" in answered.checked().text
    page = ann.press(answered, "term:alias:advertisers").checked()
    assert "“Advertiser” is now another name of “Advertisers”." in page.text


def test_a_stale_save_loses_nothing(ann):
    page = begun(ann)
    ann.press(page, "save", question="First?", name="First")
    answer = ann.press(ann.open(page.path), "save", question="First?", name="Other", **{"draft-version": "1"})
    assert answer.status == 409
    assert answer.form.values("name") == ["Other"]


def test_a_scale_of_numbers_takes_the_place_of_terms(ann):
    page = begun(ann)
    page = ann.press(page, "next", question="Who sold how much?", name="Tobacco").checked()
    page = ann.press(page, "next", commitment="refrain")
    lists = {"use-action": "1", "use-purpose": "1", "word-purpose": "share", "list-purpose": "new-scale"}
    page = ann.press(page, "next", **lists).checked()
    page = ann.press(page, "term:paste", lines="Insure\nInvest").checked()
    page = ann.open(page.path.partition("?")[0] + "?list=purpose")
    refused = ann.press(page, "term:scale", scale_unit="%", scale_from="9", scale_to="1")
    assert refused.status == 422
    page = ann.press(page, "term:scale", scale_unit="%", scale_from="0", scale_to="100").checked()
    page = ann.press(page, "next").checked()
    assert ann.press(page, "cells:add", **{"add-rows-purpose": "forty"}).status == 422
    page = ann.press(page, "cells:add", **{"add-rows": [], "add-rows-purpose": "≥40\n5..<40"}).checked()
    rows = topic_of(ann, page)["yardstick"]["rows"]
    assert [row["terms"] for row in rows] == [{"purpose": [">= 40"]}, {"purpose": ["5..<40"]}]
    assert "Sample Company" in page.text


def test_a_pledge_can_be_entered_while_its_topic_is_a_draft(ann):
    page = ann.press(drawn(ann), "next")
    ann.press(page, "save", **{"reason-whole": "Most sales that are known went to brokers."})
    page = ann.open("/desk/new/pledge?topic=sale-location-data").checked()
    assert 'value="counterparty:in:data-brokers"' in page.html


def test_a_copy_has_the_table_and_new_words(empty, ann):
    published_world(empty.database)
    page = begun(ann, "topic:police-drones")
    copied = topic_of(ann, page)
    assert "name" not in copied
    assert [row["id"] for row in copied["yardstick"]["rows"]] == ["local-police", "federal-police"]
    assert copied["dimensions"]["action"]["vocabulary"] == "actions"


def test_merging_a_published_term_drafts_the_records_that_use_it(empty, ann):
    published_world(empty.database, make.pledge())
    page = ann.edit("vocabulary", "customers").checked()
    page = ann.press(ann.open(page.path + "?term=local-police"), "term:merge", merge_into="federal-police").checked()
    assert "Drafts of 2 published records that used it are ready." in page.text
    with ann.reading() as session:
        drafts = {draft.kind: draft.data for draft in session.query(Draft).all()}
    assert "local-police" not in str(drafts["pledge"]["versions"])
    assert "local-police" not in str([row["terms"] for row in drafts["topic"]["yardstick"]["rows"]])


def test_a_retired_term_is_offered_no_more(empty, ann):
    published_world(empty.database)
    page = ann.open("/desk/new/pledge?topic=police-drones")
    assert 'value="counterparty:in:school"' in page.html
    with empty.database.reading() as session:
        (customers,) = [r for r in records_of_kinds(session, "vocabulary") if r.id == "customers"]
    terms = [term.model_copy(update={"retired": term.id == "school"}) for term in customers.terms]
    published(empty.database, customers.model_copy(update={"terms": tuple(terms)}), at=clock(5))
    page = ann.open("/desk/new/pledge?topic=police-drones")
    assert 'value="counterparty:in:school"' not in page.html


def test_with_the_draft_of_a_topic_its_own_lists_are_deleted_and_no_others(empty, ann):
    page = drawn(ann)
    other = begun(ann)
    data = topic_of(ann, page)
    shared = data["dimensions"]["action"]["vocabulary"]
    other = ann.press(other, "next", question="Who rents phones?", name="Renting")
    steps = other.path.rpartition("/")[0]
    ann.press(ann.open(f"{steps}/dimensions"), "next", **{"use-action": "1", "list-action": shared})
    ann.press(page, "", form=next(form for form in page.forms if form.action.endswith("/discard")))
    with ann.reading() as session:
        states = {draft.record_id: draft.state for draft in session.query(Draft).filter_by(kind="vocabulary")}
    assert states.pop(shared) == "editing"
    assert set(states.values()) == {"discarded"}


def test_a_term_says_which_published_records_a_change_would_touch(site):
    bob = Browser(site, name="bob-of-terms")
    page = bob.edit("vocabulary", "customers")
    opened = bob.open(f"{page.path}?term=local-police").checked()
    touched = opened.html.partition("data-touched")[2].partition("</details>")[0]
    assert "/pledges/acme/no-sales" in touched


class Terms:
    """Somebody’s draft of the published list of customers."""

    def __init__(self, site, ann):
        self.site, self.ann = site, ann
        self.id = draft_id(ann.edit("vocabulary", "customers"))

    @property
    def draft(self):
        with self.site.database.reading() as session:
            return session.get(Draft, self.id)

    def term(self, id):
        """A term as it is now; None where there is none of this id."""
        return next((term for term in self.draft.data["terms"] if term["id"] == id), None)

    def presses(self, button, status=200, **fields):
        """Send the page with what is typed; the page that answers."""
        row = self.draft
        usual = {"name": row.data["name"], "note": row.data.get("note", ""), "draft-version": str(row.version)}
        path = f"/desk/vocabularies/{self.id}"
        page = self.ann._shown(self.ann.client.send(path, {**usual, "do": button, **fields}), path)
        assert page.status == status, page.text
        return page


@pytest.fixture
def terms(site, request):
    return Terms(site, Browser(site, name=request.node.name[5:30]))


def test_a_list_has_a_name_and_a_note_and_keeps_why_it_changes(terms):
    sent = {"draft-version": str(terms.draft.version), "change": "clarification", "note": "Other names."}
    terms.ann.client.send(f"/desk/drafts/{terms.id}/submit", {**sent, "do": "keep"})
    terms.presses("save", name="Buyers", note="Who buys.")
    assert (terms.draft.data["name"], terms.draft.data["note"]) == ("Buyers", "Who buys.")
    terms.presses("term:add", name="Those who buy", note="", new_name="hospital")
    data = terms.draft.data
    assert (data["name"], data.get("note"), terms.term("hospital") is not None) == ("Those who buy", None, True)
    assert (terms.draft.chosen_change, terms.draft.note) == ("clarification", "Other names.")


def test_a_term_that_looks_like_another_becomes_its_other_name_and_loses_none(terms):
    of_sheriff = {
        "term": "sheriff",
        "term_phrase": "sheriffs",
        "term_aliases": "county police",
        "term_note": "In the US.",
    }
    terms.presses("term:save", **of_sheriff, term_name="sheriff", term_under="local-police")
    asked_first = terms.presses("term:add", 422, new_name="sherif")
    assert ("do", "term:alias:sheriff") in [button for form in asked_first.forms for button in form.buttons]
    assert terms.term("sherif") is None
    terms.presses("term:alias:sheriff", new_name="sherif")
    term = terms.term("sheriff")
    assert (term["phrase"], term["aliases"], term["note"]) == ("sheriffs", ["county police", "sherif"], "In the US.")
    terms.presses("term:save", **of_sheriff, term_name="county sheriff", term_under="local-police", keep_old_name="yes")
    assert (terms.term("sheriff")["name"], "sheriff" in terms.term("sheriff")["aliases"]) == ("county sheriff", True)
    terms.presses("term:add:sure", new_name="sherifs")
    assert terms.term("sherifs") is not None


def test_a_term_that_records_use_is_not_removed(terms):
    assert "published record" in terms.presses("term:remove", 422, term="local-police").text
    terms.presses("term:add", new_name="hospital")
    terms.presses("term:remove", term="hospital")
    assert (terms.term("local-police") is not None, terms.term("hospital")) == (True, None)


def test_a_published_topic_is_taken_down_in_its_first_step_and_a_new_one_is_not(empty, ann):
    assert "down_reason" not in begun(ann).html
    published(empty.database, *make.world())
    listed = ann.open("/desk/records?kind=topic")
    (edit,) = [form for form in listed.forms if "/desk/edit/" in (form.attributes.get("action") or "")]
    page = ann.press(listed, "", edit).checked()
    page = ann.press(page, "save", down_date="some day", down_reason="Entered twice.").checked()
    assert "Entered twice." in page.html
    assert "taken_down" not in topic_of(ann, page)
    page = ann.press(page, "save", down_date="20 Nov 2026", down_reason="Entered twice.").checked()
    assert topic_of(ann, page)["taken_down"] == {"date": "2026-11-20", "reason": "Entered twice."}
    page = ann.press(page, "save", down_date="", down_reason="").checked()
    assert "taken_down" not in topic_of(ann, page)
