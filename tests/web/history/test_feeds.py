"""Feeds and calendars, read as other programs read them, and announced by the pages that they follow."""

import json

import feedparser
import icalendar
import pytest

from tests import factories as make
from tests.stored import clock, published

FEEDS = {
    "site": ("/changes.atom", "/changes/feed.json", ""),
    "company": ("/changes.atom", "/changes/feed.json", "?company=microsoft"),
    "topic": ("/changes.atom", "/changes/feed.json", "?topic=police-facial-recognition"),
    "corrections": ("/changes.atom", "/changes/feed.json", "?change=correction"),
    "search": ("/search.atom", "/search/feed.json", "?q=police"),
}


@pytest.mark.parametrize("name", FEEDS)
def test_both_forms_are_feeds_with_the_same_entries(seeded, name):
    atom, other, query = FEEDS[name]
    parsed = feedparser.parse(seeded.file(f"{atom}{query}"))
    assert not parsed.bozo
    assert parsed.version == "atom10"
    data = json.loads(seeded.file(f"{other}{query}"))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert [(it["id"], it["title"], it["url"], it["content_text"]) for it in data["items"]] == [
        (entry.id, entry.title, entry.link, entry.summary) for entry in parsed.entries
    ]
    assert bool(parsed.entries) == (name != "corrections")


def test_a_topic_has_what_names_it_and_no_more(site_of):
    site = site_of(
        make.pledge(), make.evidence(), make.topic("second", name="Second topic"), make.company("beta"), minutes=120
    )
    published(site.database, make.pledge("beta/other", topic="second"), at=clock(30))
    ids = lambda query: [it["url"] for it in json.loads(site.file(f"/changes/feed.json?{query}"))["items"]]  # noqa: E731
    assert [url.rpartition("8000")[2] for url in ids("topic=second")] == ["/pledges/beta/other", "/topics/second"]
    assert ids("topic=second&company=acme") == []
    assert len(ids("topic=police-drones&company=acme&kind=pledge")) == 1
    assert ids("topic=nothing") == []
    late = site.data("/api/v1/changes?changed_since=2026-11-22T12:10:00Z")["items"]
    assert [it["id"] for it in late] == ["beta/other"]
    assert site.data("/changes.json?changed_since=2026-11-23")["items"] == []
    items = site.data("/api/v1/changes?topic=second")["items"]
    assert [it["id"] for it in items] == ["beta/other", "second"]
    assert "Second topic" in site.page("/changes?topic=second").text


@pytest.mark.parametrize(
    ("page", "follows"),
    [
        ("/", ["/changes.atom", "/changes/feed.json", "/lapsing.ics"]),
        ("/companies/microsoft", ["/changes.atom?company=microsoft", "/lapsing.ics?company=microsoft"]),
        ("/topics/police-facial-recognition", ["/changes.atom?topic=police-facial-recognition"]),
        ("/changes?kind=pledge", ["/changes.atom?kind=pledge", "/changes.atom?kind=pledge&change=correction"]),
        ("/search?q=police", ["/search.atom?q=police", "/search/feed.json?q=police"]),
        ("/lapsing?year=2027", ["/lapsing.ics?year=2027"]),
    ],
)
def test_pages_announce_what_follows_them(seeded, page, follows):
    fetched = seeded.page(page)
    announced = [link.get("href") for link in fetched.all("link", rel="alternate")]
    for address in follows:
        assert address in announced
        assert address in fetched.links()
        seeded.file(address)


def test_a_calendar_of_a_topic_and_the_day_an_answer_is_due(site_of):
    due = make.promise("acme/later", versions=[make.version(deadline="2027-06-30")])
    waiting = make.response(id="acme/asked", answer="waiting", answered="2026-11-01", until="2026-12-15")
    site = site_of(due, waiting)
    whole = site.file("/lapsing.ics").decode()
    assert {"DTSTART;VALUE=DATE:20270630", "DTSTART;VALUE=DATE:20261215"} <= set(whole.split("\r\n"))
    uids = [str(it["UID"]) for it in icalendar.Calendar.from_ical(whole).walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 1
    assert "DTSTART;VALUE=DATE:20270630" in site.file("/lapsing.ics?topic=police-drones").decode()
    assert "VEVENT" not in site.file("/lapsing.ics?topic=other").decode()
    assert "acme/asked" in site.file("/lapsing.ics?company=acme").decode()
    assert [it["pledge"] for it in site.data("/api/v1/upcoming?topic=police-drones")["items"]] == ["acme/later"]
