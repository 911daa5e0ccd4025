"""Numbers of a scale in the forms of the desk: from and to with a unit, in scopes and in acts."""

from types import SimpleNamespace

import pytest

from tests.stored import published
from tests.web.desk.browsing import Browser, draft_id
from tracker.core.scales import Scale
from tracker.models import Draft
from tracker.services.intake.record_files import read_files
from tracker.settings import ROOT
from tracker.web.desk.record_text import RecordDescriber

SCOPE, ACT = "versions-0-scope-counterparty", "acts-0-done-counterparty"


@pytest.fixture
def site(door):
    published(door.database, *read_files((ROOT / "docs" / "examples" / "thresholds",)).records)
    return SimpleNamespace(client=SimpleNamespace(application=door.app), database=door.database)


@pytest.fixture
def ann(site):
    return Browser(site, name="ann")


def saved(site, page):
    with site.database.reading() as session:
        return session.get(Draft, draft_id(page)).data


def of_scope(site, page):
    return saved(site, page)["versions"][0]["scope"]["counterparty"]


def test_numbers_are_added_with_their_mark_and_shown_with_the_unit(site, ann):
    page = ann.open("/desk/new/pledge?company=example-insurance&topic=tobacco-insurance").checked()
    assert "From (%)" in page.text
    page = ann.press(page, f"show:{SCOPE}", **{f"{SCOPE}-low": "40"}).checked()
    assert of_scope(site, page) == {"in": [">= 40"]}
    assert "40\u202f% and more" in page.html
    typed = {f"{SCOPE}-low": "15 %", f"{SCOPE}-high": "40", f"{SCOPE}-below": "yes", f"{SCOPE}-mark": "unclear"}
    page = ann.press(page, f"show:{SCOPE}", **typed).checked()
    assert of_scope(site, page) == {"in": [">= 40"], "unclear": ["15..<40"]}
    assert f"#f-{SCOPE}" in page.path


def test_an_act_takes_one_number(site, ann):
    page = ann.open("/desk/new/evidence?company=example-insurance&topic=tobacco-insurance").checked()
    page = ann.press(page, f"show:{ACT}", **{f"{ACT}-low": "42", f"{ACT}-high": "42"}).checked()
    assert saved(site, page)["acts"][0]["counterparty"] == ["42"]
    assert 'value="counterparty:42" checked' in page.html


def test_what_is_no_number_of_the_scale_is_kept_as_it_was_typed(site, ann):
    page = ann.open("/desk/new/pledge?company=example-insurance&topic=tobacco-insurance")
    page = ann.press(page, f"show:{SCOPE}", **{f"{SCOPE}-low": "forty"}).checked()
    assert of_scope(site, page) == {"in": [">= forty"]}
    assert "not a range of the scale" in page.text
    page = ann.press(page, f"show:{SCOPE}", **{f"{SCOPE}-high": "140"}).checked()
    assert of_scope(site, page) == {"in": [">= forty", "<= 140"]}


def test_a_range_that_is_marked_already_keeps_its_mark(site, ann):
    page = ann.open("/desk/new/pledge?company=example-insurance&topic=tobacco-insurance")
    page = ann.press(page, f"show:{SCOPE}", **{f"{SCOPE}-low": "40"})
    page = ann.press(page, f"show:{SCOPE}", **{f"{SCOPE}-low": "40", f"{SCOPE}-mark": "out"}).checked()
    assert of_scope(site, page) == {"in": [">= 40"]}


def test_a_published_record_passes_through_its_form_unchanged(site, ann):
    page = ann.press(ann.edit("pledge", "sample-mutual/mostly")).checked()
    assert of_scope(site, page) == {"in": [">= 50"], "except": ["< 10"], "unclear": ["10..<50"]}


def test_a_moved_threshold_is_told_in_numbers_with_their_unit():
    teller = RecordDescriber("pledge", {}, {}, {"counterparty": Scale("%")})
    before, after = ({"versions": [{"scope": {"counterparty": {"in": [word]}}}]} for word in (">= 40", ">= 30"))
    (row,) = teller.differences(before, after)
    assert (row.removed, row.added) == (["40\u202f% and more"], ["30\u202f% and more"])
