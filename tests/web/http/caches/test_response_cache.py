"""Answers that are given again: for as long as ledger and day stay, within a stated weight, and never when wrong."""

import gzip
import re
from datetime import timedelta

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.web.http.caches.response_cache import ResponseCache
from tracker.web.site import State


def counted(client):
    """How often the application itself was asked."""
    cache, requests = client.application.wsgi_app, []
    inner = cache.application
    cache.application = lambda environ, start: requests.append(environ["PATH_INFO"]) or inner(environ, start)
    return requests


def test_an_answer_is_made_once(site_of):
    site = site_of(make.pledge())
    requests = counted(site.client)
    first, second = site.client.get("/companies/acme"), site.client.get("/companies/acme")
    assert first.data == second.data
    assert [*first.headers] == [*second.headers]
    assert requests == ["/companies/acme"]
    tag = {"If-None-Match": first.headers["ETag"]}
    assert site.client.get("/companies/acme", headers=tag).status_code == 304
    assert len(requests) == 1


@pytest.mark.parametrize("address", ["/companies/acme", "/api/v1/companies/acme/scorecard", "/"])
def test_another_process_publishes_and_the_next_request_is_right(site_of, address):
    site = site_of(make.pledge())
    before = site.client.get(address)
    published(site.database, make.evidence(), at=clock(30))
    after = site.client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert (before.status_code, after.status_code) == (200, 200)
    expected = "acme/deal" if "api" in address else "oes against" if "companies" in address else "1 act"
    assert expected not in before.text
    assert expected in after.text


def test_the_day_changes_at_midnight_in_the_sites_zone(site_of):
    site = site_of(make.pledge(versions=[make.version(ends={"last_day": "2026-11-22"})]))
    assert "(on that day)" in site.page("/companies/acme").text
    site.clock.move(timedelta(hours=12))
    assert "(passed)" in site.page("/companies/acme").text or "Ended" in site.page("/companies/acme").text


def test_errors_and_other_methods_are_not_kept(site_of):
    site = site_of(make.pledge())
    requests = counted(site.client)
    for _ in range(2):
        site.client.get("/companies/none")
        site.client.get("/companies/acme?as_of=x")
        site.client.head("/companies/acme")
        site.client.get("/companies/acme?show=" + "y" * 3000)
    assert len(requests) == 8


def test_addresses_and_encodings_are_kept_apart(site_of):
    site = site_of(make.pledge())
    plain = site.client.get("/companies/acme")
    small = site.client.get("/companies/acme", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert site.client.get("/companies/acme").data == plain.data
    assert site.client.get("/companies/acme?as_of=2020-01-01").data != plain.data


def test_a_state_that_cannot_be_asked_keeps_nothing():
    def broken():
        raise OSError

    cache = ResponseCache(lambda _environ, _start: [b"answer"], broken, max, clock())
    assert list(cache({"REQUEST_METHOD": "GET"}, print)) == [b"answer"]
    assert len(cache.answers) == 0


@pytest.mark.parametrize("address", ["/companies/acme", "/embed/companies/acme", "/api/v1/companies/acme/scorecard"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_cached_answers_are_served_with_their_time_while_the_database_is_unreachable(site_of, address, encoding):
    site = site_of(make.pledge())
    ask = {"Accept-Encoding": encoding}
    fresh = site.client.get(address, headers=ask)
    site.clock.move(timedelta(minutes=5))
    seen = site.client.get("/topics")
    assert seen.status_code == 200
    site.client.application.wsgi_app.state = away
    site.clock.move(timedelta(minutes=5))
    stale = site.client.get(address, headers={**ask, "If-None-Match": fresh.headers["ETag"]})
    assert stale.status_code == 200, "it is not what the reader holds: it says of when it is"
    assert stale.headers["X-As-Of"] == clock(65).now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert stale.headers["Cache-Control"] == "no-store"
    assert "ETag" not in stale.headers
    before, after = (
        gzip.decompress(it.data) if it.headers.get("Content-Encoding") == "gzip" else it.data for it in (fresh, stale)
    )
    lines = re.findall(rb'<p class="note" role="status">[^<]*13:05 UTC[^<]*</p>', after)
    assert len(lines) == (0 if "api" in address else 1)
    assert after.replace(b"".join(lines), b"") == before


def away():
    """What asking a database that is away does."""
    raise OSError


def test_only_what_says_so_is_kept():
    day = clock().now().date()
    for status, headers, kept in [
        ("200 OK", [("ETag", 'W/"a"'), ("Cache-Control", "no-cache, public")], 1),
        ("200 OK", [("ETag", 'W/"a"'), ("Cache-Control", "no-cache, public"), ("Set-Cookie", "a=b")], 0),
        ("200 OK", [("ETag", 'W/"a"'), ("Cache-Control", "no-store")], 0),
        ("200 OK", [("ETag", 'W/"a"'), ("Cache-Control", "public, max-age=300, s-maxage=3600")], 1),
        ("200 OK", [("ETag", 'W/"a"'), ("Cache-Control", "public, max-age=0, must-revalidate")], 0),
        ("200 OK", [("Cache-Control", "no-cache, public")], 0),
        ("404 NOT FOUND", [("ETag", 'W/"a"'), ("Cache-Control", "no-cache, public")], 0),
    ]:
        cache = ResponseCache(
            lambda _e, start, s=status, h=headers: (start(s, h) and []) or [b"x"],
            lambda: State("1", 1, day),
            max,
            clock(),
        )
        list(cache({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *_: None))
        assert len(cache.answers) == kept


STORED = [("ETag", 'W/"abc"'), ("Cache-Control", "no-cache, public")]


def status_of(cache, address="/", **headers):
    """The status that a cache answers with."""
    answered = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": address, **headers}
    list(cache(environ, lambda status, _headers: answered.append(status)))
    return answered[0]


def cache_of(*sizes, most=100_000):
    """A cache before an application whose answer at ``/0``, ``/1`` ... has so many bytes."""

    def application(environ, start_response):
        start_response("200 OK", STORED)
        return [b"x" * sizes[int(environ["PATH_INFO"][1:] or 0)]]

    return ResponseCache(application, lambda: State("1", 1, clock().now().date()), max, clock(), most)


@pytest.mark.parametrize(
    ("held", "status"),
    [
        ('W/"abc"', "304 NOT MODIFIED"),
        ('"abc"', "304 NOT MODIFIED"),
        ('"x", W/"abc"', "304 NOT MODIFIED"),
        ("*", "304 NOT MODIFIED"),
        ('W/"abcd"', "200 OK"),
        ('"xabc"', "200 OK"),
        ('"ab"', "200 OK"),
        ("", "200 OK"),
    ],
)
def test_entity_tags_are_compared_as_wholes(held, status):
    cache = cache_of(1)
    status_of(cache)
    assert status_of(cache, HTTP_IF_NONE_MATCH=held) == status


def test_the_cache_never_grows_over_its_size_and_drops_what_was_used_longest_ago():
    cache = cache_of(17_000, 17_000, 17_000, 17_000, 17_000, 17_000)
    for address in ("/0", "/1", "/2", "/3", "/4", "/0", "/5"):
        status_of(cache, address)
    assert cache.answers.currsize <= 100_000
    assert {key[1] for key in cache.answers} == {"/0", "/2", "/3", "/4", "/5"}


def test_an_answer_that_would_drive_out_the_others_is_not_cached():
    cache = cache_of(1_000, 24_000)
    status_of(cache, "/0")
    status_of(cache, "/1")
    assert [key[1] for key in cache.answers] == ["/0"]
