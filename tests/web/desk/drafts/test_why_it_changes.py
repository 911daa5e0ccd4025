"""What a change of a published record has to say before it is submitted, and taking records of every kind down."""

import json

import pytest

from tests.web.desk.browsing import Browser, draft_id
from tracker.models import Draft, Submission
from tracker.records.kinds import KINDS
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS

WHY = "It was entered twice."


@pytest.fixture
def changed(ann):
    """Ann's draft of a published condition, changed."""
    return ann.press(ann.edit("condition", "drone-law"), explanation=f"Since {ann.client.account_id}.")


def row(site, page):
    with site.database.reading() as session:
        return session.get(Draft, draft_id(page))


def submit(ann, page, **values):
    return ann.press(ann.open(f"/desk/drafts/{draft_id(page)}/submit"), "submit", **values)


def test_no_type_of_change_is_chosen_beforehand_and_none_is_submitted(site, ann, changed):
    page = ann.open(f"/desk/drafts/{draft_id(changed)}/submit").checked()
    assert [value for name, value in page.form.radios if name == "change"] == ["correction", "clarification", "update"]
    assert page.form.values("change") == []
    refused = ann.press(page, "submit", change="whatever", private_note="Please look at the date.")
    assert refused.status == 422
    assert row(site, changed).state == "editing"
    assert refused.form.values("private_note") == ["Please look at the date."]
    ann.press(refused.checked(), "submit", change="clarification")
    assert (row(site, changed).state, row(site, changed).change) == ("submitted", "clarification")


def test_a_correction_says_in_public_what_was_wrong_and_to_the_reviewer_what_is_for_them(site, ann, changed):
    refused = submit(ann, changed, change="correction", private_note="See page 3.")
    assert refused.status == 422
    assert refused.form.values("change") == ["correction"]
    assert row(site, changed).state == "editing"
    ann.press(refused, "submit", note="We named the wrong law.")
    with site.database.reading() as session:
        submission = session.query(Submission).filter_by(draft_id=draft_id(changed)).one()
        assert (submission.change, submission.note, submission.private_note) == (
            "correction",
            "We named the wrong law.",
            "See page 3.",
        )
        review = f"/desk/review/{submission.id}"
    page = Browser(site, "reviewer", f"rey-{ann.client.account_id}").open(review).checked()
    public, private = (page.html.partition(f"data-{one}-note>")[2].partition("<")[0] for one in ("public", "private"))
    assert (public, private) == ("We named the wrong law.", "See page 3.")


def test_a_save_keeps_the_type_of_change_open(site, ann, changed):
    ann.press(ann.open(changed.path), name="another law")
    assert row(site, changed).chosen_change == ""


@pytest.mark.parametrize(
    ("kind", "id"),
    [
        ("company", "acme"),
        ("source", "gazette-1"),
        ("pledge", "acme/no-sales"),
        ("evidence", "acme/deal"),
        ("condition", "drone-law"),
        ("topic", "police-drones"),
        ("vocabulary", "customers"),
    ],
)
def test_any_record_is_taken_down_by_a_draft_with_date_and_reason(site, ann, kind, id):
    page = ann.open(f"/desk/take-down/{kind}/{id}").checked()
    assert ann.press(page, "", reason=" ").status == 422
    wrong = ann.press(page, "", reason=WHY, date="whenever").checked()
    assert wrong.status == 422
    assert wrong.form.values("reason") == [WHY]
    ann.press(page, "", reason=WHY, date="22 November 2026")
    with site.database.reading() as session:
        drafts = session.query(Draft).filter_by(kind=kind, record_id=id, owner_id=ann.client.account_id)
        assert [json.loads(draft.body)["taken_down"] for draft in drafts] == [{"date": "2026-11-22", "reason": WHY}]
        draft = drafts.one()
    assert draft.note == WHY
    assert f'href="/desk/take-down/{kind}/{id}"' in ann.open(f"/desk/drafts/{draft.id}").html


def test_what_is_not_published_or_made_by_the_program_is_not_taken_down(ann):
    for path in ("company/nobody", "rules/rules", "nothing/x", "company/%20"):
        assert ann.open(f"/desk/take-down/{path}").status == 404


def test_every_kind_with_a_form_can_be_taken_down_in_it():
    assert all("taken_down" in layout.fields for layout in LAYOUTS.values())
    assert set(KINDS) - set(LAYOUTS) == {"topic", "vocabulary", "wording", "rules"}
