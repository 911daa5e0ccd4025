"""Answers that are given again: for as long as ledger and day stay, within a stated weight, and never when wrong."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.web.http.response_cache import ResponseCache
from tracker.web.lru_cache import Memory
from tracker.web.site import State


def counted(site):
    """How often the application itself was asked."""
    front, asked = site.client.application.wsgi_app, []
    inner = front.application
    front.application = lambda environ, start: asked.append(environ["PATH_INFO"]) or inner(environ, start)
    return asked


def test_an_answer_is_made_once(site_of):
    site = site_of(make.pledge())
    asked = counted(site)
    first, second = site.client.get("/companies/acme"), site.client.get("/companies/acme")
    assert first.data == second.data
    assert [*first.headers] == [*second.headers]
    assert asked == ["/companies/acme"]
    tag = {"If-None-Match": first.headers["ETag"]}
    assert site.client.get("/companies/acme", headers=tag).status_code == 304
    assert len(asked) == 1


@pytest.mark.parametrize("address", ["/companies/acme", "/api/v1/companies/acme/scorecard", "/"])
def test_another_process_publishes_and_the_next_request_is_right(site_of, address):
    site = site_of(make.pledge())
    before = site.client.get(address)
    published(site.database, make.evidence(), at=clock(30))
    after = site.client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert (before.status_code, after.status_code) == (200, 200)
    told = "acme/deal" if "api" in address else "Breach" if "companies" in address else "1 breach"
    assert told not in before.text
    assert told in after.text


def test_the_day_changes_at_midnight_in_the_sites_zone(site_of):
    site = site_of(make.pledge(versions=[make.version(ends={"last_day": "2026-11-22"})]))
    assert "(that very day)" in site.page("/companies/acme").text
    site.clock.move(timedelta(hours=12))
    assert "(passed)" in site.page("/companies/acme").text or "Ended" in site.page("/companies/acme").text


def test_errors_and_other_methods_are_not_kept(site_of):
    site = site_of(make.pledge())
    asked = counted(site)
    for _ in range(2):
        site.client.get("/companies/none")
        site.client.get("/companies/acme?as_of=x")
        site.client.head("/companies/acme")
        site.client.get("/companies/acme?x=" + "y" * 3000)
    assert len(asked) == 8


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

    front = ResponseCache(lambda _environ, _start: [b"answer"], broken)
    assert list(front({"REQUEST_METHOD": "GET"}, print)) == [b"answer"]
    assert len(front.answers) == 0


def test_only_what_says_so_is_kept():
    day = clock().now().date()
    for status, headers, kept in [
        ("200 OK", [("ETag", 'W/"a"'), ("Cache-Control", "no-cache, public")], 1),
        ("200 OK", [("ETag", 'W/"a"'), ("Cache-Control", "no-cache, public"), ("Set-Cookie", "a=b")], 0),
        ("200 OK", [("ETag", 'W/"a"'), ("Cache-Control", "no-store")], 0),
        ("200 OK", [("Cache-Control", "no-cache, public")], 0),
        ("404 NOT FOUND", [("ETag", 'W/"a"'), ("Cache-Control", "no-cache, public")], 0),
    ]:
        front = ResponseCache(
            lambda _e, start, s=status, h=headers: (start(s, h) and []) or [b"x"], lambda: State("1", 1, day)
        )
        list(front({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *_: None))
        assert len(front.answers) == kept


def test_memory_never_weighs_more_than_it_may():
    memory = Memory(100)
    for number in range(1000):
        memory.put(number % 37, number, number % 26)
        assert memory.weight <= 100
    memory.put("large", 1, 26)
    assert memory.get("large") is None
    memory.put("a", 1, 20)
    memory.put("a", 2, 5)
    assert memory.get("a") == 2


def test_memory_lets_go_of_what_was_asked_for_longest_ago():
    memory = Memory(100)
    for name in "abcd":
        memory.put(name, name, 25)
    memory.get("a")
    memory.put("e", "e", 25)
    assert [memory.get(name) for name in "abcde"] == ["a", None, "c", "d", "e"]
