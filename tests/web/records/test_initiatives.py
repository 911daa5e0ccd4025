"""Initiatives on the site: a page with a matrix of signatories and dues, and the scorecard of each signatory."""

import re
from datetime import UTC, date
from html import unescape

import pytest

from tests import factories as make
from tests.stored import clock, published
from tests.web.checking import words
from tracker.records.kinds import body, from_body
from tracker.records.sentences import SENTENCES
from tracker.services.intake.record_files import read_files
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import ROOT
from tracker.web.presenting.signatories import signatory_count
from tracker.web.records.initiatives import dues_by_day

CHARTER = read_files([ROOT / "docs" / "examples" / "charters"]).records
DAY = "?as_of=2024-09-14"
PAGE = f"/initiatives/open-audit-charter{DAY}"
PLEDGE = "open-audit-charter/yearly-audit"


@pytest.fixture
def site(site_of):
    return site_of(*CHARTER)


def initiative():
    (record,) = [record for record in CHARTER if record.kind == "initiative"]
    return record


def matrix(page):
    """The states by signatory, as they stand in the one table."""
    return {
        row.get("data-signatory"): [cell.get("data-state") for cell in row.iter("td")]
        for row in page.all("tr")
        if row.get("data-signatory")
    }


def test_the_matrix_has_a_row_for_each_signatory_and_a_column_for_each_due(site):
    page = site.page(PAGE)
    headings = [words(th) for th in page.find("table").iter("th") if th.get("scope") == "col"]
    assert headings == ["Signatory", *(f"31 December {year}" for year in range(2020, 2025))]
    assert matrix(page) == {
        "sample-print": ["met", "met", "met", "met", "pending"],
        "example-binders": ["met", "met-late", "met", "overdue", "pending"],
        "fictional-books": ["met", "met", "dropped-before-due", "none", "none"],
        "invented-inks": ["none", "none", "met", "missed", "pending"],
        "sample-presses": ["overdue", "overdue", "overdue", "not-checked-since", "pending"],
        "example-maps": ["none", "not-on-record", "met", "met", "pending"],
    }


def test_states_are_told_in_words_and_lead_to_what_shows_them(site):
    page = site.page(PAGE)
    row = next(row for row in page.all("tr") if row.get("data-signatory") == "example-binders")
    assert [words(cell) for cell in row.iter("td")] == [
        "on time",
        "late",
        "on time",
        "overdue",
        SENTENCES["finding.pending.heading"].lower(),
    ]
    assert f"/evidence/example-binders/audit-2021{DAY}" in page.links()
    assert f"/companies/example-binders/open-audits{DAY}" in page.links()


TURNS = {"every": "1 year", "first": "2020-06-30"}


@pytest.mark.parametrize(
    ("extent", "on", "states"),
    [
        ("full", "2020-06-01", ["overdue", "overdue", "pending"]),
        ("none", "2020-07-01", ["missed", "overdue", "pending"]),
    ],
)
def test_of_two_dues_on_one_day_the_most_serious_is_shown(extent, on, states):
    """A deadline on the day on which a later version of the pledge has its first turn."""
    versions = [("2018-01-01", "2020-06-30"), ("2020-06-30", TURNS)]
    pledge = make.promise(versions=[make.version(start=start, deadline=due, scope={}) for start, due in versions])
    said = make.evidence(acts=None, fulfils=[make.fulfilment(extent, version=1)], period=on)
    card = make.scorecard(pledge, said, make.check(until="2021-12-01"), as_of="2021-12-31")
    by_day = dues_by_day(card, card.dossier.pledges[0])
    assert [by_day[day].state for day in sorted(by_day)] == states


def test_leaving_is_told_on_both_pages(site):
    row = next(row for row in site.page(PAGE).all("tr") if row.get("data-signatory") == "fictional-books")
    assert "signatory until March 2022" in words(row)
    card = site.page(f"/companies/fictional-books/open-audits{DAY}")
    assert SENTENCES["promise.left.after"].partition(" (")[0] in card.text
    assert f"/initiatives/open-audit-charter{DAY}" in card.links()


def test_at_a_day_before_it_signed_a_company_is_no_signatory(site):
    page = site.page("/initiatives/open-audit-charter?as_of=2021-01-31")
    assert "invented-inks" not in matrix(page)
    assert matrix(page)["example-maps"] == ["none", "pending"]  # signed by 14 May 2021: perhaps before
    assert matrix(page)["sample-print"] == ["met", "pending"]


def test_the_pledge_of_an_initiative_leads_to_it_and_names_no_company(site):
    page = site.page(f"/pledges/{PLEDGE}{DAY}")
    assert f"/initiatives/open-audit-charter{DAY}" in page.links()
    assert len(list(page.all("h1"))) == 1
    assert not list(page.all("ol", class_="turns"))


def test_lists_json_search_and_what_is_coming_up_know_each_signatory(site):
    data = site.data("/api/v1/companies/sample-print/scorecard?topic=open-audits&as_of=2024-09-14")
    assert [(it["id"], it["initiative"]) for it in data["pledges"]] == [(PLEDGE, "open-audit-charter")]
    listed = site.page("/topics/open-audits")
    for name in ("Sample Print", "Fictional Books", "Example Maps"):
        assert name in listed.text
    assert "/initiatives/open-audit-charter" in site.page("/search?q=open+audit+charter").links()
    assert "Sample Print" in site.page(f"/lapsing{DAY}").text


def test_a_new_signatory_gets_a_scorecard_and_a_correction_is_told_to_all(site):
    data = body(initiative())
    data["signatories"] = [*data["signatories"], {"company": "acme", "since": "2024-01-01"}]
    published(site.database, from_body(data), at=clock(10), change="correction", note="Acme had been left out.")
    refresh(site.database, clock(10), UTC)
    for company in ("acme", "sample-print"):
        page = site.page(f"/companies/{company}/open-audits")
        assert "Acme had been left out." in page.section("corrections")
    assert "Acme" in site.page("/topics/open-audits").text


def test_a_signatory_of_a_pledge_can_be_embedded_and_nobody_else(site):
    assert site.client.get(f"/embed/pledges/{PLEDGE}?company=sample-print").status_code == 200
    assert site.client.get("/embed/companies/sample-print/open-audits").status_code == 200
    assert site.client.get(f"/embed/pledges/{PLEDGE}").status_code == 404
    assert site.client.get(f"/embed/pledges/{PLEDGE}?company=acme").status_code == 404


def test_an_initiative_taken_down_says_so_and_binds_nobody(site):
    gone = from_body(body(initiative()) | {"taken_down": {"date": "2024-01-01", "reason": "It was no charter."}})
    published(site.database, gone, at=clock(10))
    assert "It was no charter." in site.page("/initiatives/open-audit-charter").text
    assert site.data("/api/v1/companies/sample-print/scorecard?topic=open-audits")["pledges"] == []
    pledge = site.page(f"/pledges/{PLEDGE}")
    assert "taken down (1 January 2024)" in pledge.text
    assert "binds" not in pledge.text
    assert "binds" in site.page(f"/pledges/{PLEDGE}?known_at=2026-11-22T12:05:00Z").text


def test_a_pledge_taken_down_has_no_table_on_the_page_of_its_initiative(site):
    (text,) = [record for record in CHARTER if record.kind == "pledge"]
    gone = from_body(body(text) | {"taken_down": {"date": "2024-01-01", "reason": "It was no pledge."}})
    published(site.database, gone, at=clock(10))
    page = site.page(PAGE)
    assert not list(page.all("table"))
    assert "/companies/sample-print" in " ".join(page.links())
    assert "/initiatives/open-audit-charter" not in site.page("/topics/open-audits").links()


def test_all_initiatives_are_listed_with_their_pledges_and_how_many_signed_by_the_day(site):
    page = site.page(f"/initiatives{DAY}")
    (entry,) = page.all("article")
    assert entry.get("data-initiative") == "open-audit-charter"
    assert "5 signatories and 1 former" in words(entry)
    for address in (f"/initiatives/open-audit-charter{DAY}", f"/pledges/{PLEDGE}{DAY}", f"/topics/open-audits{DAY}"):
        assert address in page.links()
    early = words(next(iter(site.page("/initiatives?as_of=2020-01-31").all("article"))))
    assert "3 signatories and 1 that may have signed by then" in early


@pytest.mark.parametrize(
    ("day", "count"), [("2022-03-30", "1 signatory"), ("2022-03-31", "0 signatories and 1 former")]
)
def test_who_leaves_on_a_day_is_bound_no_more_on_it(day, count):
    signatory = {"company": "acme", "since": "2020-01-01", "until": "2022-03"}
    assert signatory_count(make.initiative(signatories=[signatory]), date.fromisoformat(day)) == count


def test_the_list_is_found_from_every_page_from_the_topic_and_from_an_initiative(site):
    assert "/initiatives" in site.page("/about").links()
    assert "/initiatives/open-audit-charter" in site.page("/topics/open-audits").links()
    assert f"/initiatives{DAY}" in site.page(PAGE).links()


def test_an_initiative_taken_down_is_on_no_list(site):
    gone = from_body(body(initiative()) | {"taken_down": {"date": "2024-01-01", "reason": "It was no charter."}})
    published(site.database, gone, at=clock(10))
    assert not list(site.page("/initiatives").all("article"))
    assert "/initiatives/open-audit-charter" not in site.page("/topics/open-audits").links()


def test_nothing_on_record_is_said_of_checked_signatories_only(site_of):
    charter = from_body(
        {
            "kind": "initiative",
            "id": "drone-charter",
            "name": "Drone Charter",
            "source": "gazette-1",
            "signatories": [{"company": company, "since": "2020-01-01"} for company in ("acme", "bolt")],
        }
    )
    site = site_of(
        charter,
        make.company("bolt"),
        make.pledge("drone-charter/no-sales", initiative="drone-charter", company=None),
        make.topic(checked_until={"bolt": "2021-06-01"}),
    )
    page = site.page("/initiatives/drone-charter?as_of=2021-12-31")
    cells = {
        row.get("data-signatory"): words(next(row.iter("td"))) for row in page.all("tr") if row.get("data-signatory")
    }
    assert cells == {"acme": "not checked yet", "bolt": "nothing on record"}
    assert "We last checked these companies on 1 June 2021." in page.text


@pytest.mark.parametrize("address", ["/", "/companies"])
def test_the_start_page_and_the_list_of_companies_lead_to_initiatives(site, address):
    main = site.page(address).find("main")
    assert "/initiatives" in [link.get("href") for link in main.iter("a")]


@pytest.mark.parametrize("address", ["/", "/companies"])
def test_without_an_initiative_nothing_leads_there(site_of, address):
    main = site_of(make.pledge()).page(address).find("main")
    assert "/initiatives" not in [link.get("href") for link in main.iter("a")]


@pytest.mark.parametrize("query", ["?company=example-maps", "?company=example-maps&show=progress"])
def test_a_pledge_with_its_signatory_leads_to_an_embed_of_both(site, query):
    (href,) = re.findall(r'json.oembed" href="[^"]*(/oembed[^"]+)"', site.client.get(f"/pledges/{PLEDGE}{query}").text)
    answer = site.client.get(unescape(href)).get_json()
    assert "/embed/pledges/open-audit-charter/yearly-audit?company=example-maps" in unescape(answer["html"])


def test_a_pledge_of_many_has_no_embed_without_a_signatory(site):
    assert "oembed" not in site.client.get(f"/pledges/{PLEDGE}").text
