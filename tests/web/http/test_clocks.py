"""The two clocks in addresses: what is allowed, what is refused and how, and that both are obeyed everywhere."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.web.http.clocks import BadParameterError, parse_clocks

PAGE = "/companies/microsoft/police-facial-recognition"
API = "/api/v1/companies/microsoft/scorecard"

BAD = [
    ("as_of", "2020-6-18"),
    ("as_of", "18.6.2020"),
    ("as_of", "2020-02-30"),
    ("as_of", "2020"),
    ("as_of", "0000-01-01"),
    ("as_of", "٢٠٢٠-٠٦-١٨"),
    ("as_of", "2020-06-18T00:00:00Z"),
    ("as_of", "<script>alert(1)</script>"),
    ("as_of", "x" * 5000),
    ("known_at", "2026-11-22T10:00:00"),
    ("known_at", "yesterday"),
    ("known_at", "2026-11-22T25:00:00Z"),
    ("known_at", "2026-11-22T10:00:00+99:00"),
    ("known_at", "0001-01-01T00:00:00+14:00"),
    ("known_at", "9999-12-31T23:59:59-14:00"),
    ("known_at", "2026-11-22T23:00:00Z"),
    ("known_at", "2026-11-23"),
]
STILL_TO_COME = BAD[-2:]


@pytest.mark.parametrize(("parameter", "value"), BAD)
@pytest.mark.parametrize("address", [PAGE, "/", "/companies/microsoft"])
def test_a_bad_value_is_refused_with_what_is_allowed(seeded, address, parameter, value):
    status = 404 if (parameter, value) in STILL_TO_COME else 400
    page = seeded.page(address, status, query_string={parameter: value})
    assert page.parameter == parameter
    assert value[:60] in page.text


@pytest.mark.parametrize(("parameter", "value"), BAD)
def test_the_api_refuses_the_same_in_its_one_shape(seeded, parameter, value):
    status = 404 if (parameter, value) in STILL_TO_COME else 400
    error = seeded.data(API, status, query_string={parameter: value})
    assert error["parameter"] == parameter
    assert value[:60] in error["detail"]


@pytest.mark.parametrize("address", [PAGE, API])
@pytest.mark.parametrize(
    "query",
    [
        "?as_of=",
        "?as_of=2020-06-18",
        "?as_of=%202020-06-18%20",
        "?as_of=2036-06-18",
        "?known_at=2026-11-22",
        "?known_at=2026-11-22T12:30:00Z",
        "?known_at=2026-11-22T13:30:00%2B01:00",
        "?known_at=2026-11-22T13:30:00+01:00",
        "?known_at=2026-11-22T12:30Z",
        "?known_at=2026-11-22T12:30:00.123456Z",
        "?unknown=1&as_of=2020-06-18&as_of=bad",
        "?_external=1&_scheme=javascript&_anchor=x",
    ],
)
def test_what_is_allowed(seeded, address, query):
    assert seeded.client.get(address + query).status_code == 200


def test_as_of_defaults_to_the_day_of_known_at_in_the_sites_zone(site_of):
    site = site_of(make.pledge(), time_zone=ZoneInfo("Pacific/Kiritimati"))
    data = site.data("/api/v1/companies/acme/scorecard")
    assert (data["as_of"], data["known_at"]) == ("2026-11-23", "2026-11-22T12:00:00.000010Z")
    assert site.data("/api/v1/companies/acme/scorecard?known_at=2026-11-22T12:30:00Z")["as_of"] == "2026-11-23"


def test_a_past_day_is_known_to_its_end_in_the_sites_zone():
    kiritimati = ZoneInfo("Pacific/Kiritimati")  # 14 hours ahead of UTC
    clocks = parse_clocks({"known_at": "2026-11-20"}, clock(), kiritimati)
    assert clocks.known_at == datetime(2026, 11, 20, 9, 59, 59, 999999, tzinfo=UTC)


def test_the_present_moment_is_known_and_the_next_is_not():
    now = clock().now()
    assert parse_clocks({"known_at": "2026-11-22T12:00:00Z"}, clock(), UTC).known_at == now
    assert parse_clocks({"known_at": "2026-11-22"}, clock(), UTC).known_at == now
    for later in ("2026-11-22T12:00:00.000001Z", "2026-11-23"):
        with pytest.raises(BadParameterError):
            parse_clocks({"known_at": later}, clock(), UTC)


def test_what_was_published_later_is_not_known_before(site_of):
    site = site_of(make.pledge(), minutes=60)
    published(site.database, make.evidence(), at=clock(30))
    now, before = (site.data(f"/api/v1/companies/acme/scorecard{q}") for q in ("", "?known_at=2026-11-22T12:10:00Z"))
    assert [finding["finding"] for finding in now["findings"]] == ["breach"]
    assert before["findings"] == []
    assert "Sold camera drones" in site.page("/companies/acme").text
    assert "Sold camera drones" not in site.page("/companies/acme?known_at=2026-11-22T12:10:00Z").text


def test_before_the_first_entry_nothing_is_known(site_of):
    site = site_of(make.pledge())
    for query in ("?known_at=2026-11-21", "?known_at=0001-01-01"):
        assert "at that time" in site.page(f"/companies/acme{query}", 404).text
        site.data(f"/api/v1/companies/acme/scorecard{query}&topic=police-drones", 404)
        assert list(site.page(f"/{query}").all("p", **{"data-none": "topics"}))


def test_a_pinned_page_never_changes(site_of):
    site = site_of(make.pledge())
    (pinned,) = {link for link in site.page("/companies/acme").links() if "known_at=" in link}
    pinned = pinned.partition("8000")[2]
    before = site.page(pinned).text
    published(site.database, make.evidence(), make.pledge(title="Another title"), at=clock(30))
    assert site.page(pinned).text == before
    assert "Another title" in site.page("/companies/acme").text


def test_a_future_day_is_said_to_be_one(seeded):
    page = seeded.page(f"{PAGE}?as_of=2036-01-01")
    assert "1 January 2036 is in the future. This shows what would apply under the terms we have now." in page.text


def test_links_of_the_start_page_keep_both_clocks(seeded):
    page = seeded.page("/?as_of=2020-06-18&known_at=2026-11-22T12:30:00Z")
    rows = [link for link in page.links() if link.startswith("/companies/") and link.count("/") == 3]
    assert len(rows) == 10
    assert all(link.endswith("?as_of=2020-06-18&known_at=2026-11-22T12:30:00Z") for link in rows)


def test_a_moment_that_the_clock_has_not_reached_is_never_offered(site_of):
    """A clock was set back after a publication: each address that is offered answers, and none names that moment."""
    site = site_of(make.pledge(), minutes=-30)
    for address in ("/companies/acme", "/companies/acme/police-drones/embed", "/topics/police-drones", "/about"):
        answer = site.client.get(address)
        assert answer.status_code == 200
        assert "known_at=2" not in answer.text
