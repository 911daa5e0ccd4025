"""Findings and other records of a page, kept by what each rests on: a page made of them is the page made anew."""

from random import Random

import pytest

from tests import factories as make
from tests.stored import MINUTE, clock, published
from tracker.records.kinds import from_body
from tracker.web.presenting.left_open import left_open
from tracker.web.scorecard import drawn
from tracker.web.scorecard.caches import articles as article_cache
from tracker.web.scorecard.caches import sections
from tracker.web.scorecard.caches.kept import KeptParts
from tracker.web.scorecard.sources import SourceBook

ADDRESS = "/companies/acme/police-drones"
DAYS = ("", "?as_of=2021-06-09", "?as_of=2026-01-05")
BEGUN = (
    make.pledge(),
    make.evidence(period="2020-07-01"),
    make.evidence("acme/lease", acts=[make.act(action=["lease"])], sources=["contract-1", "herald-1"]),
    make.source("herald-0"),
    make.source("herald-1", derived_from=["herald-0"]),
    make.evidence("acme/abroad", acts=[make.act(place=["DE"])]),
)


TARGET = {"measure": "tests", "at_least": "9", "baseline": {"amount": "1", "on": "2019-12-31"}}
PROMISED = make.version(deadline="2023-12-31", scope={}, target=TARGET, short="to test")
PROMISES = (
    make.promise(versions=[PROMISED]),
    make.promise(
        "acme/tell", title="To tell", versions=[make.version(deadline="2025-12-31", scope={}, short="to tell")]
    ),
    make.pledge(
        "acme/until", versions=[make.version(ends={"condition": "drone-law"}, quote="Until the law is there.")]
    ),
    make.evidence("acme/count", acts=[], period="2021-03-01", fulfils=[{"pledge": "acme/report", "amount": "4"}]),
)


def more_history():
    """The same of promises, conditions and words."""
    later = make.version(deadline="2024-12-31", scope={}, target=TARGET | {"at_least": "5"}, short="to test less")
    return [
        make.evidence("acme/count", acts=[], period="2021-03-01", fulfils=[{"pledge": "acme/report", "amount": "8"}]),
        make.evidence("acme/told", acts=[], period="2025-11-01", fulfils=[make.fulfilment(pledge="acme/tell")]),
        make.evidence("acme/told", acts=[], period="2026-01-01", fulfils=[make.fulfilment(pledge="acme/tell")]),
        make.promise(versions=[PROMISED, later]),
        make.promise("acme/tell", title="To tell it", versions=PROMISES[1].model_dump(mode="json")["versions"]),
        make.condition(developments=(make.development("2022-05-01"),)),
        make.condition(developments=(make.development("2022-05-01"),), name="The law on drones"),
        make.check(until="2024-06-01"),
        from_body({"kind": "wording", "id": "site", "sentences": {"reason.deadline": "By"}}),
    ]


def history():
    """What may be published next, in any order: what articles rest on themselves, what they share, what only counts."""
    actions = {"sell": [], "lease": ["sell"], "existing-contract": [], "pilot": [], "market": [], "repair": []}
    retracted = [make.outcome("2023-01-02", "retracted", note="It was another company.")]
    return [
        make.source(publisher="Another Gazette"),
        make.source("herald-0", publisher="Another Herald"),
        make.document(title="A contract, found again", date="2020-08-01"),
        make.evidence("acme/before", period="2018-03-01", title="Sold some earlier", sources=["gazette-1"]),
        make.evidence(period="2020-07-01", title="Sold them, told otherwise"),
        make.evidence("acme/tests", period="2022-01-02", acts=[make.act(), make.act(action=["pilot"])]),
        make.evidence("acme/abroad", acts=[make.act(place=["DE"])], outcomes=retracted),
        make.pledge("acme/second", versions=[make.version(start="2021-01-01", speaker="B. Person")]),
        make.pledge(versions=[make.version(ends={"last_day": "2026-01-04"})]),
        make.response("acme/later", answered="2026-01-02", about=["acme/deal"], text="We do not comment."),
        make.decision(),
        make.company(name="Acme Drones"),
        make.topic(name="Camera drones, renamed"),
        make.vocabulary("actions", actions, name="Doings"),
    ]


def answers(site):
    return [site.client.get(ADDRESS + day).data for day in DAYS]


def forget(site):
    site.client.application.extensions["response_cache"].answers.clear()
    site.client.application.extensions["site"].forget_made()


@pytest.mark.parametrize(
    ("seed", "begun", "later"), [(0, BEGUN, history), (1, PROMISES, more_history), (2, BEGUN, history)]
)
def test_a_page_of_kept_articles_is_the_page_made_anew(site_of, seed, begun, later):
    site, later = site_of(*begun), later()
    site.client.application.extensions["response_cache"].store = None  # else the page made anew would be the stored one
    Random(seed).shuffle(later)
    before = answers(site)
    for number, record in enumerate(later, 61):
        published(site.database, record, at=clock(number))
        site.clock.move(MINUTE)
        kept = answers(site)
        forget(site)
        anew = answers(site)
        assert kept == anew != before
        before = anew


def test_corrections_of_what_a_company_signs_later_are_told(site_of):
    signed = make.initiative(signatories=[{"company": "bolt", "since": "2020-01-01"}])
    site = site_of(make.pledge(), make.company("bolt"), signed, make.pledge("charter/no-sales", initiative="charter"))
    said = make.pledge("charter/no-sales", initiative="charter", title="No sales at all")
    published(site.database, said, at=clock(61), change="correction", note="It named cities only.")
    site.clock.move(MINUTE)
    assert "It named cities only." not in site.client.get(ADDRESS).text
    published(site.database, make.initiative(), at=clock(62))
    assert "It named cities only." in site.client.get(ADDRESS).text


def test_what_is_published_later_makes_its_own_article_only(site_of, monkeypatch):
    site, made = site_of(*BEGUN), []
    shown = article_cache._shown

    def noting(template, shape, it, *values):
        made.append(it.record_text.id if template == "findings" else template)
        return shown(template, shape, it, *values)

    monkeypatch.setattr(article_cache, "_shown", noting)
    answers(site)
    assert {"acme/deal", "acme/lease", "acme/abroad", "pledges", "sources"} == set(made)
    made.clear()
    published(site.database, make.evidence("acme/tests", period="2022-01-02"), at=clock(61))
    assert b"evidence-acme/tests" in site.client.get(ADDRESS).data
    assert made == ["acme/tests"]
    # What is not told on the page makes nothing anew: neither the table, nor what is drawn.
    monkeypatch.setattr(sections, "_coverage", lambda *_: 1 / 0)
    monkeypatch.setattr(drawn, "_timeline", lambda *_: 1 / 0)
    published(site.database, make.evidence("acme/tests", period="2022-01-02", summary="More."), at=clock(62))
    assert b"More." in site.client.get(ADDRESS).data
    assert made == ["acme/tests", "acme/tests"]


def test_articles_of_drafts_are_kept_by_nobody(site_of):
    site = site_of()
    card = make.scorecard(*BEGUN)
    with site.client.application.test_request_context(), left_open():
        articles = article_cache.Articles(KeptParts(card, SourceBook(card.dossier.sources)))
        assert articles.findings()
    assert not site.client.application.extensions["site"].articles.kept


def test_sources_are_cited_again_only_with_the_same_numbers():
    first, second = make.source("a-1"), make.source("b-1")
    sources = {"a-1": first, "b-1": second}
    book = SourceBook(sources)
    with book.noting() as cites:
        book.cite(["a-1", "gone", "b-1"])
    again = SourceBook(sources)
    assert again.cited_again(cites)
    assert [entry.source.id for entry in again.entries()] == ["a-1", "b-1"]
    turned = SourceBook(sources)
    turned.cite(["b-1"])
    assert not turned.cited_again(cites)
    assert [entry.source.id for entry in turned.entries()] == ["b-1"]
    assert not SourceBook({**sources, "a-1": make.source("a-1", title="Corrected")}).cited_again(cites)
    assert not SourceBook({**sources, "gone": make.source("gone")}).cited_again(cites)
