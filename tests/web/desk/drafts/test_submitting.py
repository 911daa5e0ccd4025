"""What acts are asked before they are submitted, and submitting drafts with those that they need."""

import pytest

from tests.web.desk.browsing import Browser, draft_id
from tracker.models import Draft
from tracker.services.auth.roles import Actor, Role
from tracker.services.editing.drafts import open_draft
from tracker.services.publishing.review import return_submission
from tracker.store.editing.drafts import submissions_of

SALE = {
    "title": "Sold drones and lent some",
    "nature": "conduct",
    "period": "May 2021",
    "sources-0": "contract-1",
    "acts-0-done": ["action:sell", "action:pilot", "subject:camera-drones", "counterparty:sheriff", "place:US"],
}
LINES = ["sell / camera-drones / sheriff / US", "pilot / camera-drones / sheriff / US"]


def draft_of(site, page):
    with site.database.reading() as session:
        return session.get(Draft, draft_id(page))


@pytest.fixture
def evidence(ann):
    """Evidence of one act that makes two statements."""
    page = ann.open("/desk/new/evidence?company=acme")
    return ann.press(page, **SALE)


def submit(ann, page, **values):
    return ann.press(ann.open(f"/desk/drafts/{draft_id(page)}/submit"), "submit", **values)


def test_an_act_asks_whether_each_combination_is_true(site, ann, evidence):
    assert "Check: are all 2 " in evidence.checked().text
    assert all(line in evidence.text for line in LINES)
    submit_form = submit(ann, evidence).checked()
    assert submit_form.status == 422
    assert "For each act, say whether all the combinations are true." in submit_form.text
    assert draft_of(site, evidence).state == "editing"
    mark = next(value for name, value in ann.open(evidence.path).form.radios if name == "acts-0.together" and value)
    page = ann.press(ann.open(evidence.path), **{"acts-0.together": mark})
    assert draft_of(site, page).confirmed == [mark]
    page = submit(ann, page)
    assert draft_of(site, page).state == "submitted"
    assert "Submitted for review." in page.checked().text


def test_an_answer_holds_only_for_the_terms_that_it_was_given_for(site, ann, evidence):
    mark = next(value for name, value in evidence.form.radios if name == "acts-0.together" and value)
    page = ann.press(evidence, **{"acts-0.together": mark})
    terms = SALE["acts-0-done"]
    page = ann.press(page, **{"acts-0-done": [*terms, "counterparty:school"]})
    assert draft_of(site, page).confirmed == []
    page = ann.press(page, **{"acts-0-done": terms[::-1], "acts-0.together": mark})
    assert draft_of(site, page).confirmed == [mark]


def test_what_is_not_true_together_becomes_acts_of_its_own(site, ann, evidence):
    page = ann.press(
        evidence, "split:acts-0", **{"acts-0-note": "As the contract has it", "acts-0.combination": ["0", "1"]}
    )
    rest = {
        "subject": ["camera-drones"],
        "counterparty": ["sheriff"],
        "place": ["US"],
        "note": "As the contract has it",
    }
    assert draft_of(site, page).data["acts"] == [{"action": ["sell"], **rest}, {"action": ["pilot"], **rest}]
    assert "Check: are all" not in page.checked().text


def test_drafts_that_it_needs_are_submitted_along(site, ann):
    page = ann.press(
        ann.open("/desk/new/evidence?company=acme"), "create-source:sources-0", **SALE | {"sources-0": "Bill of sale"}
    )
    page = ann.press(page, "back", publisher="Sheriff’s office", date="May 2021", type="record")
    page = ann.press(page, **{"acts-0-done": SALE["acts-0-done"][1:]})
    submit_form = ann.open(f"/desk/drafts/{draft_id(page)}/submit").checked()
    assert "Related drafts" in submit_form.text
    assert "Source: Bill of sale" in submit_form.text
    submit(ann, page)
    with site.database.reading() as session:
        states = {
            draft.kind: draft.state for draft in session.query(Draft).filter(Draft.owner_id == ann.client.account_id)
        }
    assert states == {"source": "submitted", "evidence": "submitted"}


def test_what_is_wrong_is_listed_and_leads_to_its_field(ann):
    page = ann.press(ann.open("/desk/new/evidence?company=acme"), title="Sold drones", period="in the May")
    submit_form = ann.open(f"/desk/drafts/{draft_id(page)}/submit").checked()
    for label, message in (
        ("Type of evidence", "Choose one."),
        ("Sources", "Choose at least one."),
        ("When it happened", "We could"),
    ):
        assert f"{label} : {message}" in submit_form.text
    assert f"/desk/drafts/{draft_id(page)}?check=1#f-period" in submit_form.html
    assert ("do", "submit") not in submit_form.form.buttons
    submit_form = ann.press(submit_form, "keep", note="Wait for the contract")
    assert submit_form.form.values("note") == ["Wait for the contract"]


def test_a_change_says_why_it_is_made(site, ann):
    page = ann.press(ann.edit("pledge", "acme/no-sales"), title="No sales at all")
    assert "Editing a published pledge (revision 1" in page.checked().text
    submit_form = ann.open(f"/desk/drafts/{draft_id(page)}/submit").checked()
    assert "Type of change" in submit_form.text
    assert "Short name was No sales now No sales at all" in submit_form.text
    page = ann.press(submit_form, "submit", change="correction", note="The name was wrong")
    with site.database.reading() as session:
        ((submission, _),) = submissions_of(session, draft_id(page))
    assert (submission.change, submission.note) == ("correction", "The name was wrong")


def test_what_was_submitted_is_taken_back_or_comes_back_with_a_note(site, ann):
    page = ann.press(ann.open("/desk/new/condition"), name="a drone tax is in place")
    page = submit(ann, page)
    assert "Cancel review and edit" in page.checked().text
    assert '<fieldset class="all" disabled>' in page.html
    refused = ann.press(page, name="another tax")
    assert refused.status == 409
    assert "it is in review" in refused.text
    take_back = next(form for form in refused.forms if form.action.endswith("/take-back"))
    page = ann.press(refused, "", form=take_back)
    page = submit(ann, ann.press(page, name="a tax on drones is in place"))
    reviewer = Browser(site, "reviewer", "rey")
    with site.database.writing() as session:
        submission, _ = submissions_of(session, draft_id(page))[0]
        actor = Actor(reviewer.client.account_id, "rey", Role.REVIEWER)
        return_submission(session, clock_of(site), actor, submission.id, submission.content_sha256, note="Which tax?")
    page = ann.open(page.path)
    assert "Returned by rey Which tax?" in page.checked().text
    assert ("do", "save") in page.form.buttons
    with site.database.reading() as session:
        assert open_draft(session, actor, draft_id(page)).state == "returned"


def clock_of(site):
    return site.client.application.extensions["site"].clock
