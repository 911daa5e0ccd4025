"""A company whose record is withdrawn: what readers find at its addresses, and where it no longer stands."""

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.clock import FixedClock
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.upkeep.verifying.verify import verify

OUT = {"date": "2026-11-20", "reason": "It was entered twice."}
TOLD = "This page was taken down (20 November 2026). It was entered twice."
BEFORE = "known_at=2026-11-22T12:30:00Z"
"""Between what was published first and the withdrawal."""


@pytest.fixture(scope="module")
def site(site_to_read):
    """A site with one company withdrawn after its pledge and a record of it were published, and one that stays."""
    ends = make.version(ends={"last_day": "2027-01-31"})
    other = make.company("beta", name="Beta Cameras"), make.pledge("beta/no-sales", versions=[ends])
    shared = make.evidence("beta/study", nature="study", acts=None, also_about=["acme"])
    made = site_to_read(make.pledge(versions=[ends]), make.evidence(), make.response(), *other, shared)
    published(made.database, make.company(withdrawn=OUT), at=clock(40))
    refresh(made.database, FixedClock(made.clock.now()), made.client.application.extensions["site"].settings.time_zone)
    return made


@pytest.mark.parametrize(
    "address",
    [
        "/companies/acme",
        "/companies/acme/police-drones",
        "/companies/acme/police-drones?as_of=2021-01-01",
        "/companies/acme/police-drones/findings",
        "/companies/acme/police-drones/changes",
        "/pledges/acme/no-sales",
        "/evidence/acme/deal",
        "/compare?company=acme&company=beta",
    ],
)
def test_its_pages_are_gone_with_day_and_reason(site, address):
    page = site.page(address, 410)
    assert TOLD in page.text
    assert "Page taken down" in page.text
    assert "/changes?company=acme" in page.links()


def test_its_data_is_gone_with_day_and_reason(site):
    error = site.data("/api/v1/companies/acme/scorecard?topic=police-drones", 410)
    assert (error["title"], error["detail"]) == ("Acme Optics Inc.", TOLD)
    assert "nearby" not in error


def test_what_was_published_stays_on_record(site):
    assert "Acme Optics Inc." in site.page("/changes?company=acme").text
    assert site.page(f"/companies/acme/police-drones?{BEFORE}").section("pledges")


@pytest.mark.parametrize(
    "address", ["/companies", "/topics/police-drones", "/lapsing", "/compare", "/companies/nobody"]
)
def test_no_list_shows_it(site, address):
    page = site.page(address, 404 if address.endswith("nobody") else 200)
    assert not any(link.startswith(("/companies/acme", "/pledges/acme")) for link in page.links())
    assert "beta" in page.response.text


def test_its_lines_are_those_that_verify_expects(site):
    with site.database.reading() as session:
        assert verify(session, full=True).discrepancies == ()


def test_a_record_that_is_about_others_too_stays(site):
    page = site.page("/evidence/beta/study")
    assert not any(link.startswith("/companies/acme/police-drones") for link in page.links())


def test_a_withdrawn_company_with_several_topics_is_gone_too(site_of):
    assert TOLD in site_of(make.company(withdrawn=OUT), make.topic("cars")).page("/companies/acme", 410).text
