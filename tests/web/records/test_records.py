"""Pages of single records: what they say, where they lead, and how they came to say so."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.stored import NOON, clock, published
from tests.web.checking import words
from tracker.records.sentences import SENTENCES

SEEDED = {
    "/pledges/microsoft/police-sales": "No sales to police",
    "/evidence/microsoft/dea-2017": "Marketed facial recognition to the DEA, which piloted it",
    "/sources/the-hill-2020-06-17": "Microsoft tried to sell facial recognition technology to the DEA, emails show",
    "/conditions/us-national-law": "Condition: a national law is in place",
    "/responses/microsoft/silent-on-federal-agencies": "Would Microsoft sell facial recognition to federal agencies",
}


def records():
    """A pledge with all that can stand around it."""
    return [
        make.pledge(title="No sales to police", versions=[make.version(ends={"condition": "drone-law"})]),
        make.evidence(),
        make.response(about=["acme/no-sales"]),
        make.decision(),
    ]


@pytest.mark.parametrize("address", SEEDED)
def test_each_record_has_a_page_that_leads_back_to_its_scorecard(seeded, address):
    page = seeded.page(f"{address}?as_of=2020-06-18")
    assert words(page.find("h1")).startswith(SEEDED[address])
    links = page.links()
    assert any(link.startswith("/companies/microsoft/police-facial-recognition?as_of=2020-06-18#") for link in links), (
        links
    )
    assert "New 22 November 2026, 12:00" in page.section("history")


def test_a_line_of_the_scorecard_leads_to_its_record_and_from_there_to_its_sources(seeded):
    card = seeded.page("/companies/microsoft/police-facial-recognition?as_of=2020-06-18")
    address = "/evidence/microsoft/dea-2017?as_of=2020-06-18"
    assert address in card.links()
    assert "/sources/cnet-2020-06-17?as_of=2020-06-18" in seeded.page(address).links()


def test_a_source_tells_its_origin_and_what_rests_on_it(seeded):
    page = seeded.page("/sources/cnet-2020-06-17?as_of=2020-06-18")
    assert "based on E-mails between Microsoft and the DEA, 2017 to 2018" in page.text
    assert "Marketed facial recognition to the DEA" in page.section("counts")
    assert "which piloted it quotes it, is based on it" in page.section("around")
    origin = seeded.page("/sources/dea-emails")
    assert "As far as we know, this is an original source." in origin.text


def test_a_correction_keeps_the_old_wording_and_says_who_and_why(site_of):
    site = site_of(*records())
    corrected = make.evidence(title="Sold three camera drones to a town’s police", period="2020-07")
    published(site.database, corrected, at=clock(10), change="correction", note="The contract names three.")
    page = site.page("/evidence/acme/deal")
    section = page.section("history")
    assert "Correction 22 November 2026, 12:10 We got something wrong and corrected it." in section
    assert "Written by ann, published by bob. Revision 2, entry " in section
    assert "The contract names three." in section
    assert "title was Sold camera drones to a town’s police now Sold three camera drones to a town’s police" in section
    then = next(link for link in page.links() if "known_at" in link and "12:00" in link)
    old = site.page(then)
    assert words(old.find("h1")) == "Sold camera drones to a town’s police"
    assert "Correction" not in old.section("history")


def test_what_is_long_goes_on_below(site_of):
    site = site_of(*records())
    for number in range(12):
        published(site.database, make.evidence(summary=f"Summary {number}."), at=clock(number + 1))
    page = site.page("/evidence/acme/deal")
    assert page.section("history").count("Update") == 10
    following = next(link for link in page.links() if "before=" in link)
    assert site.page(following).section("history").count("Update") == 2


def test_retracted_evidence_keeps_its_page_and_says_why(site_of):
    gone = [make.outcome("2020-09-01", "retracted", source=None, note="The contract was with another firm.")]
    site = site_of(*records()[:3], make.evidence(outcomes=gone))
    page = site.page("/evidence/acme/deal")
    (note,) = page.all("p", class_="note")
    assert words(note).startswith("Retracted, 1 September 2020. It does not count towards any finding.")
    assert "The contract was with another firm." in page.text
    assert "No findings Retracted (1 September 2020)" in page.section("counts")
    before = site.page("/evidence/acme/deal?as_of=2020-08-01")
    assert list(before.all("p", class_="note")) == []


def test_a_decision_is_shown_beside_what_was_computed(site_of):
    page = site_of(*records()).page("/decisions/acme/decision-1")
    assert "Our rules say: Goes against the pledge. Our editors decided:" in page.text
    assert "Sold camera drones to a town’s police" in page.section("counts")


def test_terms_that_restate_an_announcement_are_set_against_it(site_of):
    narrower = make.version(
        start="2020-08-01", quote=("No sales of camera drones to local police, "
            "until 2021"), ends={"last_day": "2021-01-01"},
        scope=make.scope(action={"in": ["sell", "pilot"]}),
    )  # fmt: skip
    terms = make.pledge("acme/terms", restates="acme/no-sales", versions=[narrower], title="Service terms")
    page = site_of(*records(), terms).page("/pledges/acme/terms")
    section = page.section("restates")
    assert "We will not sell camera drones to the police" in section
    assert "First day: the original text says “11 June 2020”; the restated text says “1 August 2020”." in section
    assert "Pilot: the original text does not cover this; the restated text covers this." in section
    assert "/pledges/acme/no-sales" in page.links()


def test_a_version_announced_after_the_day_is_told_and_nothing_computed_from_it(site_of):
    page = site_of(*records()).page("/pledges/acme/no-sales?as_of=2019-01-01")
    assert "Announced 11 June 2020, which is after the date shown, so it does not count here." in page.text
    assert "No pledge" not in page.section("counts")


def test_a_condition_has_its_state_on_the_day(site_of):
    law = make.condition(developments=[make.development("2020-10-01")])
    site = site_of(*records(), law)
    assert "Met, 1 October 2020." in site.page("/conditions/drone-law").text
    assert f"{SENTENCES['condition.pending'][1:]}." in site.page("/conditions/drone-law?as_of=2020-09-01").text


@pytest.mark.parametrize("kind", ["pledges", "evidence", "sources", "conditions", "responses", "decisions"])
def test_an_unknown_record_suggests_similar_ones(site_of, kind):
    site = site_of(*records())
    page = site.page(f"/{kind}/acme/nothing", status=404)
    assert "the ID “acme/nothing”" in page.text
    near = [link for link in page.links() if link.startswith(f"/{kind}/")]
    assert near
    for link in near:
        site.page(link)


def test_names_of_any_length_and_direction(site_of):
    long = "Aktiengesellschaft" * 6 + " für Drohnen"
    named = [
        make.company(name="شركة الطائرات المسيّرة"),
        make.source(title=long, publisher="דרונים"),
        make.pledge(title=long),
        make.evidence(title=long, sources=["gazette-1"]),
    ]
    site = site_of(*named)
    for address in ("/pledges/acme/no-sales", "/evidence/acme/deal", "/sources/gazette-1", "/changes"):
        assert long[:60] in site.page(address).text


def test_moments_amid_a_publication_have_an_answer(site_of):
    site = site_of(*records())
    for step in range(16):
        moment = (NOON + timedelta(microseconds=step)).isoformat().replace("+00:00", "Z")
        for address in ("/pledges/acme/no-sales", "/evidence/acme/deal", "/sources/gazette-1", "/conditions/drone-law"):
            response = site.client.get(f"{address}?known_at={moment}")
            assert response.status_code in (200, 404), (step, address)


def test_a_quote_says_its_language_or_that_of_its_source(site_of):
    german = make.source("zeitung-1", title="Keine Drohnen", language="de")
    own = make.version(quote="Nous ne vendrons pas", source="zeitung-1", language="fr")
    quote = {"text": "Wir verkaufen nichts", "speaker": "Ada Roe", "source": "zeitung-1"}
    site = site_of(german, make.pledge(versions=[own]), make.evidence(quotes=[quote]))
    for address in ("/pledges/acme/no-sales", "/companies/acme/police-drones", "/embed/pledges/acme/no-sales"):
        assert 'lang="fr"><p>Nous' in site.client.get(address).text.replace('lang="fr">“Nous', 'lang="fr"><p>Nous')
    page = site.client.get("/evidence/acme/deal").text
    assert 'lang="de"><p>Wir' in page
    assert 'lang="de">Keine Drohnen' in page
    assert "lang=" not in site.client.get("/embed/evidence/acme/deal").text.partition("<body>")[2]


def test_an_amount_is_told_in_the_unit_of_the_version_that_it_speaks_to(site_of):
    units = ("percent", "tonnes")
    versions = [
        make.version(
            start=f"20{year}-01-01", scope={}, deadline="2030", target={"measure": "paper", "unit": u, "at_least": "9"}
        )
        for year, u in zip((14, 16), units, strict=True)
    ]
    said = [{"pledge": "acme/paper", "amount": "3", "on": "2017", "version": number} for number in (1, 2)]
    site = site_of(
        make.promise("acme/paper", versions=versions),
        *(make.evidence(f"acme/of-{one['version']}", acts=[], fulfils=[one], period="2017") for one in said),
    )
    for number, (own, other) in ((1, units), (2, units[::-1])):
        [line] = [words(p) for p in site.page(f"/evidence/acme/of-{number}").all("p") if "About the pledge" in words(p)]
        assert f"3 {own}" in line.replace("\u202f", " ").replace("\xa0", " ")
        assert other not in line
