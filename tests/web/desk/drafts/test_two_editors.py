"""Two people at one draft: what both wrote is kept, who changed what is named, and nothing stale is submitted."""

import pytest

from tests.web.desk.browsing import Browser, draft_id
from tracker.models import Draft


@pytest.fixture
def rey(site, request):
    return Browser(site, "reviewer", f"rey-{abs(hash(request.node.name)) % 10**6}")


@pytest.fixture
def begun(ann):
    """A source, as Ann has it open."""
    values = {"publisher": "The Post", "date": "1 June 2021", "type": "claim"}
    return ann.press(ann.open("/desk/new/source"), title=f"Drones of {ann.client.account_id}", **values)


def draft_row(site, page):
    with site.database.reading() as session:
        return session.get(Draft, draft_id(page))


def data(site, page):
    return draft_row(site, page).data


def begun_at(person, path, **values):
    """A draft of a kind whose pages are not made from a layout."""
    page = person.open(path)
    form = next(
        form for form in page.forms if form.attributes.get("method") == "post" and "sign-out" not in form.action
    )
    return person.press(page, "", form=form, **values)


def test_what_both_wrote_is_kept_and_told_with_the_name(site, ann, rey, begun):
    other = rey.open(begun.path)
    rey.press(other, location="page 3")
    page = ann.press(begun, note="Read twice.")
    assert page.status == 200
    assert {name: data(site, page)[name] for name in ("location", "note")} == {
        "location": "page 3",
        "note": "Read twice.",
    }
    assert "Both changes are kept." in page.checked().text
    edits = page.html.partition("data-edits")[2].partition("</details>")[0]
    assert edits.count("<li>") == 3
    assert "Rey" in edits
    assert page.form.values("location") == ["page 3"]


def test_what_both_changed_is_to_be_chosen_and_nothing_else_is_touched(site, ann, rey, begun):
    rey.press(rey.open(begun.path), title="Drones of theirs", location="page 3")
    page = ann.press(begun, title="Drones of mine", note="Read twice.").checked()
    assert page.status == 409
    assert page.html.count("data-both=") == 1
    assert page.form.values("title") == ["Drones of mine"]
    assert data(site, page)["title"] == "Drones of theirs"
    again = ann.press(page)
    assert again.status == 409
    page = ann.press(again, **{"keep-0": "mine"})
    kept = data(site, page)
    assert (kept["title"], kept["location"], kept["note"]) == ("Drones of mine", "page 3", "Read twice.")


def test_a_script_saves_on_and_on_over_what_somebody_else_saves(site, ann, rey, begun):
    def by_script(**values):
        begun.form.fill(**values)
        sent = {**dict(begun.form.controls), "do": "save"}
        answer = ann.client.post(begun.form.action, data=sent, headers={"Accept": "application/json"})
        reply = answer.json
        if answer.status_code == 200:
            begun.form.fill(**{"draft-version": str(reply["version"]), "draft-typed": "1" if reply["typed"] else ""})
        return answer

    rey.press(rey.open(begun.path), location="page 3")
    assert "Rey" in by_script(note="Read").json["others"]
    assert by_script(note="Read twice.").json["others"] == ""
    rey.press(rey.open(begun.path), location="page 33", url="https://post.example/drones")
    assert by_script(note="Read twice, slowly.").status_code == 200
    kept = data(site, begun)
    assert (kept["location"], kept["url"], kept["note"]) == (
        "page 33",
        "https://post.example/drones",
        "Read twice, slowly.",
    )
    rey.press(rey.open(begun.path), note="Read once.")
    assert by_script(note="Read three times.").status_code == 409
    assert data(site, begun)["note"] == "Read once."


@pytest.mark.parametrize("saves", [1, 2])
def test_a_page_to_submit_that_is_stale_submits_nothing(site, ann, rey, begun, saves):
    submit_form = ann.open(f"/desk/drafts/{draft_id(begun)}/submit")
    for number in range(saves):
        rey.press(rey.open(begun.path), location=f"page {number}")
    refused = ann.press(submit_form, "submit", note="Ready.").checked()
    assert refused.status == 409
    assert "Rey" in refused.text
    assert draft_row(site, begun).state == "editing"
    assert refused.form.values("note") == ["Ready."]
    ann.press(refused, "submit")
    row = draft_row(site, begun)
    assert (row.state, row.note) == ("submitted", "Ready.")


def test_who_did_not_write_a_draft_is_told_beforehand_what_a_save_means(ann, rey, begun):
    page = rey.open(begun.path)
    assert "data-owner-note" in page.checked().html
    assert "data-draft" not in page.html
    page = rey.press(page, location="page 3")
    assert "data-owner-note" not in page.html
    assert "data-draft" in page.html
    assert "data-owner-note" not in ann.open(begun.path).html


def test_a_list_of_terms_and_its_terms_are_merged_by_field(site, ann, rey):
    page = begun_at(ann, "/desk/new/vocabulary", name="Buyers")
    page = ann.press(page, "term:add", new_name="Shops")
    opened = ann.open(f"{page.path.partition('?')[0].partition('#')[0]}?term=shops")
    theirs = rey.open(opened.path)
    rey.press(theirs, "term:save", term_note="Sell to people.")
    mine = ann.press(opened, "term:save", term_name="Stores", term_aliases="Outlets")
    (term,) = data(site, mine)["terms"]
    assert (term["name"], term["note"], term["aliases"]) == ("Stores", "Sell to people.", ["Outlets"])
    late = rey.press(theirs, "term:save", term_name="Markets").checked()
    assert late.status == 409
    assert late.html.count("data-both=") == 1
    rey.press(late, "term:save", **{"keep-0": "theirs"})
    (term,) = data(site, mine)["terms"]
    assert (term["name"], term["note"]) == ("Stores", "Sell to people.")


def test_steps_of_a_topic_are_merged_by_field(site, ann, rey):
    page = begun_at(ann, "/desk/new/topic", start="blank")
    theirs = rey.open(page.path)
    rey.press(theirs, question="Who sells location?", name="Location data", summary="Theirs.")
    page = ann.press(page, name="Location data", summary="Mine.").checked()
    assert page.status == 409
    assert page.html.count("data-both=") == 1
    page = ann.press(page, **{"keep-0": "mine"})
    kept = data(site, page)
    assert (kept["question"], kept["name"], kept["summary"]) == ("Who sells location?", "Location data", "Mine.")


def test_dimensions_that_each_of_two_people_chose_both_stay_and_one_chosen_in_two_ways_is_to_be_chosen(site, ann, rey):
    page = begun_at(ann, "/desk/new/topic", start="blank")
    page = ann.press(page, "next", question="Who sells location?", name="Location data")
    steps = page.path.rpartition("/")[0]
    mine, theirs = (one.open(f"{steps}/dimensions") for one in (ann, rey))
    rey.press(
        theirs, **{"use-action": "1", "word-action": "step", "use-counterparty": "1", "word-counterparty": "buyer"}
    )
    page = ann.press(mine, **{"use-action": "1", "word-action": "deed", "use-place": "1"}).checked()
    assert page.status == 409
    assert page.html.count("data-both=") == 1
    choices = page.html.partition("data-both=")[2].partition("</fieldset>")[0]
    assert "deed" in choices
    assert "step" in choices
    assert "location-data" not in choices
    assert page.form.values("word-action") == ["deed"]
    assert page.form.values("use-place") == ["1"]
    page = ann.press(page, **{"keep-0": "mine"}).checked()
    assert page.status == 200
    kept = data(site, page)["dimensions"]
    assert {name: words["name"] for name, words in kept.items()} == {
        "action": "deed",
        "counterparty": "buyer",
        "place": "place",
    }


def test_a_second_editor_of_a_topic_works_on_its_lists_and_they_stay_with_it(site, ann, rey):
    page = begun_at(ann, "/desk/new/topic", start="blank")
    page = ann.press(page, "next", question="Who sells location?", name="Location data")
    steps = page.path.rpartition("/")[0]
    chosen = {"use-action": "1", "word-action": "act", "list-action": "new"}
    rey.press(rey.open(f"{steps}/dimensions"), "next", **chosen)
    rey.press(rey.open(f"{steps}/terms?list=action"), "term:add", new_name="Selling")
    theirs = ann.press(ann.open(f"{steps}/terms?list=action"), "term:add", new_name="Lending")
    assert "Selling" in theirs.checked().text
    with site.database.reading() as session:
        [list_draft] = session.query(Draft).filter(Draft.kind == "vocabulary", Draft.title == "Location data: act")
        assert [term["name"] for term in list_draft.data["terms"]] == ["Selling", "Lending"]
        assert (list_draft.owner_id, list_draft.writers) == (
            ann.client.account_id,
            [ann.client.account_id, rey.client.account_id],
        )


def test_sentences_of_the_wording_are_merged_one_by_one(site, ann, rey):
    page = begun_at(ann, "/desk/new/wording")
    page = ann.press(page, "find", find="not covered")
    theirs = rey.open(page.path)
    first, second = [name for name, _ in page.form.controls if name.startswith("sentence-")][:2]
    rey.press(theirs, **{first: "Theirs, first", second: "Theirs, second"})
    page = ann.press(page, **{first: "Mine, first"}).checked()
    assert page.status == 409
    page = ann.press(page, **{"keep-0": "mine"})
    sentences = data(site, page)["sentences"]
    assert sentences[first.removeprefix("sentence-")] == "Mine, first"
    assert sentences[second.removeprefix("sentence-")] == "Theirs, second"
