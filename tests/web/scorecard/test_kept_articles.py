"""Findings and other records of a page, kept by what each rests on: a page made of them is the page made anew."""

from random import Random

import pytest

from tests import factories as make
from tests.stored import MINUTE, clock, published
from tracker.web.presenting.left_open import left_open
from tracker.web.scorecard.caches import articles as article_cache
from tracker.web.scorecard.sources import SourceBook

ADDRESS = "/companies/acme/police-drones"
DAYS = ("", "?as_of=2021-06-09", "?as_of=2026-01-05")
BEGUN = (
    make.pledge(),
    make.evidence(period="2020-07-01"),
    make.evidence("acme/lease", acts=[make.act(action=["lease"])]),
    make.evidence("acme/abroad", acts=[make.act(place=["DE"])]),
)


def history():
    """What may be published next, in any order: what articles rest on themselves, what they share, what only counts."""
    actions = {"sell": [], "lease": ["sell"], "existing-contract": [], "pilot": [], "market": [], "repair": []}
    retracted = [make.outcome("2023-01-02", "retracted", note="It was another company.")]
    return [
        make.source(publisher="Another Gazette"),
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


def forget(site, *names):
    inside = site.client.application.extensions["site"]
    site.client.application.extensions["response_cache"].answers.clear()
    for name in ("scorecards", "sections", "pages", *names):
        getattr(inside, name).clear()


@pytest.mark.parametrize("seed", range(3))
def test_a_page_of_kept_articles_is_the_page_made_anew(site_of, seed):
    site, later = site_of(*BEGUN), history()
    Random(seed).shuffle(later)
    before = answers(site)
    for number, record in enumerate(later, 61):
        published(site.database, record, at=clock(number))
        site.clock.move(MINUTE)
        forget(site)
        kept = answers(site)
        forget(site, "articles")
        assert kept == answers(site) != before
        before = kept


def test_what_is_published_later_makes_its_own_article_only(site_of, monkeypatch):
    site, made = site_of(*BEGUN), []
    shown = article_cache._shown
    monkeypatch.setattr(article_cache, "_shown", lambda shape, it: made.append(it.record_text.id) or shown(shape, it))
    answers(site)
    assert {"acme/deal", "acme/lease", "acme/abroad"} == set(made)
    made.clear()
    published(site.database, make.evidence("acme/tests", period="2022-01-02"), at=clock(61))
    assert b"evidence-acme/tests" in site.client.get(ADDRESS).data
    assert made == ["acme/tests"]


def test_articles_of_drafts_are_kept_by_nobody(site_of):
    site = site_of()
    card = make.scorecard(*BEGUN)
    with site.client.application.test_request_context(), left_open():
        articles = article_cache.Articles(card, SourceBook(card.dossier.sources))
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
