"""Empty and odd states: none of them is an error, and none of them says more than is known."""

import gzip
import re
from html import unescape

import pytest

from tests import factories as make
from tests.web.checking import words
from tracker.records.sentences import SENTENCES

PATH = "/companies/acme/police-drones?as_of=2021-12-31"
CHECKED = make.topic(checked_until={"acme": "2022-01-31"})


def top(page):
    """The first screen of a scorecard."""
    return words(page.find("div", class_="top"))


def record_line(page):
    """What it says is on record."""
    return words(page.find("p", class_="record-line"))


def test_nothing_on_record_at_all(site_of):
    page = site_of(world=False).page("/")
    assert list(page.all("p", **{"data-none": "topics"}))


def test_a_company_without_pledge_and_record(site_of):
    page = site_of(CHECKED).page(PATH)
    assert "We know of no public pledge by Acme Optics Inc. on this topic." in top(page)
    assert "no records reviewed" in record_line(page)
    assert SENTENCES["nothing.heading"] not in page.text
    assert list(page.all("section", **{"aria-labelledby": "gaps-top"})) == []
    assert list(page.all("section", **{"aria-labelledby": "timeline"})) == []
    assert "A pledge" not in page.section("coverage")


def test_a_pledge_and_no_evidence(site_of):
    page = site_of(make.pledge(), CHECKED).page(PATH)
    assert SENTENCES["nothing.heading"] in record_line(page)
    assert "31 December 2021; no records reviewed" in record_line(page)
    assert "Last checked: 31 January 2022." in page.text


def test_a_record_that_was_never_checked(site_of):
    page = site_of(make.pledge()).page(PATH)
    assert [words(note) for note in page.all("p", class_="note")] == [SENTENCES["checked.never"]]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({"after": "1 year"}, "Last day: 10 June 2021 (passed)."),
        ({"withdrawn": "2021-02-01", "stated": "open"}, "Last day: 31 January 2021 (passed)."),
        ({"last_day": "2022-01-11"}, "Last day: 11 January 2022 (in 11 days)."),
        ("open", "No end date,"),
        ("unstated", "No end date given."),
        (
            "self-judged",
            "be in force since 11 June 2020. The company decides when it ends.",
        ),
        (
            {"condition": "drone-law"},
            "Until a drone law is in place (not met yet, as far as we know).",
        ),
    ],
)
def test_every_end_has_its_words(site_of, ends, expected):
    page = site_of(make.pledge(versions=[make.version(ends=ends)]), CHECKED).page(PATH)
    assert expected in top(page)


def test_a_pledge_that_has_not_begun(site_of):
    version = make.version(start="2022-06-01", announced="2021-06-01")
    page = site_of(make.pledge(versions=[version]), CHECKED).page(PATH)
    assert "starting 1 June 2022" in words(page.find("p", class_="promise"))


def test_a_pledge_that_begins_on_a_condition(site_of):
    version = make.version(start={"condition": "drone-law"}, announced="2021-06-01")
    page = site_of(make.pledge(versions=[version]), CHECKED).page(PATH)
    assert "starting once a drone law is in place" in words(page.find("p", class_="promise"))


def test_everything_unclear(site_of):
    scope = make.scope(action={"unclear": ["sell", "pilot"]}, counterparty={"rest": "unclear"})
    page = site_of(make.pledge(versions=[make.version(scope=scope)]), CHECKED).page(PATH)
    assert page.section("coverage").count("unclear") > 4
    assert "covers 0 of 4 points, up to 4" in page.section("glance")


def test_a_promise_alone(site_of):
    page = site_of(make.promise(), CHECKED).page(PATH)
    assert SENTENCES["finding.overdue.heading"] in page.section("promises")
    assert SENTENCES["finding.overdue.one"] in record_line(page)
    assert SENTENCES["nothing.heading"] not in top(page)


def test_all_kinds_of_findings_and_of_what_stands_beside_them(site_of):
    records = [
        CHECKED,
        make.pledge(versions=[make.version(ends={"last_day": "2021-06-30"})]),
        make.evidence(acts=[make.act(), make.act(counterparty=["federal-police"]), make.act(action=["pilot"])]),
        make.evidence("acme/early", period="2019"),
        make.evidence("acme/late", period="2021-08"),
        make.evidence("acme/right", outcomes=[make.outcome("2020-09-01", "put right")]),
        make.evidence(
            "acme/gone", outcomes=[make.outcome("2020-09-01", "retracted", note="The contract was a forgery.")]
        ),
        make.evidence("acme/study", nature="study", acts=None),
        make.decision(decision="downgraded", to="possible breach", reason="The buyer is in doubt."),
        make.response(about=["acme/deal"], text="We have nothing to add", answer="full"),
    ]
    page = site_of(*records).page(PATH)
    lead = words(page.find("article", id="evidence-acme/deal"))
    assert lead.startswith(SENTENCES["finding.possible breach.heading"])
    assert "Reason: The buyer is in doubt" in lead
    assert "(E. Ditor, 1 August 2020)." in lead
    assert "2 other findings" in lead
    assert "Company’s response: answered, 12 June 2020" in lead
    assert "Since put right (1 September 2020)." in words(page.find("article", id="evidence-acme/right"))
    assert "The contract was a forgery." in page.section("excluded")
    assert SENTENCES["context.study"] in page.section("context")
    assert "We have nothing to add" in page.section("replies")


def test_a_dismissed_finding_stands_with_its_reason(site_of):
    page = site_of(CHECKED, make.pledge(), make.evidence(), make.decision(decision="dismissed")).page(PATH)
    assert "Set aside" in page.section("findings")
    assert "The contract is plain" in page.section("findings")
    assert SENTENCES["finding.breach.one"] not in top(page)


def test_versions_of_a_pledge_stand_together(site_of):
    versions = [make.version(), make.version(start="2021-01-01", change="narrowed", quote="We will sell less")]
    page = site_of(CHECKED, make.pledge(versions=versions)).page(PATH)
    assert "Version 2 of 2: narrowed." in page.section("pledges")
    assert "1 earlier or later version" in page.section("pledges")


def test_twelve_pledges_and_a_hundred_and_sixty_findings(site_of):
    pledges = [make.pledge(f"acme/no-{i}", title=f"Promise {i}") for i in range(12)]
    evidence = [
        make.evidence(f"acme/deal-{i}", period=f"2020-07-{1 + i % 28:02}", title=f"Deal {i} with a sheriff’s office")
        for i in range(160)
    ]
    site = site_of(CHECKED, *pledges, *evidence)
    page = site.page(PATH)
    assert "80 more findings, none more serious than these" in page.section("findings")
    assert "These are the 100 most serious of 160 findings." in page.section("findings")
    assert "6 more pledges" in page.section("pledges")
    assert len(list(page.all("article", class_="finding"))) == 20
    assert SENTENCES["finding.breach.many"].format(n=160) in page.section("did")
    assert len(gzip.compress(page.response.data)) < 16_000
    every_finding_stands_on_a_page_of_its_own(site, page)


def every_finding_stands_on_a_page_of_its_own(site, page):
    """Each is on one of the further pages, at the day asked, and found there from its record."""
    address = "/companies/acme/police-drones/findings?as_of=2021-12-31"
    assert address in page.links()
    anchors = []
    for number in range(4):
        # Of four pages alike the first is looked at as a whole.
        html = site.page(address).response.text if number == 0 else site.client.get(address).text
        assert f"howing {50 * number + 1} to {min(50 * number + 50, 160)}" in html
        anchors += re.findall(r'<article class="finding" id="([^"]+)"', html)
        onward = re.search(r'rel="next" href="([^"]+)"', html)
        address = unescape(onward[1]) if onward else ""
    assert address == ""
    assert len(set(anchors)) == 160
    record = site.page("/evidence/acme/deal-9?as_of=2021-12-31")
    (path, _, anchor) = next(link for link in record.links() if "/findings?" in link).partition("#")
    assert site.page(path).find("article", id=anchor) is not None
    assert "/evidence/acme/deal-9?as_of=2021-12-31" in page.links()


@pytest.mark.parametrize(("after", "status"), [("400", 200), ("1e3", 400), ("-1", 400), ("99999999", 400)])
def test_pages_of_findings_beyond_the_last_lead_back(site_of, after, status):
    page = site_of(CHECKED, make.pledge(), make.evidence()).page(
        f"/companies/acme/police-drones/findings?after={after}", status
    )
    assert page.parameter == (None if status == 200 else "after")
    assert any(link.endswith("/findings") for link in page.links()) or status == 400


def test_a_decided_finding_leads_to_its_decision(site_of):
    site = site_of(CHECKED, make.pledge(), make.evidence(), make.decision(decision="dismissed"))
    assert "/decisions/acme/decision-1?as_of=2021-12-31" in site.page(PATH).links()


@pytest.mark.parametrize(
    "name",
    [
        (
            "Sociedad Anónima Internacional de Fabricación y Comercialización de Instrumentos Ópticos de "
            "Precisión y Drones del Sur 120"
        ),
        "شركة الطائرات بدون طيار",
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7 * 7 }} {% raw %} & </title><b>",
        "O’Brien & Sons “Drones”",
        "W" * 300,
    ],
)
def test_any_name_is_only_a_name(site_of, name):
    records = [
        make.company(name=name, summary=name),
        make.topic(name=name, question=name, checked_until={"acme": "2022-01-31"}),
        make.pledge(title=name, versions=[make.version(quote=name, speaker=name, channel=name, short=name)]),
        make.evidence(title=name, summary=name, quotes=[{"text": name, "speaker": name, "source": "gazette-1"}]),
        make.response(about=["acme/deal"], question=name, asked_by=name, text=name),
        make.document(title=name, publisher=name, location=name, note=name),
        make.decision(reason=name, editor=name),
    ]
    site = site_of(*records)
    page = site.page(PATH)
    assert words(page.find("h1")) == " ".join(name.split())
    assert name in "".join(page.find("main").itertext())
    site.page("/")
    site.page("/companies/acmee", 404)
    assert site.data("/api/v1/companies/acme/scorecard")["company"]["name"] == name


def test_several_topics_make_a_list(site_of):
    cars = make.topic("police-cars", name="Cars for the police", checked_until={"acme": "2022-01-31"})
    site = site_of(make.pledge(), cars)
    page = site.page("/companies/acme")
    assert "/companies/acme/police-cars" in page.links()
    assert "/companies/acme/police-drones" in page.links()
    assert site.page("/companies/acme/police-cars").text
    assert "Acme Optics Inc. has pledged" in page.section("topic-police-drones")
    assert SENTENCES["force.none.meaning"].rstrip(".") in page.section("topic-police-cars")


def test_more_companies_than_a_page_holds(site_of):
    firms = [f"firm-{i:02}" for i in range(30)]
    looked_at = make.topic(checked_until=dict.fromkeys([*firms, "acme"], "2022-01-31"))
    site = site_of(looked_at, *map(make.company, firms))
    first = site.page("/")
    (further,) = [element.get("href") for element in first.all("a", rel="next")]
    second = site.page(further)
    rows = [link for page in (first, second) for link in page.links() if link.endswith("/police-drones")]
    firms = [link for link in rows if link.startswith("/companies/")]
    assert len(firms) == len(set(firms)) == 31
    (back,) = [element.get("href") for element in second.all("a", rel="prev")]
    assert site.page(back).section("field").split("As of")[0] == first.section("field").split("As of")[0]
    for bad in ("0", "-1", "x", "1e9", "W10"):
        assert f"“{bad}”" in site.page(f"/?after={bad}", 404).text
