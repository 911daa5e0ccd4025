"""The form of a decision begins with the finding that its address names."""

import json
import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests import factories as make
from tests.web.desk.browsing import Browser, draft_id
from tracker.models import Submission

CARD = "/companies/acme/police-drones"
ADDRESS = (
    "/desk/new/decision?company=acme&topic=police-drones&pledge=acme/no-sales&evidence=acme/deal&act=1&computed=breach"
)


def test_the_finding_is_filled_in(ann):
    text = ann.open(ADDRESS).html
    assert "acme/no-sales" in text
    assert "acme/deal" in text


def test_the_page_of_a_finding_leads_to_its_form(ann):
    links = re.findall(r'href="([^"]*/desk/new/decision[^"]*)" rel="nofollow"', ann.open(CARD).html)
    named = [dict(parse_qsl(urlsplit(unescape(link)).query)) for link in links]
    wanted = {"company": "acme", "topic": "police-drones", "evidence": "acme/deal", "computed": "breach"}
    assert any(wanted.items() <= one.items() for one in named)


def test_what_is_no_id_is_left_out(ann):
    page = ann.open("/desk/new/decision?pledge=%3Cscript%3E&act=one&computed=nonsense")
    assert '<script>"' not in page.html
    assert page.status == 200


@pytest.fixture
def overdue(site_of):
    """A site with a promise that is overdue: nothing on record speaks to it."""
    return site_of(make.promise(title="The report"), make.check())


def test_a_due_without_evidence_is_decided_on_from_its_page(overdue):
    ann, bob = Browser(overdue, name="ann"), Browser(overdue, "reviewer", "bob")
    assert "/desk/new/decision" not in ann.open(CARD).html
    (link,) = re.findall(r'href="([^"]*/desk/new/decision[^"]*)" rel="nofollow"', ann.open("/pledges/acme/report").html)
    form = ann.press(
        ann.open(unescape(link)), decision="dismissed", reason="We found it.", date="2026-11-20", editor="Ann"
    )
    page = ann.press(ann.open(f"/desk/drafts/{draft_id(form)}/submit"), "submit")
    assert "Submitted for review." in page.text
    with overdue.database.reading() as session:
        (submission,) = session.query(Submission)
    body = json.loads(submission.body)
    assert (body["version"], body["due"]) == (1, "2021-06-30")
    review = bob.open(f"/desk/review/{submission.id}")
    sent = next(form for form in review.forms if ("decision", "publish") in form.buttons + form.controls + form.radios)
    bob.press(review, "", sent, decision="publish")
    for path in (CARD, "/pledges/acme/report"):
        assert "We found it" in bob.open(path).text
