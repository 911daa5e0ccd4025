"""Making a topic in steps, without scripts: from an empty site to a topic that a second person publishes."""

import re

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
