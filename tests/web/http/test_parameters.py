"""Parameters that an address does not have change no answer, and make none that is kept beside it."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from tests import factories as make
from tests.web.golden_pages import ADDRESSES
from tracker.web.http.parameters import normalise, place_of

PUBLIC = (Path(__file__).parent / "addresses.txt").read_text().split()
CARD = "/companies/acme/police-drones"
TRACKED = "utm_source=x&utm_medium=y&fbclid=1&gclid=2&ref=z&mc_cid=3&nonsense"


def normal(address, accepted=""):
    parts = urlsplit(address)
    environ = {"PATH_INFO": parts.path, "QUERY_STRING": parts.query, "HTTP_ACCEPT_ENCODING": accepted}
    normalise(environ)
    return environ["QUERY_STRING"], environ["HTTP_ACCEPT_ENCODING"]


@pytest.mark.parametrize(
    ("address", "left"),
    [
        (f"{CARD}?{TRACKED}", ""),
        (f"{CARD}?utm_source=x&as_of=2020-06-18&fbclid=1", "as_of=2020-06-18"),
        (f"{CARD}?as%5Fof=2020-06-18&q=1", "as%5Fof=2020-06-18"),
        (f"{CARD}/?&&x&", ""),
        ("/compare?company=b&utm_source=x&company=a&topic=t", "company=b&company=a&topic=t"),
        (f"/embed{CARD}?initialWidth=600&childId=a&theme=dark&parentUrl=https%3A%2F%2Fx", "theme=dark"),
        ("/oembed?url=https%3A%2F%2Fx%2F%3Futm_source%3Dy&dnt=1", "url=https%3A%2F%2Fx%2F%3Futm_source%3Dy"),
        ("/static/style.css?v=1&x=2", "v=1"),
        ("/desk/records?anything=1", "anything=1"),
        ("/nothing?x=1", "x=1"),
        ("/api/v1/companies?x=1", "x=1"),
    ],
)
def test_only_parameters_that_an_address_has_are_left(address, left):
    assert normal(address)[0] == left


@pytest.mark.parametrize(
    ("accepted", "left"),
    [
        ("gzip, deflate, br, zstd", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("*", "gzip"),
        ("br", ""),
        ("gzip;q=0", ""),
        ("identity", ""),
        ("", ""),
    ],
)
def test_readers_differ_only_by_whether_they_take_gzip(accepted, left):
    assert normal("/", accepted)[1] == left


@pytest.mark.parametrize("address", [CARD, f"/embed{CARD}", f"/api/v1{CARD.rpartition('/')[0]}/scorecard", "/topics"])
def test_tracked_links_are_answered_from_the_same_place(site_of, address):
    site = site_of(make.pledge())
    cache = site.client.application.extensions["response_cache"]
    plain = site.client.get(address, headers={"Accept-Encoding": "gzip, br"})
    tracked = site.client.get(f"{address}?{TRACKED}", headers={"Accept-Encoding": "gzip"})
    assert tracked.status_code == 200
    assert (plain.data, plain.headers["ETag"]) == (tracked.data, tracked.headers["ETag"])
    assert len(cache.answers) == 1


@pytest.mark.parametrize("rule", PUBLIC)
def test_every_public_address_has_its_parameters(rule):
    assert place_of(re.sub("<[^>]+>", "1", re.sub(r"<any\(([^,)]+)[^>]*>", r"\1", rule))) is not None


def test_a_slash_at_the_end_makes_no_other_answer(seeded):
    for address in ("/companies/microsoft", "/topics", "/pledges/microsoft/police-sales", "/embed/companies/microsoft"):
        plain, slashed = seeded.client.get(address), seeded.client.get(f"{address}/")
        assert (plain.status_code, plain.headers["ETag"]) == (slashed.status_code, slashed.headers["ETag"])


class _Noting(ImmutableMultiDict):
    """Arguments that note which of them are asked for."""

    noted = None

    def __getitem__(self, key):
        self.noted.add(key)
        return super().__getitem__(key)

    def get(self, key, *rest, **options):
        self.noted.add(key)
        return super().get(key, *rest, **options)

    def getlist(self, key, *rest, **options):
        self.noted.add(key)
        return super().getlist(key, *rest, **options)


def test_what_a_view_asks_for_is_a_parameter_of_its_address(site_of, monkeypatch):
    site = site_of(make.pledge(), make.evidence())
    app = site.client.application
    monkeypatch.setattr(app.request_class, "parameter_storage_class", _Noting)
    missing = {}
    more = f"{CARD}/embed", f"/card{CARD}.png", "/ledger.jsonl", "/search", "/lapsing"
    # Once each: an answer that is stored is given without a look at what was asked.
    for address in dict.fromkeys(address.rpartition(": ")[2] for address in (*ADDRESSES, *more)):
        monkeypatch.setattr(_Noting, "noted", set())
        app.extensions["response_cache"].answers.clear()
        with site.client.get(address) as response:
            response.get_data()
        path = urlsplit(address).path
        if path.startswith(("/desk/", "/account/")):
            continue
        place = place_of(path)
        assert place is not None, path
        if place.parameters is None:
            continue
        # Record links on any page keep the clocks.
        assert _Noting.noted or path == "/readyz"
        if extra := _Noting.noted - place.parameters - {"as_of", "known_at"}:
            missing[path] = extra
    assert missing == {}
