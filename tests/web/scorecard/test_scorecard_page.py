"""The scorecard page of the case that the project starts from, and of its neighbours."""

import gzip
import re

import pytest

from tests.web.checking import words
from tracker.records.sentences import SENTENCES

MICROSOFT = "/companies/microsoft/police-facial-recognition?as_of=2020-06-18"
AMAZON = "/companies/amazon/police-facial-recognition"


@pytest.fixture(scope="module")
def microsoft(seeded):
    return seeded.page(MICROSOFT)


def test_title_is_company_and_topic(microsoft):
    title = words(microsoft.find("title"))
    assert title == "Microsoft: facial recognition for law enforcement – Pledge Tracker"


def test_there_is_a_pledge_until_a_national_law(microsoft):
    promise = words(microsoft.find("p", class_="promise"))
    assert "not to sell facial recognition to US police departments until a national law is in place" in promise
    top = words(microsoft.find("div", class_="top"))
    assert "In force since 11 June 2020" in top
    assert "Until a national law is in place (not met yet, as far as we know)" in top


def test_the_main_gap_is_flagged_by_name_with_its_reason(microsoft):
    first = words(next(microsoft.all("li", class_="gap")))
    assert first.startswith("Federal law enforcement")
    assert SENTENCES["flag.unclear"] in first
    assert SENTENCES["answer.declined"] in first


def test_each_row_is_told_in_short(microsoft):
    assert "sales only" in microsoft.section("glance")
    assert "clearly covers 1 of 25 points" in microsoft.section("glance")


def test_whom_it_covers_and_why_the_rest_is_unclear_or_open(microsoft):
    cells = {cell.get("id"): words(cell) for cell in microsoft.all("tr") if (cell.get("id") or "").startswith("cell-")}
    assert len(cells) == 25
    assert "No sales to police" in cells["cell-local-police-sell"]
    assert "unclear" in cells["cell-federal-law-enforcement-sell"]
    assert "declined to say, 17 June 2020" in cells["cell-federal-law-enforcement-sell"]
    assert "not covered" in cells["cell-military-sell"]
    assert "What it did: Marketed facial recognition to the DEA" in cells["cell-federal-law-enforcement-pilot"]


def test_conduct_before_the_pledge_is_unaddressed_and_not_contrary(microsoft):
    assert "2 earlier acts" in microsoft.section("did")
    assert SENTENCES["nothing.heading"] in words(microsoft.find("p", class_="record-line"))
    block = words(microsoft.find("article", id="evidence-microsoft/dea-2017"))
    assert block.startswith(SENTENCES["finding.unaddressed.heading"])
    assert "September 2017 to December 2018: before the pledge began (11 June 2020)." in block
    assert SENTENCES["so.unaddressed"] in block


def test_what_would_close_the_gap(microsoft):
    assert "federal law enforcement" in microsoft.section("close")
    assert "once a national law is in place" in microsoft.section("close")


def test_when_the_record_was_last_checked(seeded, microsoft):
    assert list(microsoft.all("p", class_="note")) == []
    (note,) = [words(note) for note in seeded.page("/companies/microsoft").all("p", class_="note")]
    before, _, after = SENTENCES["checked.beyond"].partition("{checked}")
    assert (note.startswith(before), note.endswith(after)) == (True, True)


def test_every_source_that_is_named_stands_in_the_list(microsoft):
    named = {link for link in microsoft.links() if link.startswith("#source-")}
    listed = {f"#{item.get('id')}" for item in microsoft.all("li") if (item.get("id") or "").startswith("source-")}
    assert named <= listed
    assert len(listed) >= 6
    hill = words(microsoft.find("li", id="source-the-hill-2020-06-17"))
    assert "on American Civil Liberties Union, 17 June 2020, so the two count as one source." in hill


def test_words_of_the_pledge_are_verbatim(microsoft):
    pledge = microsoft.find("article", id="pledge-microsoft/police-sales")
    quote = words(next(pledge.iter("blockquote")))
    assert (
        quote == "We will not sell facial recognition tech to police in the U.S. until there is a national law in place"
    )
    assert "Brad Smith, president" in words(pledge)
    assert "unclear: federal law enforcement" in words(pledge)


def test_context_is_told_with_why_it_is_no_finding(microsoft):
    item = words(microsoft.find("li", id="evidence-microsoft/ice-office-support"))
    assert "Outside this topic: a complete pledge would not cover it (technology)." in item


def test_amazons_halt_has_its_last_day_until_it_was_extended(seeded):
    before = seeded.page(f"{AMAZON}?as_of=2020-06-18")
    assert "Last day: 9 June 2021 (in 11 months)" in words(before.find("div", class_="top"))
    assert "covered for now (last day: 9 June 2021" in before.section("coverage")
    after = seeded.page(f"{AMAZON}?as_of=2021-06-10")
    assert "until further notice" in words(after.find("p", class_="promise"))
    assert "9 June 2021" in after.section("pledges")


def test_a_company_without_a_pledge_is_never_said_to_have_a_clean_record(seeded):
    for company in ("cognitec", "3m"):
        page = seeded.page(f"/companies/{company}")
        assert SENTENCES["force.none.meaning"].rstrip(".") in page.text
        assert SENTENCES["nothing.heading"] not in page.text


def test_pinned_address_is_given_and_shows_the_same(seeded):
    page = seeded.page("/companies/microsoft")
    (pinned,) = {link for link in page.links() if "known_at=" in link}
    assert pinned.startswith("https://pledges.example/companies/microsoft/police-facial-recognition?as_of=2026-11-22&")
    again = seeded.page(pinned.removeprefix("https://pledges.example"))
    assert again.section("findings") == page.section("findings")
    assert again.find("link", rel="canonical").get("href").endswith("/companies/microsoft/police-facial-recognition")


def test_with_one_topic_the_company_address_shows_its_scorecard(seeded):
    short, full = (seeded.page(f"/companies/ibm{rest}") for rest in ("", "/police-facial-recognition"))
    assert short.text == full.text
    assert short.find("link", rel="canonical").get("href") == full.find("link", rel="canonical").get("href")


@pytest.mark.parametrize("company", ["microsoft", "amazon", "ibm", "clearview-ai", "3m", "cognitec", "nec-global"])
@pytest.mark.parametrize("day", ["2019-01-01", "2020-06-18", "2026-11-22", "0001-01-01", "9999-12-31"])
def test_every_company_has_a_page_on_every_day(seeded, company, day):
    page = seeded.page(f"/companies/{company}?as_of={day}")
    assert "fails" not in page.text
    assert len(gzip.compress(page.response.data)) < 25_000


def test_page_and_stylesheet_are_small_and_few(seeded):
    page = seeded.page(MICROSOFT)
    linked = [link.get("href") for link in page.all("link") if link.get("rel") in ("stylesheet", "icon")]
    assert len(linked) == 2
    bodies = [page.response.data, *(seeded.file(address) for address in linked)]
    assert sum(len(gzip.compress(body)) for body in bodies) <= 25_000
    assert len(bodies[1]) + len(bodies[2]) <= 20_000


def test_only_scorecards_own_words_speak_of_guilt_nowhere(seeded):
    accusing = re.compile(r"\b(fails?|failed|violat\w+|lied|guilty|broke its|cheat\w*)\b", re.IGNORECASE)
    for company in ("microsoft", "amazon", "ibm", "3m"):
        page = seeded.page(f"/companies/{company}")
        for text in (words(page.find("div", class_="top")), page.section("coverage")):
            assert not accusing.search(text)
