"""The review page: what is decided by, and what each verdict does."""

import pytest

from tests import factories as make
from tests.desk import draft_of, submitted
from tests.stored import published
from tracker.models import Draft, Ledger
from tracker.records.sentences import SENTENCES
from tracker.services.editing.drafts import WriteContext as W
from tracker.services.editing.drafts import edit_record, save_draft
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.derived.scorecard_index import stale_companies


@pytest.fixture
def ann(desk):
    return desk.person("editor", "ann")


@pytest.fixture
def bob(desk):
    return desk.person("reviewer", "bob")


@pytest.fixture
def waiting(desk, ann):
    """New evidence with its new source, submitted by ann; the company was checked before."""
    published(desk.database, make.topic(checked_until={"acme": "2026-11-20"}), at=desk.clock)
    source = draft_of(desk.database, ann.actor, make.source("gazette-9", title="Drones sold"), at=desk.clock)
    deal = make.evidence("acme/sale-9", sources=["gazette-9"], title="Sold drones to the county", period="2021-02")
    evidence = draft_of(desk.database, ann.actor, deal, at=desk.clock, note="See page 3.")
    return submitted(desk.database, ann.actor, evidence, source, at=desk.clock)


def verdict(page, decision, note=""):
    """The posted form of a review page as it was shown."""
    shown = {field.get("name"): field.get("value") for field in page.all("input", type="hidden")}
    return {
        **{name: value for name, value in shown.items() if name.startswith("shown-")},
        "decision": decision,
        "note": note,
    }


def entries(desk):
    with desk.database.reading() as session:
        return session.query(Ledger).count()


def test_a_review_shows_difference_sources_and_impact(waiting, bob):
    assert bob.client.get(f"/desk/review/{waiting[1].id}").headers["Location"] == f"/desk/review/{waiting[0].id}"
    page = bob.opens(f"/desk/review/{waiting[0].id}")
    assert "published together with 1 " in page.text
    evidence = page.section(f"record-{waiting[0].id}")
    assert "See page 3." in evidence
    assert "Headline Sold drones to the county" in evidence
    assert "some day in February 2021 (2021-02)" in evidence
    assert "Act 1 · action" in evidence.replace("Action", "action")
    assert "Drones sold gazette, 1 June 2020 · a claim · new, will be published with this" in evidence
    impact = page.section("impact")
    assert "Acme Optics Inc." in impact
    assert f"Sold drones to the county: now “{SENTENCES['finding.no pledge.heading']}”" in impact
    assert "Records reviewed: was 0; now 1." in impact


def test_publishing_makes_everything_public_together(desk, waiting, bob):
    address = f"/desk/review/{waiting[0].id}"
    before = entries(desk)
    assert desk.app.test_client().get("/evidence/acme/sale-9").status_code == 404
    answer = bob.sends(address, verdict(bob.opens(address), "publish"))
    assert answer.headers["Location"] == address
    assert entries(desk) == before + 2
    assert "Sold drones to the county" in desk.app.test_client().get("/evidence/acme/sale-9").text
    assert "Published by bob" in bob.opens(address).text
    with desk.database.reading() as session:
        assert verify(session).ok
        assert {draft.state for draft in session.query(Draft)} == {"published"}
        assert stale_companies(session) == set(), "lists are brought up to date at once"


def test_publishing_wants_a_fresh_factor_and_loses_no_note(desk, waiting):
    stale = desk.person("reviewer", "cid", fresh=False)
    address = f"/desk/review/{waiting[0].id}"
    page = stale.opens(address)
    assert "Verify it’s you" in page.text
    assert not list(page.all("button", value="publish"))
    before = entries(desk)
    refused = stale.sends(address, verdict(page, "publish", "Good work."), status=403)
    assert "Not published" in refused.text
    assert refused.find("textarea", name="note").text.strip() == "Good work."
    assert entries(desk) == before


def test_a_returned_submission_is_told_to_its_writer_with_the_note(desk, waiting, ann, bob):
    address = f"/desk/review/{waiting[0].id}"
    nothing = bob.sends(address, verdict(bob.opens(address), "return", " "), status=422)
    assert "Add a note" in nothing.text
    bob.sends(address, verdict(bob.opens(address), "return", "Which page?"))
    assert "Returned for changes by bob" in bob.opens(address).text
    home = ann.opens("/desk/?queue=returned")
    assert "bob: Which page?" in home.text
    assert [link.text for link in home.all("a", class_="record")] == ["Sold drones to the county"]
    assert ann.opens("/desk/drafts?state=returned").text.count("Sold drones to the county") == 1


def test_nobody_is_offered_to_publish_their_own(desk, bob):
    own = draft_of(desk.database, bob.actor, make.source("gazette-9"), at=desk.clock)
    [submission] = submitted(desk.database, bob.actor, own, at=desk.clock)
    address = f"/desk/review/{submission.id}"
    page = bob.opens(address)
    assert "You wrote some or all of this, so someone else must publish it." in page.text
    before = entries(desk)
    assert "omeone else must publish it" in bob.sends(address, verdict(page, "publish"), 403).text.replace(
        "ou wrote this, or a part of it: s", "ou wrote this, or a part of it: S"
    )
    assert entries(desk) == before


def test_what_changed_since_it_was_shown_is_not_published(desk, waiting, bob):
    address = f"/desk/review/{waiting[0].id}"
    shown = verdict(bob.opens(address), "publish")
    published(desk.database, make.source("gazette-9", title="Another"), at=desk.clock)
    before = entries(desk)
    stale = bob.sends(address, shown, status=409)
    assert "has changed since this was written" in stale.text
    assert entries(desk) == before
    forged = {**shown, f"shown-{waiting[1].id}": "0" * 64}
    assert "has changed since you opened it" in bob.sends(address, forged, status=409).text
    bob.sends(address, {"decision": "publish"}, status=400)
    assert entries(desk) == before
    bob.opens("/desk/review/999", status=404)


def test_of_two_reviewers_the_second_is_told(desk, waiting, bob):
    cid = desk.person("reviewer", "cid")
    address = f"/desk/review/{waiting[0].id}"
    shown = verdict(cid.opens(address), "publish")
    bob.sends(address, verdict(bob.opens(address), "publish"))
    assert "Someone else got there first: it was published by bob." in cid.sends(address, shown, status=409).text


def test_a_change_shows_what_it_changes_in_words(desk, ann, bob):
    with desk.database.writing() as session:
        draft = edit_record(session, ann.actor, desk.clock, ("company", "acme"))
        data = {**draft.data, "name": "Acme", "aliases": ["Acme Optics"], "summary": "Makes lenses."}
        draft = save_draft(
            session, ann.actor, desk.clock, draft.id, draft.version, W(data, "correction", "Wrong name.")
        )
    [submission] = submitted(desk.database, ann.actor, draft, at=desk.clock)
    text = bob.opens(f"/desk/review/{submission.id}").section(f"record-{submission.id}")
    assert "Correction: we got something wrong and corrected it." in text
    assert "Name was Acme Optics Inc. now Acme" in text
    assert "Other names Acme Optics" in text
    assert "Description Makes lenses." in text
    assert "Wrong name." in text
