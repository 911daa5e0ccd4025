"""Data for programs is as exact as the record, never more; and what pages keep of a text's paragraphs."""

import json
import re

import pytest

from tests import factories as make

PAGE = "/pledges/acme/no-sales"


def claim_of(client):
    """The claim in the head of a pledge's page."""
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(PAGE).text, re.DOTALL)[1]
    (claim,) = (part for part in json.loads(text)["@graph"] if part["@type"] in ("Claim", "ClaimReview"))
    return claim


@pytest.mark.parametrize(
    ("start", "published"),
    [
        ("2020-06-11", "2020-06-11"),
        ("2020-06", "2020-06"),
        ("2020", "2020"),
        ("2020-06-11~", None),
        ("2020?", None),
        ("[2020-06-08..2020-06-11]", None),
        ("[..2020-06-11]", None),
    ],
)
def test_a_day_is_given_as_exact_as_it_is_known_or_not_at_all(site_of, start, published):
    site = site_of(make.pledge(versions=[make.version(start=start)]))
    assert claim_of(site.client).get("datePublished") == published


def test_a_review_carries_the_precision_of_its_decision(site_of):
    site = site_of(make.pledge(), make.evidence(), make.decision(date="2020-08"))
    review = claim_of(site.client)
    assert review["@type"] == "ClaimReview"
    assert review["datePublished"] == "2020-08"


def test_paragraphs_of_a_summary_and_of_a_quotation_are_kept(site_of):
    text = "The first part.\n\nThe second part."
    quotation = {"text": text, "speaker": "A. Person", "source": "gazette-1"}
    site = site_of(make.pledge(), make.evidence(summary=text, quotes=[quotation]))
    page = site.page("/evidence/acme/deal")
    shown = [element for element in page.all("p") if text in "".join(element.itertext())]
    assert [element.get("class") for element in shown] == ["text", None]
    style = site.file("/static/style.css").decode()
    assert ".text, blockquote p { white-space: pre-line; }" in style
