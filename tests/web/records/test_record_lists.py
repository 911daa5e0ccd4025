"""The lists of all pledges, all evidence and all sources: filters, pages, and what was taken down."""

import pytest

from tests import factories as make

GONE = {"date": "2026-11-01", "reason": "Another company."}


@pytest.fixture
def site(site_of):
    deals = [make.evidence(f"acme/deal-{n:02}", title=f"Deal {n}", period=f"2020-07-{n:02}") for n in range(1, 29)]
    wrong = make.evidence("acme/wrong", title="Wrong deal", taken_down=GONE)
    about = make.evidence("bolt/deal", title="Bolt’s deal", period="2019-06")
    gone = make.company("gone", taken_down=GONE), make.evidence("gone/deal", company="gone")
    return site_of(make.company("bolt", name="Bolt"), make.pledge(), *deals, wrong, about, *gone)


def listed(site, address):
    """Where the entries of the list lead."""
    lists = site.page(address).all("ul", id="list")
    return [entry.find("a").get("href") for it in lists for entry in it.iter("li")]


def test_lists_are_walked_by_day_and_leave_out_what_was_taken_down(site):
    first = site.page("/evidence")
    following = first.find("a", rel="next").get("href")
    both = [*listed(site, "/evidence"), *listed(site, following)]
    assert both == [*(f"/evidence/acme/deal-{n:02}" for n in range(28, 0, -1)), "/evidence/bolt/deal"]
    assert listed(site, site.page(following).find("a", rel="prev").get("href")) == listed(site, "/evidence")
    assert "June 2019" in site.page(following).text


def test_filters_are_those_of_the_table_beside_it(site):
    assert listed(site, "/evidence?company=bolt") == ["/evidence/bolt/deal"]
    assert listed(site, "/evidence?company=bolt&topic=police-drones&changed_since=2020-01-01") == [
        "/evidence/bolt/deal"
    ]
    assert listed(site, "/evidence?changed_since=2030-01-01") == []
    assert listed(site, "/pledges?topic=police-drones") == ["/pledges/acme/no-sales"]
    assert len(listed(site, "/sources")) == len(site.data("/sources.json")["items"])
    page = site.page("/evidence?company=bolt&topic=police-drones")
    tables = [href for href in page.links() if href.startswith("/evidence.")]
    assert tables == [f"/evidence.{form}?company=bolt&topic=police-drones" for form in ("csv", "json")]
    assert [it["id"] for it in site.data(tables[1])["items"]] == ["bolt/deal"]


def test_a_name_leads_to_the_id_and_what_is_not_there_is_said(site):
    response = site.client.get("/pledges?company=Bolt")
    assert (response.status_code, response.headers["Location"]) == (302, "/pledges?company=bolt")
    for query, status in (
        ("company=nobody", 404),
        ("topic=nothing", 404),
        ("changed_since=soon", 400),
        ("after=x", 404),
    ):
        site.page(f"/pledges?{query}", status)
    assert "/pledges.csv" in site.page("/pledges?format=csv", 400).text
