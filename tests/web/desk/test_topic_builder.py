"""Making a topic in steps, without scripts: from an empty site to a topic that a second person publishes."""

import re

import pytest

from tests import factories as make
from tests.stored import clock, published, published_world
from tests.web.desk.browsing import Browser, draft_id
from tracker.models import Draft
from tracker.records.types.topic import Topic
from tracker.services.editing.topic_builder import topic_templates
from tracker.store.published import records_of_kinds

CUSTOMERS = "Data brokers; list sellers\nAdvertisers\n  Ad exchanges\nPublic bodies"
ACTIONS = "Sale\nSharing\nRenting\nTraining"


@pytest.fixture
def empty(site_of):
    return site_of(world=False)


@pytest.fixture
def ann(empty):
    return Browser(empty, name="ann")


def begun(ann, start="blank"):
    page = ann.open("/desk/new/topic").checked()
    return ann.press(page, "", start=start).checked()


def topic_of(ann, page):
    with ann.reading() as session:
        return session.get(Draft, draft_id(page)).data


def with_terms(ann):
    """A topic with two dimensions and eight terms, at the step of its table."""
    page = begun(ann)
    page = ann.press(page, "next", question="Who sells the location of phones?", name="Sale of location data").checked()
    page = ann.press(page, "next", commitment="refrain").checked()
    page = ann.press(page, "next", **{"use-action": "1", "use-counterparty": "1"}).checked()
    page = ann.press(page, "term:paste", lines=ACTIONS).checked()
    page = ann.open(page.path.partition("?")[0] + "?list=counterparty")
    page = ann.press(page, "term:paste", lines=CUSTOMERS).checked()
    return ann.press(page, "next").checked()


def ticks(page, field):
    return page.form.values(field)


def drawn(ann):
    """Its table drawn: three rows and two columns."""
    page = with_terms(ann)
    assert ticks(page, "add-rows") == [f"counterparty:{id}" for id in ("data-brokers", "advertisers", "public-bodies")]
    return ann.press(page, "cells:add", **{"add-columns": ["action:sale", "action:sharing"]}).checked()


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
    told = ann.open(f"{step}/check").checked().text
    assert re.search("2 dimensions are called “customer”.*has this name already", told)


def test_indented_lines_and_other_names_make_a_tree(ann):
    page = with_terms(ann)
    page = ann.open(page.path.replace("yardstick", "terms") + "?list=counterparty")
    with ann.reading() as session:
        rows = session.query(Draft).filter_by(kind="vocabulary").all()
    terms = {term["name"]: term for row in rows for term in row.data["terms"]}
    assert len(terms) == 8
    assert terms["Ad exchanges"]["broader"] == ["advertisers"]
    assert terms["Data brokers"]["aliases"] == ["list sellers"]


def test_the_table_is_edited_where_it_stands(ann):
    page = drawn(ann)
    page = ann.press(
        page, "cells:before:columns:sharing", **{"name-rows-advertisers": "Anyone who advertises"}
    ).checked()
    yardstick = topic_of(ann, page)["yardstick"]
    assert [column["id"] for column in yardstick["columns"]] == ["sharing", "sale"]
    assert yardstick["rows"][1]["name"] == "Anyone who advertises"
    page = ann.press(page, "cells:remove:rows:advertisers").checked()
    assert [row["id"] for row in topic_of(ann, page)["yardstick"]["rows"]] == ["data-brokers", "public-bodies"]
    page = ann.open(page.path.partition("?")[0] + "?cells=rows:public-bodies").checked()
    chosen = ["counterparty:public-bodies", "counterparty:ad-exchanges"]
    page = ann.press(page, "cells:terms:rows:public-bodies", **{"cell-terms": chosen}).checked()
    yardstick = topic_of(ann, page)["yardstick"]
    assert sorted(yardstick["rows"][1]["terms"]["counterparty"]) == ["ad-exchanges", "public-bodies"]
    assert set(yardstick["scope"]["counterparty"]["in"]) == {"data-brokers", "public-bodies", "ad-exchanges"}


def test_who_goes_on_without_drawing_the_table_gets_it_drawn(ann):
    page = ann.press(with_terms(ann), "next", **{"add-columns": ["action:sale"]}).checked()
    assert len(page.form.values("asked")) == 3
    assert "/yardstick" not in ann.press(page, "next").path


def test_an_invented_company_shows_what_readers_will_see(ann):
    page = drawn(ann)
    assert "Sample Company has pledged not to do this: Sale to Data brokers" in page.text
    marks = re.findall(r'<td class="(\w+)">', page.html.partition('class="drawn"')[2].partition("</table>")[0])
    assert marks == ["covered", "open", "open", "open", "open", "open"]
    page = ann.press(page, "try", promise="all")
    marks = re.findall(r'<td class="(\w+)">', page.html.partition('class="drawn"')[2].partition("</table>")[0])
    assert marks == ["covered"] * 6


def test_points_are_switched_off_and_on(ann):
    page = drawn(ann)
    asked = page.form.values("asked")
    assert len(asked) == 6
    page = ann.press(page, "save", asked=[it for it in asked if it != "advertisers:sharing"]).checked()
    assert topic_of(ann, page)["yardstick"]["not_asked"] == [{"row": "advertisers", "column": "sharing"}]
    assert "5 points" in page.text
    assert page.html.count('href="#m-not-asked"') == 3  # the table, the sample and its legend
    page = ann.press(page, "save", asked=[it for it in asked if not it.startswith("advertisers:")]).checked()
    assert page.html.count("Nothing is asked in the row") == 1
    check = ann.open(page.path.replace("yardstick", "check")).checked()
    assert "Nothing is asked in the row “Advertisers”" in check.text
    page = ann.press(page, "save", asked=[it for it in asked if it != "advertisers:sharing"])
    reasons = ann.open(page.path.replace("yardstick", "reasons")).checked()
    reasons = ann.press(reasons, "save", **{"unasked-advertisers:sharing": "They share with nobody."})
    (unasked,) = topic_of(ann, page)["yardstick"]["not_asked"]
    assert unasked["reason"] == "They share with nobody."
    page = ann.press(ann.open(page.path), "cells:remove:rows:advertisers").checked()
    assert "not_asked" not in topic_of(ann, page)["yardstick"]


def test_what_cannot_be_done_says_what_would_be_right_and_loses_nothing(ann):
    page = with_terms(ann)
    terms = ann.open(page.path.replace("yardstick", "terms") + "?list=counterparty")
    answer = ann.press(terms, "term:add", new_name="Advertisers", new_aliases="ad people")
    assert answer.status == 422
    assert "The list has “Advertisers” already" in answer.text
    assert answer.form.values("new_aliases") == ["ad people"]
    asked = ann.press(terms, "term:add", new_name="Advertiser")
    assert "Is it the same?" in asked.checked().text
    page = ann.press(asked, "term:alias:advertisers").checked()
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


def test_a_topic_may_ask_both_to_refrain_and_to_act(ann):
    page = with_terms(ann)
    page = ann.press(ann.open(page.path.replace("/yardstick", "/kind")), "save", commitment="both").checked()
    page = ann.open(page.path.partition("#")[0].partition("?")[0].replace("/kind", "/yardstick"))
    page = ann.press(page, "cells:add", **{"add-columns": ["action:sale"]})
    page = ann.press(page, "next").checked()
    assert "/second" in page.path
    page = ann.press(page, "cells:add", **{"add-columns": ["action:training"]}).checked()
    page = ann.press(page, "next").checked()
    texts = {
        "reason-whole": "Most sales went to brokers.",
        "reason-second-whole": "Training shows what is not allowed.",
    }
    page = ann.press(page, "submit", **texts).checked()
    assert "Everything is filled in." in page.text
    data = topic_of(ann, page)
    assert (data["yardstick"]["commitment"], data["second_yardstick"]["commitment"]) == ("refrain", "perform")
    assert data["second_yardstick"]["columns"][0]["terms"] == {"action": ["training"]}
    rows = [row["id"] for name in ("yardstick", "second_yardstick") for row in data[name]["rows"]]
    assert len(set(rows)) == len(rows) == 6
    page = ann.press(ann.open(page.path.partition("?")[0].replace("/check", "/kind")), "save", commitment="perform")
    data = topic_of(ann, page)
    assert data["yardstick"]["commitment"] == "perform"
    assert data["yardstick"]["columns"][0]["terms"] == {"action": ["training"]}
    assert "second_yardstick" not in data


def test_a_topic_with_one_dimension_has_rows_alone(ann):
    page = begun(ann)
    page = ann.press(page, "next", question="Who gives money to parties?", name="Donations")
    page = ann.press(page, "next", commitment="refrain")
    page = ann.press(page, "next", **{"use-counterparty": "1"})
    page = ann.press(page, "term:paste", lines="Parties\nCandidates")
    page = ann.press(page, "next")
    page = ann.press(page, "cells:add").checked()
    assert "2 points" in page.text
    assert "Sample Company" in page.text
    page = ann.press(page, "next")
    page = ann.press(page, "submit", **{"reason-whole": "Money buys influence."}).checked()
    assert "Everything is filled in." in page.text


def drawn_to_act(ann):
    page = with_terms(ann)
    page = ann.open(page.path.replace("yardstick", "kind"))
    page = ann.press(page, "save", commitment="perform").checked()
    page = ann.open(page.path.replace("kind", "yardstick"))
    return ann.press(page, "cells:add", **{"add-columns": ["action:sale", "action:sharing"]}).checked()


def test_a_table_that_asks_to_act_has_an_amount_and_a_day(ann):
    page = drawn_to_act(ann)
    typed = {"goal-measure": "phones left out", "goal-amount": "1 200 EUR", "goal-deadline": "end of 2030"}
    page = ann.press(page, "save", **typed).checked()
    yardstick = topic_of(ann, page)["yardstick"]
    assert yardstick["target"] == {"measure": "phones left out", "unit": "EUR", "at_least": "1200"}
    assert yardstick["deadline"]
    assert page.form.values("goal-unit") == ["EUR"]
    assert "Understood as" in page.text
    assert 'class="covered"' in page.html  # the invented company promises as much by that day
    page = ann.press(page, "save", **{"goal-side": "at_most", "goal-amount": "5", "goal-deadline": ""}).checked()
    assert topic_of(ann, page)["yardstick"]["target"]["at_most"] == "5"
    assert "deadline" not in topic_of(ann, page)["yardstick"]


def test_an_amount_that_cannot_be_read_is_kept_and_told_beside_its_box(ann):
    page = drawn_to_act(ann)
    page = ann.press(page, "save", **{"goal-amount": "a lot", "goal-deadline": "soon"}).checked()
    assert page.form.values("goal-amount") == ["a lot"]
    for box in ("amount", "deadline", "measure"):
        assert f'id="goal-{box}-told"><p class="wrong">' in page.html
    assert page.form.values("goal-deadline") == ["soon"]


def test_a_table_that_asks_not_to_act_has_neither(ann):
    page = drawn_to_act(ann)
    typed = {"goal-measure": "phones left out", "goal-amount": "80", "goal-unit": "%", "goal-deadline": "2030"}
    page = ann.press(page, "save", **typed).checked()
    page = ann.press(ann.open(page.path.replace("yardstick", "kind")), "save", commitment="refrain").checked()
    assert not {"target", "deadline"} & set(topic_of(ann, page)["yardstick"])
    assert "goal-measure" not in ann.open(page.path.replace("kind", "yardstick")).html


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


def test_the_table_shows_a_scorecard_and_a_widget_of_an_invented_company(ann):
    page = drawn(ann)
    preview = page.html.partition("data-preview")[2]
    assert preview.count("Sample Company") >= 2
    assert "data-widget" in preview


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
