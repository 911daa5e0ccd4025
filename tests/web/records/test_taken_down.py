"""What was taken down counts nowhere and says so; what nobody assessed is not spoken of; renamed companies go on."""

import json
import re
from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker import create_app
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings

# What is asked here is decided above the database, which the tests of its queries run on both.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

DOWN = {"date": "2026-11-01", "reason": "It was about another company."}
CARD = "/companies/acme/police-drones"


@pytest.fixture
def site(database):
    """A site on an empty database, with a function that publishes."""
    app = create_app(
        Settings(
            database_url=str(database.url.render_as_string(hide_password=False)), public_url="https://pledges.example"
        ),
        clock(60),
    )

    class Site:
        client = app.test_client()

        def publish(self, *records, **options):
            published(database, *records, **options)
            refresh(database, clock(60), UTC)

        def world(self, *records):
            published_world(database, *records)
            refresh(database, clock(60), UTC)

        def get(self, path):
            return self.client.get(path)

    yield Site()
    app.extensions["site"].database.close()


def down(record):
    return record.model_copy(update={"taken_down": make.company(taken_down=DOWN).taken_down})


def test_evidence_taken_down_counts_nowhere_and_its_page_says_why(site):
    deal = make.evidence(title="Sold camera drones to the local police")
    site.world(make.pledge(), deal)
    assert deal.title in site.get(CARD).text
    site.publish(down(deal))
    for path in (
        CARD,
        "/api/v1/companies/acme/scorecard?topic=police-drones",
        f"/embed{CARD}",
        f"/badge{CARD}.svg",
        "/companies",
    ):
        response = site.get(path)
        assert response.status_code == 200, path
        assert deal.title not in response.text, path
    counts = json.loads(site.get("/api/v1/companies/acme/scorecard?topic=police-drones").text)["conduct"]["counts"]
    assert "breach" not in counts
    assert deal.title not in site.get("/search?q=camera+drones").text
    assert deal.title not in site.get("/evidence/acme/nothing").text
    page = site.get("/evidence/acme/deal")
    assert page.status_code == 200
    assert DOWN["reason"] in page.text
    assert "data-taken-down" in page.text
    said = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page.text.partition("What it said")[2]))
    assert said["Headline"] == deal.title
    assert all("_" not in field and "›" not in field for field in said)
    assert site.get("/embed/evidence/acme/deal").status_code == 410
    assert "Update" in site.get("/changes?company=acme").text


@pytest.mark.parametrize(
    ("record", "path"),
    [
        (make.pledge(), "/pledges/acme/no-sales"),
        (make.source(), "/sources/gazette-1"),
        (make.condition(), "/conditions/drone-law"),
        (make.response(), "/responses/acme/silent"),
        (make.decision(), "/decisions/acme/decision-1"),
    ],
)
def test_the_page_of_every_kind_says_so(site, record, path):
    site.world(make.pledge(), make.evidence(), record)
    assert site.get(path).status_code == 200
    site.publish(down(record))
    page = site.get(path)
    assert page.status_code == 200
    assert DOWN["reason"] in page.text
    assert "data-taken-down" in page.text


def test_a_source_taken_down_is_marked_where_it_is_cited_and_is_in_no_data(site):
    versions = [make.version(also_in=["contract-1"])]
    false = make.source(url="https://gazette.example/1", title="The false one")
    site.world(make.pledge(versions=versions), false)
    address = "/api/v1/companies/acme/scorecard?topic=police-drones"
    marked = "data-taken-down>Taken down (1 November 2026)"
    assert json.loads(site.get(address).text)["pledges"][0]["versions"][0]["source_url"]
    assert [marked in site.get(path).text for path in (CARD, "/pledges/acme/no-sales")] == [False, False]
    site.publish(down(false))
    assert [site.get(path).text.count(marked) for path in (CARD, "/pledges/acme/no-sales")] == [1, 1]
    assert json.loads(site.get(address).text)["pledges"][0]["versions"][0]["source_url"] is None
    (graph,) = re.findall(r'ld\+json">(.*?)</script>', site.get("/pledges/acme/no-sales").text)
    assert "The false one" not in graph
    assert '"appearance"' in graph


def test_a_page_that_is_kept_says_nothing_any_more_of_what_went_with_a_company(site):
    paper = make.source("paper", title="A paper")
    site.world(paper, make.company("lost"), make.response("lost/asked", question="Was it so?", source="paper"))
    assert "Was it so?" in site.get("/sources/paper").text
    site.publish(make.company("lost", taken_down=DOWN))
    assert "Was it so?" not in site.get("/sources/paper").text
    site.publish(make.company("found", former_ids=["lost"]))
    assert "Was it so?" in site.get("/sources/paper").text


def test_a_correction_is_told_of_a_record_only_as_long_as_its_company_stands(site):
    deal = make.evidence("x/deal", company="acme", title="Sold drones to a sheriff")
    site.world(make.pledge(), make.company("beta"), make.pledge("beta/no-sales"), deal)
    moved = deal.model_copy(update={"company": "beta", "title": "Sold drones to a colonel"})
    site.publish(moved, change="correction", note="It was Beta.")
    pages = (CARD, "/companies/acme/police-drones?as_of=2026-11-20", "/changes.atom?company=acme&change=correction")
    assert ["colonel" in site.get(path).text for path in pages] == [True] * 3
    other = make.pledge("acme/other", topic="past", title="Of a private")
    site.publish(make.topic("past", name="Past"), other)
    site.publish(other.model_copy(update={"title": "Of a corporal"}), change="correction", note="A rank.")
    assert ["corporal" in site.get(path).text for path in pages] == [True] * 3
    site.publish(make.topic("past", name="Past", taken_down=DOWN))
    assert ["corporal" in site.get(path).text for path in pages] == [False] * 3
    site.publish(make.company("beta", taken_down=DOWN))
    assert [("colonel" in site.get(path).text, "It was Beta." in site.get(path).text) for path in pages] == [
        (False, True)
    ] * 3


def test_a_topic_taken_down_has_no_scorecards(site):
    site.world(make.pledge())
    site.publish(down(make.topic()))
    assert [site.get(path).status_code for path in (CARD, "/topics/police-drones", f"/embed{CARD}")] == [410, 410, 410]
    assert [site.get(f"{path}/pledges/acme/no-sales").status_code for path in ("", "/embed", "/api/v1")] == [410] * 3
    assert "Camera drones for the police" not in site.get("/topics").text
    assert site.get("/companies").status_code == 200


def test_a_company_that_nobody_assessed_is_not_spoken_of(site):
    site.world(make.pledge(), make.company("beta", name="Beta Example"))
    for path in (
        "/companies/beta/police-drones",
        "/companies/beta",
        "/embed/companies/beta/police-drones",
        "/badge/companies/beta/police-drones.svg",
        "/card/companies/beta/police-drones.png",
        "/api/v1/companies/beta/scorecard?topic=police-drones",
        "/companies/beta/police-drones/findings",
    ):
        response = site.get(path)
        assert response.status_code == 404, path
        assert b"no public pledge" not in response.data.lower()
        if not path.endswith("png"):
            assert b"not assessed" in response.data.lower(), path
    assert "Beta Example" not in site.get("/companies").text
    assert "Beta Example" not in site.get("/topics/police-drones").text
    site.publish(make.check("beta"))
    assert site.get("/companies/beta/police-drones").status_code == 200


RENAMED = (
    make.company("acme", taken_down=DOWN),
    make.company("roadrunner", name="Roadrunner Example", former_ids=["acme"]),
)


def test_a_company_renamed_goes_on_everywhere(site):
    ending = make.pledge(versions=[make.version(ends={"last_day": "2027-06-30"})])
    site.world(ending, make.evidence(), make.company("beta"), make.pledge("beta/no-sales"))
    site.publish(*RENAMED)
    for path, to in (
        (CARD, "/companies/roadrunner/police-drones"),
        ("/companies/acme", "/companies/roadrunner"),
        (f"/embed{CARD}", "/embed/companies/roadrunner/police-drones"),
        (f"/badge{CARD}.svg", "/badge/companies/roadrunner/police-drones.svg"),
        ("/changes?company=acme", "/changes?company=roadrunner"),
        ("/changes.atom?company=acme", "/changes.atom?company=roadrunner"),
        ("/lapsing?company=acme", "/lapsing?company=roadrunner"),
        ("/lapsing.ics?company=acme", "/lapsing.ics?company=roadrunner"),
        (
            "/compare?company=acme&company=beta&topic=police-drones",
            "/compare?company=roadrunner&company=beta&topic=police-drones",
        ),
    ):
        response = site.get(path)
        assert response.status_code in (301, 302), path
        assert response.headers["Location"].endswith(to), response.headers["Location"]
        target = site.get(to)
        assert target.status_code == 200, to
        assert b"no public pledge" not in target.data.lower()
    card = json.loads(site.get("/api/v1/companies/roadrunner/scorecard?topic=police-drones").text)
    assert [pledge["id"] for pledge in card["pledges"]] == ["acme/no-sales"]
    assert card["company"]["id"] == "roadrunner"
    assert site.get("/pledges/acme/no-sales").status_code == 200
    assert site.get("/embed/pledges/acme/no-sales").status_code == 200
    assert site.get("/embed/evidence/acme/deal").status_code == 200
    assert "acme/no-sales" in site.get("/lapsing.ics?company=roadrunner").text
    for path in ("/pledges", "/pledges?company=roadrunner", "/search?q=drones", "/sitemaps/pledge-0.xml"):
        assert "/pledges/acme/no-sales" in site.get(path).text, path
    (data,) = json.loads(site.get("/api/v1/pledges?company=roadrunner").text)["items"]
    assert data["record"]["versions"]
    assert "acme/deal" in site.get("/changes.atom?company=roadrunner").text
    assert "Roadrunner Example" in site.get("/companies").text


def test_the_calendar_has_one_company_where_one_is_asked_for(site):
    ends = {"last_day": "2027-06-30"}
    both = [make.pledge(f"{id}/no-sales", versions=[make.version(ends=ends)]) for id in ("acme", "beta")]
    site.world(make.company("beta"), *both)
    assert "beta/no-sales" in site.get("/lapsing.ics").text
    only = site.get("/lapsing.ics?company=acme").text
    assert "acme/no-sales" in only
    assert "beta/no-sales" not in only
    assert site.get("/lapsing.ics?company=nobody").status_code == 404


def test_a_correction_is_told_to_the_company_that_was_wrongly_named(site):
    deal = make.evidence("x/deal", company="acme", title="Sold drones to a sheriff")
    site.world(make.pledge(), make.company("beta"), make.pledge("beta/no-sales"), deal)
    site.publish(deal.model_copy(update={"company": "beta"}), change="correction", note="It was Beta.")
    for company in ("acme", "beta"):
        assert "It was Beta." in site.get(f"/changes.atom?company={company}").text
        page = site.get(f"/companies/{company}/police-drones").text
        assert 'id="corrections"' in page
        assert "It was Beta." in page
    site.publish(
        deal.model_copy(update={"company": "beta", "title": "Sold a drone"}), change="correction", note="Only one."
    )
    assert "Only one." in site.get("/changes.atom?company=beta").text
    assert "Only one." not in site.get("/changes.atom?company=acme").text
