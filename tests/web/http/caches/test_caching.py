"""What shared caches are told: how long an answer may be behind, what never changes, and by which keys to drop it."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.web.http.caches.caching import SECONDS_BEHIND

CARD = "/companies/microsoft/police-facial-recognition"
DATA = "/api/v1/companies/microsoft/scorecard"
ACME = "/companies/acme/police-drones"
PAST = "known_at=2026-11-22T12:10:00Z"


@pytest.fixture
def client(seeded):
    return seeded.client


def test_shared_caches_may_be_behind_for_as_long_as_is_said(client):
    for address in (
        "/",
        CARD,
        f"/embed{CARD}",
        f"/badge{CARD}.svg",
        DATA,
        "/changes.atom",
    ):
        response = client.get(address)
        control = response.cache_control
        assert (control.public, control.max_age) == (True, 0), "browsers ask each time"
        assert control.s_maxage + control.stale_while_revalidate == SECONDS_BEHIND == 30
        assert control.stale_if_error == 604_800
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("as_of", ["", "&as_of=2020-06-18"])
@pytest.mark.parametrize("page", [CARD, "/pledges/microsoft/police-sales", DATA])
def test_a_moment_that_has_passed_is_immutable(client, page, as_of):
    assert client.get(f"{page}?{PAST}{as_of}").cache_control.immutable


@pytest.mark.parametrize(
    "address",
    [
        f"{CARD}?known_at=2026-11-22T12:59:30Z",  # something may still be on its way into the ledger
        f"{CARD}?known_at=2026-11-22",  # today, which goes on
        f"{CARD}?{PAST}&as_of=2027-01-01",  # says that this is in the future
        f"{CARD}?as_of=2020-06-18",
        f"/embed{CARD}?{PAST}",  # says whether anything has changed since
        f"/card{CARD}.png?{PAST}",
    ],
)
def test_what_may_still_change_is_not(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cache_control.immutable


def test_what_is_taken_down_leaves_shared_caches_within_a_day(client):
    control = client.get(f"{CARD}?{PAST}").cache_control
    assert control.max_age <= 3600
    assert control.s_maxage + control.stale_while_revalidate <= timedelta(hours=25).total_seconds()


def test_a_pinned_page_is_the_same_after_a_publication(site_of):
    site = site_of(make.pledge())
    before = site.client.get(f"{ACME}?{PAST}").data
    published(site.database, make.evidence(), at=clock(30))
    site.client.application.extensions["response_cache"].answers.clear()
    assert site.client.get(f"{ACME}?{PAST}").data == before


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("/", "site lists"),
        (CARD, "company/microsoft topic/police-facial-recognition source/quartz-2019-11 condition/us-national-law"),
        ("/topics/police-facial-recognition", "topic/police-facial-recognition lists"),
        ("/pledges/microsoft/police-sales", "pledge/microsoft/police-sales company/microsoft"),
        ("/sources/quartz-2019-11", "source/quartz-2019-11 company/amazon company/microsoft"),
        (f"/embed{CARD}", "company/microsoft topic/police-facial-recognition"),
        ("/badge/pledges/microsoft/police-sales.svg", "pledge/microsoft/police-sales company/microsoft"),
        (f"{DATA}?topic=police-facial-recognition", "topic/police-facial-recognition company/microsoft"),
        ("/compare?topic=police-facial-recognition&company=amazon&company=google", "company/amazon company/google"),
    ],
)
def test_an_answer_names_what_it_rests_on(client, address, keys):
    response = client.get(address)
    assert response.status_code == 200
    named = response.headers["Surrogate-Key"].split(" ")
    assert named[0] == "site"
    assert set(keys.split()) <= set(named)
    assert response.headers["Cache-Tag"] == ",".join(named)
    assert len(response.headers["Cache-Tag"]) < 1000, "a proxy takes 4 kB of headers"


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("/embed/pledges/ibm/nothing", ["site", "pledge/ibm/nothing", "company/ibm"]),
        ("/embed/companies/nobody/police-faces", ["site", "company/nobody", "topic/police-faces"]),
    ],
)
def test_an_error_of_a_widget_names_what_its_address_names(client, address, keys):
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["Surrogate-Key"].split(" ")[:3] == keys


def test_where_keys_are_too_many_lists_stands_for_the_rest(client):
    keys = client.get("/compare?topic=police-facial-recognition&company=amazon&company=microsoft").headers["Cache-Tag"]
    assert "lists" in keys.split(",")
    assert "lists" not in client.get("/conditions/us-national-law").headers["Cache-Tag"].split(",")


def test_what_no_cache_may_keep_has_no_keys(client):
    for address in ("/healthz", "/nothing", "/companies/none"):
        assert "Surrogate-Key" not in client.get(address).headers
