"""Headers on every route and every error, what caches may keep, and the list of public addresses."""

import gzip
import json
from pathlib import Path

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.settings import Settings
from tracker.web.application import build

ADDRESSES = (Path(__file__).parent / "addresses.txt").read_text().split("\n")[:-1]
SCORECARD = "/companies/microsoft/police-facial-recognition"
API = "/api/v1/companies/microsoft/scorecard"


def test_public_addresses_are_those_of_the_stored_list(seeded):
    # A line that goes missing here breaks links that others have set. Add lines, never take one away.
    # The desk’s own are nobody’s bookmarks, and open to nobody who is not signed in.
    rules = sorted(rule.rule for rule in seeded.client.application.url_map.iter_rules())
    assert [rule for rule in rules if not rule.startswith(("/desk", "/account"))] == sorted(ADDRESSES)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        (SCORECARD, 200),
        (API, 200),
        ("/healthz", 200),
        ("/nothing", 404),
        ("/?as_of=x", 400),
        ("/api/v1/x", 404),
    ],
)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_every_answer_has_them(seeded, address, status, method):
    with getattr(seeded.client, method)(address) as response:
        assert response.status_code == (200 if method == "options" and status == 400 else status)
        seeded.check_headers(response)
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        if method == "head":
            assert response.data == b""
            assert "Content-Type" in response.headers


@pytest.mark.parametrize(
    ("address", "anywhere", "referrer"),
    [
        (SCORECARD, False, "strict-origin-when-cross-origin"),
        (f"{SCORECARD}/embed", False, "strict-origin-when-cross-origin"),
        ("/account/sign-in", False, "same-origin"),
        ("/account", False, "same-origin"),
        (f"/embed{SCORECARD}", True, "no-referrer"),
        (f"/badge{SCORECARD}.svg", True, "strict-origin-when-cross-origin"),
        (API, True, "strict-origin-when-cross-origin"),
    ],
)
def test_only_data_and_embeds_are_for_other_sites(seeded, address, anywhere, referrer):
    headers = seeded.client.get(address).headers
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if anywhere else "same-origin")
    assert headers.get("Access-Control-Allow-Origin") == ("*" if anywhere else None)
    assert headers["Referrer-Policy"] == referrer
    frames = "*" if address.startswith("/embed") else "'none'"
    assert f"frame-ancestors {frames}" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [("/robots.txt", "public, max-age=3600"), ("/ledger.jsonl", "public, max-age=0, must-revalidate")],
)
def test_an_answer_that_says_itself_how_long_it_is_kept_stays_so(seeded, address, kept):
    with seeded.client.get(address) as response:
        assert response.headers["Cache-Control"] == kept


def test_without_tls_nothing_is_said_of_it(site_of):
    assert "Strict-Transport-Security" not in site_of().client.get("/").headers


@pytest.mark.parametrize("address", ["/", SCORECARD, "/companies/microsoft", API, SCORECARD + "?as_of=2020-06-18"])
def test_an_answer_that_still_holds_is_not_sent_again(seeded, address):
    first = seeded.client.get(address)
    assert "s-maxage" in first.headers["Cache-Control"]
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = seeded.client.get(address, headers={"If-None-Match": given})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        seeded.check_headers(again)
    assert seeded.client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_what_is_published_shows_at_once(site_of):
    site = site_of(make.pledge())
    tags = [site.client.get("/companies/acme").headers["ETag"]]
    assert site.client.get("/companies/acme").headers["ETag"] == tags[0]
    published(site.database, make.evidence(), at=clock(30))
    response = site.client.get("/companies/acme", headers={"If-None-Match": tags[0]})
    assert response.status_code == 200
    assert "Sold camera drones" in response.text


def test_a_tag_changes_with_the_day_the_question_and_the_program(site_of):
    site = site_of(make.pledge())
    ask = lambda query="": site.client.get(f"/companies/acme{query}").headers["ETag"]  # noqa: E731
    tags = {ask(), ask("?as_of=2020-06-18"), ask("?as_of=2021-06-18"), ask("?known_at=2026-11-22T12:30:00Z")}
    context = site.client.application.extensions["site"]
    context.version = "another"
    tags.add(ask())
    site.clock.move(make.KNOWN_AT.replace(day=24) - make.KNOWN_AT)
    tags.add(ask())
    assert len(tags) == 6


def test_files_may_be_kept_for_ever_under_an_address_that_changes_with_them(seeded):
    page = seeded.page("/")
    (style,) = [link.get("href") for link in page.all("link") if link.get("rel") == "stylesheet"]
    with seeded.client.get(style) as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    # Under another version's address, this file's content would stay for ever in place of that one's.
    for other in ("/static/style.css", "/static/style.css?v=0123456789", style.replace("style.css", "icon.svg")):
        with seeded.client.get(other) as response:
            assert response.status_code == 200
            assert "immutable" not in response.headers["Cache-Control"]


def test_texts_are_compressed_for_those_who_can_read_it(seeded):
    for address in (SCORECARD, API, "/static/style.css"):
        with (
            seeded.client.get(address) as plain,
            seeded.client.get(address, headers={"Accept-Encoding": "gzip"}) as small,
        ):
            assert "Content-Encoding" not in plain.headers
            assert small.headers["Content-Encoding"] == "gzip"
            assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)
            body, same = gzip.decompress(small.data), plain.data
            if address == API:
                body, same = ({**json.loads(text), "known_at": ""} for text in (body, same))
            assert body == same
            assert "Accept-Encoding" in plain.headers["Vary"]
            assert "Accept-Encoding" in small.headers["Vary"]
    refused = seeded.client.get(SCORECARD, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_a_slash_at_the_end_does_no_harm(seeded):
    for address in (SCORECARD, "/companies/microsoft", API):
        assert seeded.client.get(address + "/").status_code == 200


def test_no_address_redirects_elsewhere(seeded):
    for address in (
        "//evil.example/",
        "//evil.example/companies/microsoft",
        "/\\evil.example/",
        "/%2f%2fevil.example/..//",
    ):
        response = seeded.client.get(address)
        place = response.headers.get("Location", "/")
        assert "evil.example" not in place.removeprefix("http://localhost/")[:0] or not place.startswith("//")
        assert not place.startswith(("//", "/\\", "http://evil", "https://evil"))


def test_building_the_site_touches_no_database(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path}/never.sqlite3")
    from tracker.store.database.connecting import Database  # noqa: PLC0415

    build(settings, clock(), Database(settings.database_url))
    assert list(tmp_path.iterdir()) == []


def test_pages_of_the_desk_are_not_compressed(door):
    # How well a page compresses tells of what is in it, and theirs hold the token of their forms.
    page = door.client().get("/account/sign-in", headers={"Accept-Encoding": "gzip"})
    assert len(page.data) > 1000
    assert "Content-Encoding" not in page.headers
