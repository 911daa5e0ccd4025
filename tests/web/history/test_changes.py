"""The list and the feed of changes, and what changed of a scorecard between two days."""

from xml.etree import ElementTree as ET

import pytest

from tests import factories as make
from tests.stored import clock, published
from tests.web.checking import words
from tracker.records.sentences import SENTENCES
from tracker.web.history.forms import parse_changes_query

ATOM = "{http://www.w3.org/2005/Atom}"


def filled(site_of):
    """A site with a correction about one company, and a record of another."""
    site = site_of(make.pledge(), make.evidence(), make.company("zeta", former_ids=["alpha"]))
    published(site.database, make.pledge("zeta/no-sales"), at=clock(5))
    published(site.database, make.evidence(period="2020-08"), at=clock(10), change="correction", note="It was later.")
    return site


def test_links_keep_every_filter():
    filters = {"company": "acme", "kind": "pledge", "change": "correction"}
    assert parse_changes_query({**filters, "page": "2"}).query == filters
    assert parse_changes_query({"kind": " evidence "}).query == {"kind": "evidence"}


def items(page):
    return [words(item) for item in page.all("li") if (item.get("id") or "").startswith("publication-")]


def test_newest_first_with_class_note_and_what_stood_before(site_of):
    page = filled(site_of).page("/changes")
    first, second, *others = items(page)
    assert first.startswith(
        "Correction 12:10 Evidence: Sold camera drones to a town’s police Acme Optics Inc. It was later. "
        "Written by ann, published by bob."
    )
    assert "1 field changed: period" in first
    assert "was 2020-07-01 now 2020-08" in first
    assert second.startswith("New 12:05 Pledge:")
    assert second.endswith("Written by ann, published by bob.")
    assert len(others) == 13
    assert "/evidence/acme/deal" in page.links()


@pytest.mark.parametrize(
    ("query", "count"),
    [("change=correction", 1), ("kind=pledge", 2), ("company=zeta", 2), ("company=acme&kind=evidence", 2), ("kind=wording", 0)],  # noqa: E501
)  # fmt: skip
def test_filters_say_what_they_mean(site_of, query, count):
    page = filled(site_of).page(f"/changes?{query}")
    assert len(items(page)) == count
    assert ("No changes match." in page.text) is (count == 0)


def test_a_company_may_be_named_and_a_former_id_leads_on(site_of):
    site = filled(site_of)
    former = site.client.get("/changes?company=alpha&kind=pledge")
    assert (former.status_code, former.headers["Location"]) == (301, "/changes?company=zeta&kind=pledge")
    named = site.client.get("/changes?company=acme+optics+INC.")
    assert (named.status_code, named.headers["Location"]) == (302, "/changes?company=acme")
    page = site.page("/changes?company=nobody", status=404)
    assert "no company with the ID “nobody”" in page.text


def test_the_list_goes_on_by_key(site_of):
    site = site_of(*(make.source(f"paper-{number}") for number in range(60)))
    page = site.page("/changes")
    following = next(link for link in page.links() if "before=" in link)
    rest = site.page(following)
    assert len(items(page)) == 50
    assert len({*items(page), *items(rest)}) >= 60
    assert "/changes" in rest.links()


def test_as_the_record_stood(site_of):
    page = filled(site_of).page("/changes?known_at=2026-11-22T12:06:00Z")
    assert items(page)[0].startswith("New 12:05")


@pytest.mark.parametrize("query", ["kind=x", "change=wrong", "before=0", "before=x", "before=99999999999"])
def test_a_wrong_parameter_is_named_with_what_is_allowed(seeded, query):
    name = query.partition("=")[0]
    page = seeded.page(f"/changes?{query}", status=400)
    assert page.parameter == name


def test_the_feed_tells_the_same(site_of):
    site = filled(site_of)
    root = ET.fromstring(site.file("/changes.atom?company=acme"))
    entries = root.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}category").get("term") for entry in entries][:2] == ["correction", "new"]
    assert entries[0].find(f"{ATOM}link").get("href").endswith("/evidence/acme/deal")
    assert site.client.get("/changes.atom").headers["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_the_later_day_of_the_two_is_that_of_the_scorecard_linked(site_of):
    page = filled(site_of).page("/companies/acme/police-drones/changes?as_of=2021-03-01&to=2021-12-31")
    assert "/companies/acme/police-drones?as_of=2021-12-31" in page.links()


def test_what_changed_between_two_days(site_of):
    site = site_of(make.pledge(title="No sales", versions=[make.version(ends={"last_day": "2021-06-09"})]))
    page = site.page("/companies/acme/police-drones/changes?from=2020-06-18&to=2021-06-10")
    assert words(page.find("h1")) == "Acme Optics Inc.: what changed"
    was, now = (SENTENCES[f"cell.{state}.heading"] for state in ("covered", "open"))
    assert f"Changed Local police, Sell: was {was}; now {now}." in page.text
    assert "No sales, version 1: was in force, last day 9 June 2021" in page.text
    assert "10 June 2021" in page.section("turns")
    cells = [
        link for link in page.links() if link.startswith("/companies/acme/police-drones?as_of=2021-06-10#cell-local")
    ]
    assert cells


def test_a_comparison_without_changes_says_so(seeded):
    page = seeded.page("/companies/ibm/police-facial-recognition/changes?from=2021-01-01&to=2021-01-02")
    assert page.section("same") == "Nothing changed The scorecard is the same on both dates."


def test_without_days_it_tells_from_before_the_first_pledge(seeded):
    page = seeded.page("/companies/microsoft/police-facial-recognition/changes")
    assert page.find("input", id="from").get("value") == "2020-06-10"
    assert page.find("input", id="to").get("value") == "2026-11-22"
    assert (
        seeded.page("/companies/3m/police-facial-recognition/changes").find("input", id="from").get("value")
        == "2025-11-22"
    )


def test_from_a_day_to_come_it_tells_of_that_day(seeded):
    page = seeded.page("/companies/microsoft/police-facial-recognition/changes?from=2030-01-01")
    assert [page.find("input", id=name).get("value") for name in ("from", "to")] == ["2030-01-01"] * 2


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [("from=x", "from", "2020-06-18"), ("from=2021-01-02&to=2021-01-01", "from", "“to”")],
)
def test_wrong_days_are_named(seeded, query, parameter, allowed):
    page = seeded.page(f"/companies/ibm/police-facial-recognition/changes?{query}", status=400)
    assert page.parameter == parameter
    assert allowed in page.text


def test_the_first_and_the_last_day_there_is(seeded):
    path = "/companies/microsoft/police-facial-recognition/changes"
    for query in ("from=0001-01-01&to=0001-01-01", "from=0001-01-01&to=9999-12-31", "to=0001-01-01", "from=9999-12-31"):
        assert seeded.page(f"{path}?{query}").find("h1") is not None


def test_a_former_id_of_the_company_leads_on(site_of):
    site = filled(site_of)
    response = site.client.get("/companies/alpha/police-drones/changes?from=2020-01-01")
    assert response.status_code == 301
    assert response.headers["Location"] == "/companies/zeta/police-drones/changes?from=2020-01-01"


def test_a_check_is_no_news_and_listed_where_it_is_chosen(site_of):
    site = filled(site_of)
    published(site.database, make.check("zeta", id="zeta/looked"), at=clock(11))
    lists = ("/changes", "/changes.atom", "/changes/feed.json", "/changes.csv", "/api/v1/changes", "/")
    queries = ("", "?topic=police-drones", "?company=zeta", "?change=new", "?change=new&topic=police-drones")
    for path in lists:
        for query in queries if path != "/" else ("",):
            assert "zeta/looked" not in site.client.get(path + query).text, path + query
    assert "check" not in items(site.page("/changes?company=zeta"))[0].lower()
    for query in ("", "&topic=police-drones", "&company=zeta", "&change=new"):
        assert len(items(site.page(f"/changes?kind=check{query}"))) == 1
        assert "zeta/looked" in site.client.get(f"/api/v1/changes?kind=check{query}").text
    assert "zeta/looked" in site.client.get("/ledger.jsonl").text
