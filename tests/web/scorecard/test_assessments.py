"""What others say of a company stands apart from findings, in their own words, and changes none."""

import pytest
from pydantic import ValidationError

from tests import factories as make

PAGE = "/companies/acme/police-drones"
API = "/api/v1/companies/acme/scorecard?topic=police-drones"


def rating(id="acme/rating", **fields):
    return make.evidence(id, **{"nature": "assessment", "acts": None, "assessment": make.RATING, **fields})


def test_an_assessment_is_told_apart_with_who_says_it_on_which_scale_and_of_what_day(site_of):
    page = site_of(make.pledge(), rating(title="Rated by Example Ratings", period="2021")).page(PAGE)
    section = page.section("assessments")
    for part in ("Rated by Example Ratings", "Example Ratings: C", "A (best) to F", "2021"):
        assert part in section
    assert "Rated by" not in page.section("findings")
    assert "context" not in {heading.get("id") for heading in page.all("h2")}


def test_an_assessment_changes_no_finding_gap_or_count_of_any(site_of):
    records = (make.pledge(), make.evidence())
    without, beside = site_of(*records).data(API), site_of(*records, rating()).data(API)
    assert [it["evidence"] for it in beside["assessments"]] == ["acme/rating"]
    for key in ("findings", "dues", "cells", "gaps", "strength"):
        assert beside[key] == without[key], key
    assert beside["conduct"]["counts"] == without["conduct"]["counts"]


def test_assessments_stand_the_latest_first_and_those_retracted_apart(site_of):
    gone = {"outcome": "retracted", "date": "2021-02-01", "note": "Wrong company."}
    site = site_of(
        make.pledge(),
        rating("acme/old", period="2019"),
        rating("acme/new", period="2021"),
        rating("acme/gone", outcomes=[gone]),
    )
    assert [it["evidence"] for it in site.data(API)["assessments"]] == ["acme/new", "acme/old"]
    assert "Wrong company." in site.page(PAGE).section("excluded")


def test_an_assessment_that_is_later_than_the_day_is_not_told(site_of):
    site = site_of(make.pledge(), rating(period="2021-06"))
    assert site.data(f"{API}&as_of=2021-05-31")["assessments"] == []


def test_the_page_of_an_assessment_tells_it(site_of):
    page = site_of(make.pledge(), rating()).page("/evidence/acme/rating")
    assert "A (best) to F" in page.text


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"nature": "study"}, "not-assessment"),
        ({"assessment": None}, "no-assessment"),
        ({"acts": [make.act()]}, "not-conduct"),
    ],
)
def test_scale_and_value_belong_to_assessments_alone(fields, code):
    with pytest.raises(ValidationError) as refused:
        rating(**fields)
    assert refused.value.errors()[0]["type"] == code
