"""What a take-down removes: what its review told the reviewer before, and no more."""

import re
from datetime import UTC
from html import unescape

import pytest

from tests import factories as make
from tests.desk import approved, person, submitted
from tests.stored import clock, published
from tests.web.desk.browsing import Browser
from tracker.records.kinds import body
from tracker.services.editing.drafts import WriteContext, edit_record, save_draft
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.web.desk.review.also_taken_down import also_taken_down

REASON = "It was about another company."
DOWN = {"date": "2026-11-20", "reason": REASON}
CARD = "/companies/acme/police-drones"
LASTING = make.pledge(title="No drones", versions=[make.version(ends={"last_day": "2027-06-30"})])
DEAL = make.evidence(title="Sold camera drones to a sheriff")
OTHER = "/companies/beta/police-drones"
EMBEDS = ("/embed{}", "/badge{}.svg", "/badge{}.json", "/card{}.png", "/card{}.svg")


@pytest.fixture
def filled(site_of, monkeypatch):
    """A function that makes a site with these records and another company's pledge."""
    monkeypatch.setattr("tracker.web.embed.pictures.views.png_of", lambda svg, *size, **options: svg.encode())
    return lambda *records: site_of(*records, make.company("beta"), make.pledge("beta/no-sales"))


def take_down(site, record):
    """Take a record down by draft, review and publication; the addresses that the review said would go."""
    reader = Browser(site, "reviewer", "eve")  # makes the site's keys, which there must be before other accounts
    ann, bob = (person(site.database, name, role) for name, role in (("cid", "editor"), ("dan", "reviewer")))
    gone = {**body(record), "taken_down": DOWN}
    with site.database.writing() as session:
        draft = edit_record(session, ann, clock(60), record.key)
        saved = save_draft(session, ann, clock(60), draft.id, draft.version, WriteContext(gone, "update", "Gone."))
    (submission,) = submitted(site.database, ann, saved, at=clock(60))
    review = reader.open(f"/desk/review/{submission.id}").html
    site.going = re.findall(r"data-also-taken-down>Taken down with it: (.*?) about", review)
    approved(site.database, bob, submission, at=clock(60))
    refresh(site.database, clock(60), UTC)
    lists = re.findall(r"data-gone>.*?</p>\s*<ul>(.*?)</ul>", review, re.DOTALL)
    return [unescape(address) for some in lists for address in re.findall(r"<code>(.*?)</code>", some)]


def says_why(answer):
    """Whether it gives the reason; a badge has room for the day only. Where nothing else is, nobody looked (404)."""
    text = unescape(answer.text)
    if answer.status_code == 404:
        return "not assessed" in text.casefold()
    return REASON in text or "taken down, 20 November 2026" in text


CASES = {
    "a pledge beside a deed": (LASTING, (LASTING, DEAL), ["/pledges/acme/no-sales"]),
    "the only record": (LASTING, (LASTING,), ["/pledges/acme/no-sales", CARD]),
    "a deed": (DEAL, (LASTING, DEAL), ["/evidence/acme/deal"]),
    "a company": (make.company(), (LASTING, DEAL), [CARD]),
    "a topic": (make.topic(), (LASTING,), [CARD, OTHER]),
}


@pytest.mark.parametrize(("record", "records", "pages"), CASES.values(), ids=CASES)
def test_the_addresses_that_the_review_lists_are_those_that_disappear(filled, record, records, pages):
    site = filled(*records)
    kept = {path: site.client.get(path).text for path in (OTHER, *(form.format(OTHER) for form in EMBEDS))}
    addresses = take_down(site, record)
    assert {form.format(page) for page in pages for form in ("{}", "/embed{}", "/badge{}.svg", "/card{}.png")} <= set(
        addresses
    )
    for address in {*addresses, *(form.format(page) for page in pages for form in EMBEDS)}:
        answer = site.client.get(address)
        record_page = address.startswith(("/pledges", "/evidence"))
        assert answer.status_code in ((200,) if record_page else (404, 410)), address
        assert says_why(answer), address
    for path, before in kept.items():
        if OTHER not in pages:
            assert site.client.get(path).status_code == 200
            assert ("Beta" in site.client.get(path).text) is ("Beta" in before), path


@pytest.mark.parametrize(("record", "records", "pages"), CASES.values(), ids=CASES)
def test_no_list_feed_or_search_holds_it_any_more(filled, record, records, pages):
    site = filled(*records)
    take_down(site, record)
    name = "No drones" if record.kind != "evidence" else DEAL.title
    for path in ("/companies", "/topics", "/topics/police-drones", "/lapsing", "/lapsing.ics", "/search?q=drones"):
        assert name not in site.client.get(path).text, path
    for path in ("/companies", "/sitemap.xml"):
        text = site.client.get(path).text
        assert all(f'{page}"' not in text and f"{page}<" not in text for page in pages), path
    assert "Gone." in site.client.get("/changes.atom").text  # what was done is told


@pytest.mark.parametrize(
    ("record", "numbers"),
    [
        (make.company(), ["2 pledges, 2 evidence and 1 check"]),
        (make.topic("past"), ["1 pledge"]),
        (make.company("beta"), ["1 pledge"]),
        (LASTING, []),
    ],
)
def test_the_review_says_how_many_records_go_with_a_company_or_topic(filled, record, numbers):
    both = make.evidence("acme/both", nature="study", acts=(), also_about=["beta"])
    own = make.evidence("acme/own", topics=["past", "police-drones"])
    past = make.pledge("acme/past", topic="past")
    site = filled(make.topic("past", name="Past"), LASTING, DEAL, both, own, past, make.check("acme"))
    take_down(site, record)
    assert site.going == numbers


def test_what_continues_under_another_id_does_not_go(database):
    published(database, *make.world(), LASTING, make.company("bolt"))
    old, new = make.company(taken_down=DOWN), make.company("bolt", former_ids=["acme"])
    with database.reading() as session:
        assert (also_taken_down(session, [old, new]), also_taken_down(session, [old])) == ("", "1 pledge")


def test_evidence_whose_sources_were_all_taken_down_goes_with_them(filled):
    contract = make.document(title="The contract")
    site = filled(LASTING, DEAL, contract)
    assert "/sources/contract-1" in take_down(site, contract)
    counts = site.data("/api/v1/companies/acme/scorecard?topic=police-drones")["conduct"]["counts"]
    assert counts == {}
    assert site.client.get("/evidence/acme/deal").status_code == 200
