"""Entering records in the forms of the desk, without scripts."""

from tests.stored import clock
from tests.web.desk.browsing import Browser, draft_id
from tracker.models import Draft
from tracker.services.auth.roles import Actor, Role
from tracker.services.editing.drafts import WriteContext, begin_draft


def data(site, page):
    """What a draft holds, and its other columns."""
    with site.database.reading() as session:
        draft = session.get(Draft, draft_id(page))
        return draft.data, draft


def saved(site, page):
    return data(site, page)[0]


def test_the_first_save_makes_a_draft_with_an_id_from_what_was_typed(site, ann):
    page = ann.open("/desk/new/source").checked()
    page = ann.press(page, title="Drones sold", publisher="The Daily Post", date="17 June 2020", type="claim")
    assert saved(site, page) == {
        "kind": "source",
        "id": "the-daily-post-2020-06-17",
        "title": "Drones sold",
        "publisher": "The Daily Post",
        "date": "2020-06-17",
        "type": "claim",
    }
    assert "We read this as: 17 June 2020" in page.checked().text


def test_a_first_save_that_comes_twice_makes_one_draft(site, ann):
    page = ann.open("/desk/new/condition")
    first, second = (ann.press(page, name="a law is in place") for _ in range(2))
    assert draft_id(first) == draft_id(second)
    changed = ann.press(page, name="another law is in place")
    assert changed.status == 409
    assert "another law is in place" in changed.html
    assert saved(site, first)["name"] == "a law is in place"


def test_what_cannot_be_read_is_kept_and_told_beside_its_field(site, ann):
    page = ann.open("/desk/new/source")
    page = ann.press(page, title="x" * 400, publisher="The Daily Post", date="last Tuesday")
    assert saved(site, page)["date"] == "last Tuesday"
    page.checked()
    assert "“last Tuesday” as a date" in page.text
    assert "This is longer than 300 characters." in page.text
    assert page.form.values("title") == ["x" * 400]
    assert 'href="#f-date">' in page.html


def test_what_is_only_missing_is_told_when_it_is_asked_for(ann):
    page = ann.press(ann.open("/desk/new/source"), title="Drones sold")
    assert "Choose one." not in page.text
    assert "fields still empty." in page.text
    page = ann.open(page.path.partition("#")[0] + "?check=1").checked()
    assert page.text.count("Enter a date, or enter under “Retrieved”") == page.text.count("Choose one.") == 2


def test_rows_are_added_moved_and_removed(site, ann):
    page = ann.press(ann.open("/desk/new/company"), "add:products", name="Bolt", aliases="Bolt Inc.\n\n Bolt Ltd ")
    page = ann.press(page, "add:products", **{"products-0-name": "Eye"})
    page = ann.press(page, "add:products-1-subjects", **{"products-1-name": "Ear"})
    page = ann.press(page.checked(), "up:products-1", **{"products-1-subjects-0": "camera-drones"})
    assert [product["name"] for product in saved(site, page)["products"]] == ["Ear", "Eye"]
    page = ann.press(page, "remove:products-0")
    assert ("do", "drop:products-0") in page.form.buttons
    assert len(saved(site, page)["products"]) == 2
    page = ann.press(page, "drop:products-0")
    assert saved(site, page) == {
        "kind": "company",
        "id": "bolt",
        "name": "Bolt",
        "aliases": ["Bolt Inc.", "Bolt Ltd"],
        "products": [{"name": "Eye", "id": "eye"}],
    }


def test_a_button_in_a_row_works_though_blank_rows_before_it_are_not_saved(site, ann):
    page = ann.press(ann.open("/desk/new/evidence"), "add:sources", **{"sources-0": "gazette-1"})
    page = ann.press(page, "find:sources-1", **{"sources-0": "", "sources-1": "report"})
    assert saved(site, page)["sources"] == ["report"]
    assert "A report, gazette-1" in page.checked().text
    page = ann.press(page, "use:sources-0", **{"sources-0.pick": "gazette-1"})
    assert saved(site, page)["sources"] == ["gazette-1"]


def test_an_exact_name_is_taken_for_the_record_that_has_it(site, ann):
    page = ann.press(ann.open("/desk/new/pledge"), company="Acme Optics Inc.", topic="camera drones for the POLICE")
    assert saved(site, page) == {"kind": "pledge", "company": "acme", "topic": "police-drones"}
    page = ann.press(page, title="No leases")
    assert saved(site, page) == {
        "kind": "pledge",
        "id": "acme/no-leases",
        "topic": "police-drones",
        "title": "No leases",
    }
    page = ann.press(page, title="No leases at all")
    assert saved(site, page)["id"] == "acme/no-leases-all"
    page = ann.press(page, id="acme/leases", title="No leases")
    page = ann.press(page, title="Other")
    assert saved(site, page)["id"] == "acme/leases"


def test_a_source_is_entered_from_within_a_pledge_and_filled_in_there(site, ann):
    page = ann.open("/desk/new/pledge?company=acme")
    page = ann.press(
        page, "create-source:versions-0-source", title="No leases", **{"versions-0-source": "The Post on leases"}
    )
    assert page.form.values("title") == ["The Post on leases"]
    assert "You are creating this for “ No leases ”" in page.checked().text
    page = ann.press(page, publisher="The Post")
    page = ann.press(page, "back", date="sometime", type="claim").checked()
    assert "cannot be read" in page.text
    assert page.form.values("date") == ["sometime"]
    page = ann.press(page, "back", date="May 2021", type="claim")
    assert saved(site, page)["versions"] == [{"source": "the-post-2021-05"}]
    assert saved(site, page)["title"] == "No leases"
    assert "The Post on leases" in page.checked().text


def test_how_a_version_ends_is_a_choice_with_its_inputs(site, ann):
    page = ann.open("/desk/new/pledge?company=acme")
    page = ann.press(
        page, **{"versions-0-ends-after": "one year", "versions-0-ends-condition": "a drone law is in place"}
    )
    assert saved(site, page)["versions"] == [{"ends": {"after": "1 year", "condition": "drone-law"}}]
    page = ann.press(page, **{"versions-0-ends-chosen": "open"})
    assert "hoose “It says when”" in page.checked().text
    page = ann.press(page, **{"versions-0-ends-after": "", "versions-0-ends-condition": ""})
    assert saved(site, page)["versions"] == [{"ends": "open"}]
    page = ann.press(page, **{"versions-0-ends-withdrawn": "3 May 2021"})
    assert saved(site, page)["versions"] == [{"ends": {"withdrawn": "2021-05-03", "stated": "open"}}]


def test_more_than_is_chosen_of_a_deadline_is_kept_and_told(site, ann):
    page = ann.open("/desk/new/pledge?company=acme")
    page = ann.press(page, **{"versions-0-deadline-day": "end of 2025"})
    assert saved(site, page)["versions"] == [{"deadline": "[2025-07..2025-12]"}]
    page = ann.press(page, **{"versions-0-deadline-chosen": "after", "versions-0-deadline-after": "six months"})
    assert page.checked().form.values("versions-0-deadline-day") == ["some day from July to December 2025"]
    assert page.form.values("versions-0-deadline-after") == ["6 months"]
    assert 'href="#f-versions-0-deadline"' in page.html
    page = ann.press(page, **{"versions-0-deadline-day": ""})
    assert saved(site, page)["versions"] == [{"deadline": {"after": "6 months"}}]


def test_a_save_over_somebody_elses_keeps_both_in_sight(site, ann):
    page = ann.press(ann.open("/desk/new/condition"), name="a law is in place")
    other = ann.press(ann.open(page.path), explanation="Theirs")
    mine = ann.press(page, explanation="Mine")
    assert mine.status == 409
    mine.checked()
    assert "Theirs" in mine.text
    assert mine.form.values("explanation") == ["Mine"]
    assert saved(site, other)["explanation"] == "Theirs"
    assert saved(site, ann.press(mine, **{"keep-0": "mine"}))["explanation"] == "Mine"


def test_a_script_is_told_what_the_page_would_say_after_a_save(site, ann):
    page = ann.open("/desk/new/source")
    page.form.fill(
        title="A report, gazette-1", publisher="gazette", date="1 June 2020", **{"derived_from-0": "contract"}
    )
    page.form.fill(**{"derived_from.rows": "1"})
    answer = ann.client.post("/desk/new/source", data=dict(page.form.controls), headers={"Accept": "application/json"})
    reply = answer.json
    assert (reply["version"], reply["saved"]) == (1, "Saved 13:00")
    assert reply["action"].startswith("/desk/drafts/")
    assert reply["fields"]["f-date"] == {"meant": "1 June 2020", "named": "", "problem": ""}
    assert "called “contract”" in reply["fields"]["f-derived_from-0"]["problem"]
    assert "Possible duplicate" in reply["notices"]
    assert "The title is the same, same publisher, and the dates overlap" in reply["notices"]
    answer = ann.client.post(
        "/desk/new/source", data={**dict(page.form.controls), "title": "Other"}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json["error"]["status"]) == (409, 409)


def test_a_record_is_entered_within_one_that_is_entered_within_a_third(site, ann):
    page = ann.open("/desk/new/pledge?company=acme")
    page = ann.press(page, "add:versions-0-unclear_because", title="No rentals", **{"versions-0-note": "x"})
    page = ann.press(page, "create-response:versions-0-unclear_because-0")
    page = ann.press(page, "create-source:source", question="Are rentals meant?")
    page = ann.press(page, "back", title="Silence", publisher="Gazette", date="2021", type="claim")
    assert "You are creating this for “ No rentals ”" in page.text
    assert page.form.values("source.is") == ["gazette-2021 Silence"]
    page = ann.press(page, "back")
    assert saved(site, page)["versions"][0]["unclear_because"] == ["acme/are-rentals-meant"]


def test_a_second_company_of_one_id_is_told_at_once_with_the_first(ann):
    page = ann.press(ann.open("/desk/new/company"), name="Acme")
    assert "The ID “acme” is already" in page.checked().text
    assert 'href="/companies/acme"' in page.html


def test_fields_that_no_form_has_change_nothing_and_are_told_to_the_log(site, ann, caplog):
    page = ann.open("/desk/new/condition")
    page = ann.press(page, name="a law", state="published", owner_id="1", base_number="7", **{"developments-0-x": "y"})
    assert saved(site, page) == {"kind": "condition", "id": "law", "name": "a law"}
    (record,) = [r for r in caplog.records if "unknown fields" in r.message]
    assert all(name in record.message for name in ("state", "owner_id", "base_number", "developments-0-x"))


def test_a_huge_form_gets_a_plain_answer(ann):
    page = ann.open("/desk/new/condition")
    page.form.fill(**{f"developments-{i}-why": "x" for i in range(5001)})
    answer = ann.press(page, "")
    assert answer.status == 413
    assert "too much to send" in answer.text
    page = ann.open("/desk/new/condition")
    assert ann.press(page, "", name="x" * 1_000_001).status == 413


def test_a_draft_is_its_owners_and_editors_and_nobody_elses(site, ann):
    page = ann.press(ann.open("/desk/new/condition"), name="a law")
    for person, status in ((Browser(site, "contributor", "con"), 404), (Browser(site, "editor", "eve"), 200)):
        assert person.open(page.path).status == status
        assert person.press(page, name="theirs").status == status
    assert Browser(site, "reviewer", "rey").open("/desk/drafts/" + "x" * 22).status == 404


def test_a_draft_is_thrown_away(site, ann):
    page = ann.press(ann.open("/desk/new/condition"), name="a law")
    discard = next(form for form in page.forms if form.action.endswith("/discard"))
    ann.press(page, "", form=discard)
    assert data(site, page)[1].state == "discarded"
    page = ann.open(page.path).checked()
    assert "Deleted." in page.text
    assert page.form.buttons[0] not in [("do", "save")] or "disabled" in page.html


def test_a_kind_without_a_form_shows_its_text_and_leads_to_the_upload(site, ann):
    actor = Actor(ann.client.account_id, "ann", Role.EDITOR)
    with site.database.writing() as session:
        data = {"id": "rules", "version": "2 of the rules"}
        draft = begin_draft(session, actor, clock(60), "rules", WriteContext(data)).id
    page = ann.open(f"/desk/drafts/{draft}").checked()
    assert "form for this type of record" in page.text
    assert "version: 2 of the rules" in page.html
    assert 'href="/desk/upload"' in page.html
    assert ann.client.send(page.path, {"draft-version": "1", "name": "x"}).status_code == 404


def test_a_change_of_a_published_record_keeps_its_id_and_its_company(site, ann):
    page = ann.edit("pledge", "acme/no-sales").checked()
    assert not page.form.values("id")
    assert not page.form.values("company")
    page = ann.press(page, id="acme/other", company="bolt", title="No sales any more")
    assert saved(site, page)["id"] == "acme/no-sales"
    assert "company" not in saved(site, page)


def test_what_can_be_entered_is_listed(ann):
    page = ann.open("/desk/new").checked()
    assert "What a company promised, word for word" in page.text
    for kind in ("company", "source", "pledge", "evidence", "condition", "response", "decision"):
        assert f'href="/desk/new/{kind}"' in page.html
        ann.open(f"/desk/new/{kind}").checked()


def test_the_panel_tells_what_it_leaves_aside_in_the_words_of_the_form(ann):
    page = ann.open("/desk/new/pledge?company=acme")
    wrong = {"versions-0-start-day": "soon", "versions-0-source": "The Post of June"}
    page = ann.press(page, commitment="refrain", **wrong)
    assert "Ignored: Version 1 · Start date: “soon” is not a date" in page.text
    assert "›" not in page.text
    assert ann.open(f"/desk/drafts/{draft_id(page)}/submit").text.count("“soon”") == 1


def test_who_goes_straight_to_submitting_sees_what_it_may_be_the_same_as(ann):
    page = ann.press(ann.open("/desk/new/company"), name="AcmeOptics")
    assert "Possible duplicate" in ann.open(f"/desk/drafts/{draft_id(page)}/submit").checked().text
    page = ann.press(ann.open(page.path.partition("#")[0]), id="acme")
    assert "The ID “acme” is already used" in ann.open(f"/desk/drafts/{draft_id(page)}/submit").checked().text


def test_a_box_shows_the_name_and_what_is_typed_over_it_counts(site, ann):
    page = ann.press(ann.open("/desk/new/pledge"), company="acme", topic="police-drones")
    assert page.checked().form.values("company") == ["Acme Optics Inc."]
    assert page.form.values("company.is") == ["acme Acme Optics Inc."]
    page = ann.press(page, title="No rentals at all")
    assert saved(site, page)["id"] == "acme/no-rentals-all"
    page = ann.press(page, topic="something else")
    assert saved(site, page)["topic"] == "something else"
    assert "called “something else”" in page.text


def test_a_new_version_begins_as_a_copy_and_asks_what_changed(site, ann):
    page = ann.edit("pledge", "acme/no-sales")
    first = saved(site, page)["versions"][0]
    page = ann.press(page, "add:versions").checked()
    copied = saved(site, page)["versions"][1]
    assert copied == {name: value for name, value in first.items() if name not in ("start", "announced", "events")}
    assert page.form.values("versions-1-quote") == [first["quote"]]
    assert "What changed in this version" in page.text
    assert not page.form.values("versions-1-change")
    assert ("versions-1-change", "announced") not in page.form.radios
    assert "The steps ask about version 2, the last one." in page.text
    submit_form = ann.open(f"/desk/drafts/{draft_id(page)}/submit")
    assert "Version 2: Start date : Enter the start date." in submit_form.text
    page = ann.press(page, **{"versions-1-start-day": "1 June 2022"})
    submit_form = ann.open(f"/desk/drafts/{draft_id(page)}/submit")
    assert "Version 2: What changed in this version : Choose one." in submit_form.text
    page = ann.press(page, **{"versions-1-change": "narrowed"})
    submit_form = ann.open(f"/desk/drafts/{draft_id(page)}/submit")
    assert ("do", "submit") in submit_form.form.buttons


def test_the_promise_is_shown_finished_and_offered_from_the_scope(site, ann):
    page = ann.edit("pledge", "acme/no-sales")
    page = ann.press(page, "panel", **{"versions-0-short": "We will not sell drones to the police."})
    assert "Acme Optics Inc. has pledged not to sell drones to the police." in page.checked().text
    page = ann.press(page, "suggest:versions-0-short")
    offered = saved(site, page)["versions"][0]["short"]
    assert offered.startswith("not to ")
    assert f"has pledged {offered}." in page.text
    page.form.buttons.append(("do", "suggest:title"))
    assert saved(site, ann.press(page, "suggest:title"))["title"] == "No sales"


def test_undated_is_no_date_and_time_stamps_are_dates_in_every_box(site, ann):
    page = ann.press(ann.open("/desk/new/source"), date="Undated", retrieved="Aug. 29, 2025, 1:28 PM ET")
    assert saved(site, page) == {"kind": "source", "retrieved": "2025-08-29"}
    page = ann.press(ann.open("/desk/new/evidence?company=acme"), period="undated")
    assert "write by 14 May 2019" in page.checked().text
