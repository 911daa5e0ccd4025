"""Companies side by side."""

import pytest

from tests import factories as make
from tests.web.checking import words
from tracker.records.sentences import SENTENCES

THREE = "company=microsoft&company=amazon&company=ibm"


def test_words_duration_coverage_gaps_and_differences(seeded):
    page = seeded.page(f"/compare?{THREE}&as_of=2020-06-18")
    assert words(page.find("h1")) == "Microsoft, Amazon and IBM compared"
    assert "We will not sell facial recognition tech to police in the U.S." in page.section("words")
    assert "Last day 9 June 2021 (1 year)" in page.section("words")
    assert "Amazon covered until 9 June 2021" in page.section("coverage")
    assert "Local and state police, pilots: covered by Amazon; unclear for Microsoft and IBM." in page.section("some")
    assert "Federal law enforcement" in page.section("none")
    assert "Microsoft and Amazon Use by customers: Microsoft is unclear on this; Amazon covers this." in page.section(
        "scopes"
    )
    cell = "/companies/ibm/police-facial-recognition?as_of=2020-06-18#cell-military-sell"
    assert cell in page.links()


def test_a_company_without_a_pledge_is_no_blank(seeded):
    page = seeded.page("/compare?company=microsoft&company=3m&as_of=2020-06-18")
    assert SENTENCES["promise.none"].format(company="3M") in page.section("words")
    assert "3M: no pledge, so there is no wording to compare." in page.section("scopes")


@pytest.mark.parametrize(
    ("query", "wanted"), [("", "Choose two to four companies."), ("company=ibm", "Choose one more company."), ("company=ibm&company=ibm", "Choose one more company.")]  # noqa: E501
)  # fmt: skip
def test_the_form_says_what_is_missing(seeded, query, wanted):
    page = seeded.page(f"/compare?{query}")
    assert wanted in page.text
    assert len(list(page.all("select"))) == 4


def test_empty_fields_are_left_out_and_names_lead_to_ids(seeded):
    seeded.page("/compare?company=ibm&company=amazon&company=&company=")
    response = seeded.client.get("/compare?company=IBM&company=amazon&as_of=2020-06-18")
    assert response.status_code == 302
    assert response.headers["Location"] == "/compare?company=ibm&company=amazon&as_of=2020-06-18"


def test_former_ids_lead_on(site_of):
    site = site_of(make.company("zeta", former_ids=["alpha"]))
    response = site.client.get("/compare?company=alpha&company=acme&topic=police-drones")
    assert response.headers["Location"] == "/compare?company=zeta&company=acme&topic=police-drones"
    twice = site.client.get("/compare?company=alpha&company=zeta&company=acme")
    assert twice.headers["Location"] == "/compare?company=zeta&company=acme"


def test_of_many_companies_names_are_written(site_of):
    page = site_of(*(make.company(f"firm-{number}") for number in range(201))).page("/compare")
    assert len(list(page.all("select"))) == 0
    assert len([field for field in page.all("input") if field.get("name") == "company"]) == 4


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("company=a&company=b&company=c&company=d&company=e", 400, "company"),
        ("company=ibm&company=nobody", 404, "company"),
        (f"{THREE}&topic=nothing", 404, "topic"),
        (f"{THREE}&as_of=2020", 400, "as_of"),
    ],
)
def test_what_cannot_be_compared_is_told(seeded, query, status, parameter):
    assert seeded.page(f"/compare?{query}", status=status).parameter == parameter


def test_topics_are_chosen_where_there_are_several(site_of):
    both = [make.pledge(f"{company}/robots", topic="police-robots") for company in ("acme", "zeta")]
    site = site_of(make.company("zeta"), make.topic("police-robots", name="Robots"), make.pledge(), *both)
    page = site.page("/compare?company=acme&company=zeta&topic=police-robots")
    assert words(page.find("p", class_="kicker")) == "Robots · as of 22 November 2026"
    assert len(list(page.all("option", value="police-drones"))) == 1
    assert "Choose two to four companies." in site_of(world=False).page("/compare").text
