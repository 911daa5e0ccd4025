"""One computed scorecard serves all days on which it is the same, and no other day and no later record."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.services.reading.scorecards import Snapshot
from tracker.web.cached_scorecards import CachedScorecard, CachedScorecards, still_holds
from tracker.web.presenting.links import present_clocks
from tracker.web.scorecard import day_pages

ACME = ("acme", "police-drones", 0)
DAYS = ("2021-06-09", "2021-06-10", "2021-07-01", "2026-10-31", "2026-11-01", "2027-03-01", "2021-06-09")
ADDRESSES = (
    "/companies/acme/police-drones?as_of={}",
    "/companies/acme/police-drones/findings?as_of={}",
    "/embed/companies/acme/police-drones?as_of={}",
    "/embed/pledges/acme/no-sales?as_of={}",
    "/api/v1/companies/acme/scorecard?topic=police-drones&as_of={}",
)


def cached(as_of, *records):
    return CachedScorecard(make.scorecard(*records, as_of=as_of), frozenset(), 1)


def computed(site, monkeypatch):
    """The days for which a scorecard is computed from now on."""
    days, put = [], CachedScorecards.put

    def noting(cache, subject, entry):
        days.append(entry.card.as_of.isoformat())
        put(cache, subject, entry)

    monkeypatch.setattr(CachedScorecards, "put", noting)
    return days


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_of_a_day_is_what_it_is_without_other_days(site_of, address):
    removed = {"date": "2021-06-20", "title": "Page removed"}
    records = [
        make.pledge(versions=[make.version(ends={"last_day": "2026-12-31"}, events=[removed])]),
        make.evidence(period="2020-07-01"),
        make.response(answered="2026-11-01", about=["acme/deal"]),
    ]
    site = site_of(*records)
    inside = site.client.application.extensions["site"]
    cache = site.client.application.extensions["response_cache"]
    after_others = [site.client.get(address.format(day)).data for day in DAYS]
    for day, answer in zip(DAYS, after_others, strict=True):
        cache.answers.clear()
        inside.forget_made()
        alone = site.client.get(address.format(day))
        assert alone.status_code == 200
        assert answer == alone.data


@pytest.mark.parametrize("show", ["", "&show=timeline", "&show=progress"])
def test_a_page_whose_day_is_filled_in_is_what_it_is_when_made_for_that_day(site_of, monkeypatch, show):
    target = {"measure": "tests", "at_least": "9", "baseline": {"amount": "1", "on": "2019-12-31"}}
    says = [{"pledge": "acme/report", "amount": "4", "on": "[2021-03-01..]"}]
    counted = make.evidence("acme/count", acts=[], period="2021-03-01", fulfils=says)
    site = site_of(
        make.pledge(versions=[make.version(ends={"last_day": "2026-12-31"})]),
        make.promise(versions=[make.version(deadline="2023-12-31", scope={}, target=target, short="to test")]),
        make.evidence(period="2020-07-01"),
        make.response(answered="2026-11-01", about=["acme/deal"]),
        counted,
    )
    addresses = [f"{ADDRESSES[0].format(day)}{show}" for day in (*DAYS, "2015-01-01", "2060-01-01")]
    filled_in = [site.client.get(address).data for address in addresses]
    inside = site.client.application.extensions["site"]
    site.client.application.extensions["response_cache"].answers.clear()
    monkeypatch.setattr(day_pages, "opened", lambda day: day)
    monkeypatch.setattr(day_pages, "_clocks", lambda card: present_clocks())
    for address, answer in zip(addresses, filled_in, strict=True):
        inside.articles.clear()
        inside.pages.clear()
        made_for_the_day = site.client.get(address)
        assert made_for_the_day.status_code == 200
        assert answer == made_for_the_day.data


def test_days_between_two_changes_are_computed_once(site_of, monkeypatch):
    site = site_of(make.pledge(versions=[make.version(ends={"last_day": "2021-12-31"})]))
    days = computed(site, monkeypatch)
    for day in ("2021-07-01", "2021-07-02", "2021-12-30", "2022-01-01", "2021-07-09"):
        site.client.get(ADDRESSES[0].format(day))
    assert days == ["2021-07-01", "2022-01-01"]


def test_what_is_published_shows_on_days_asked_before(site_of):
    site = site_of(make.pledge())
    before = [site.client.get(ADDRESSES[0].format(day)) for day in ("2021-07-01", "2021-07-02")]
    published(site.database, make.evidence(period="2020-07-01"), at=clock(30))
    after = [site.client.get(ADDRESSES[0].format(day)) for day in ("2021-07-03", "2021-07-02", "2021-07-01")]
    assert not any('id="evidence-acme/deal"' in page.text for page in before)
    assert all('id="evidence-acme/deal"' in page.text for page in after)


def test_what_is_of_a_later_moment_than_a_session_sees_does_not_hold_in_it():
    entry = cached("2021-02-01", make.pledge())
    moments = [Snapshot(date(2021, 2, 1), clock().now(), position, clock().now(), live=True) for position in (0, 1)]
    assert [still_holds(None, moment, entry) for moment in moments] == [False, True]


def test_a_cached_scorecard_is_found_on_its_days_only():
    cache = CachedScorecards()
    cache.put(ACME, cached("2021-02-01", make.pledge(versions=[make.version(ends={"last_day": "2021-03-31"})])))
    last = date(2021, 3, 30)
    assert cache.on(ACME, last).card.as_of == cache.on(ACME, date(2021, 2, 1)).card.as_of == date(2021, 2, 1)
    assert cache.on(ACME, last + timedelta(days=1)) is None
    assert cache.on(ACME, date(2021, 1, 31)) is None
    assert cache.on(("acme", None, 0), last) is None
    assert cache.of_another_day(ACME).last == last
    cache.forget(ACME)
    assert cache.of_another_day(ACME) is None


def test_what_is_cached_after_all_was_forgotten_can_be_forgotten_again():
    cache, entry = CachedScorecards(), cached("2021-02-01", make.pledge())
    for _ in range(2):
        cache.put(ACME, entry)
        assert cache.of_another_day(ACME) is entry
        cache.clear()
        assert cache.of_another_day(ACME) is None
    cache.put(ACME, entry)
    cache.forget(ACME)
    assert cache.of_another_day(ACME) is None


def test_the_least_used_are_forgotten_with_their_days():
    entry = cached("2021-02-01", make.pledge())
    cache = CachedScorecards(most=70)
    subjects = [(f"company-{n}", None, 0) for n in range(30)]
    for subject in subjects:
        cache.put(subject, entry)
    kept = [subject for subject in subjects if cache.of_another_day(subject)]
    assert kept == subjects[-len(kept) :]
    assert 0 < len(kept) < 30
    cache.put(("large", None, 0), entry)
    CachedScorecards(most=1).put(ACME, entry)


def test_the_first_rules_are_computed_for_each_day():
    card = make.scorecard(make.pledge(), as_of="2021-02-01")
    entry = CachedScorecard(card, frozenset(), 1)
    vars(card)["rules"] = "1"
    assert CachedScorecard(card, frozenset(), 1).last == date(2021, 2, 1) < entry.last


@pytest.mark.parametrize("query", ["?show=", "?as_of=", "?as_of=2026-11-22", "?known_at="])
def test_robots_may_follow_a_page_whatever_was_asked_for_before(site_of, query):
    site = site_of(make.pledge(), make.evidence())
    address, inside = "/companies/acme/police-drones", site.client.application.extensions["site"]
    site.client.application.extensions["response_cache"].store = None
    site.client.get(address + query)
    after = site.client.get(address).data
    inside.pages.clear()
    site.client.application.extensions["response_cache"].answers.clear()
    assert site.client.get(address).data == after
    assert b'<a href="/desk/at' not in after
