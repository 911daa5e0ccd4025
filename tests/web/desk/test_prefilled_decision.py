"""The form of a decision begins with the finding that its address names; forms take records down."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

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


@pytest.mark.parametrize(
    "kind", ["company", "source", "pledge", "evidence", "condition", "response", "decision", "check"]
)
def test_every_form_can_take_its_record_down(ann, kind):
    assert 'name="taken_down-reason"' in ann.open(f"/desk/new/{kind}").html
