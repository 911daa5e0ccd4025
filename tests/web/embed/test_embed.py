"""Widgets: what they say, their headers and tags, pinned ones, former names, withdrawn companies."""

import gzip
from urllib.parse import unquote

import pytest
from sqlalchemy import event

from tests import factories as make
from tests.stored import clock, published
from tests.web.checking import parsed, words
from tracker.settings import ROOT
from tracker.web.presenting.assets import EMBED_FILES, integrity

SCORECARD = "/companies/microsoft/police-facial-recognition"
NAMES = ["AT&T", "L'Oréal", "H&M <HM-B>", "شركة البصريات", '"Quoted" & <b>Bold</b>', "The Long Name " * 8 + "Inc."]
PIN = "known_at=2026-11-22T12:10:00Z"


def widget(client, address, status=200):
    """A widget, parsed, with what holds for all of them."""
    response = client.get(f"/embed{address}")
    assert response.status_code == status, response.text[:300]
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors *" in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    tree = parsed(response.text)
    assert len(list(tree.iter("h1"))) == 1
    assert [link.get("rel") for link in tree.iter("a")] == ["noopener"] * len(list(tree.iter("a")))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert all(id.startswith("m-") for id in ids)
    return words(next(tree.iter("main")))


@pytest.mark.parametrize(
    "path",
    [SCORECARD, "/pledges/microsoft/police-sales", "/evidence/microsoft/dea-2017?pledge=microsoft/police-sales",
     "/compare?topic=police-facial-recognition&company=amazon&company=ibm"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["auto", "full", "compact", "line"])
def test_widgets_of_all_kinds_and_forms(seeded, path, form):
    frame = widget(seeded.client, f"{path}{'&' if '?' in path else '?'}form={form}")
    assert "As of 22 November 2026" in frame
    assert ("Method" in frame) == (form != "line")


def test_a_widget_says_what_its_page_says(seeded):
    frame, page = (
        widget(seeded.client, f"{SCORECARD}?as_of=2020-06-18"),
        seeded.client.get(f"{SCORECARD}?as_of=2020-06-18"),
    )
    flags = [words(heading) for heading in parsed(page.text).iterfind(".//ol[@class='flags']//h3")]
    assert len(flags) == 3
    for flag in flags:
        assert flag in frame
    for row in ("Local and state police", "Federal law enforcement", "Military"):
        assert row in frame
    assert "2 earlier acts" in frame
    assert "As of 18 June 2020, checked up to 18 June 2020." in frame


def test_the_frame_is_light(seeded):
    script = (EMBED_FILES / "frame.js").read_bytes()
    page = seeded.client.get(f"/embed{SCORECARD}").data
    assert len(gzip.compress(page)) + len(gzip.compress(script)) <= 6000
    for version in ("1", "2"):
        assert len(gzip.compress(seeded.client.get(f"/embed/loader-{version}.js").data)) <= 1300


def test_what_hosts_add_to_the_address_changes_nothing(seeded):
    plain = seeded.client.get(f"/embed{SCORECARD}")
    other = seeded.client.get(f"/embed{SCORECARD}?childId=x&initialWidth=9&parentUrl=http://y&utm_source=z&theme=odd")
    assert plain.data == other.data
    assert plain.headers["ETag"] == other.headers["ETag"]


def test_caches_may_answer_and_a_tag_costs_one_look_up(seeded):
    response = seeded.client.get(f"/embed{SCORECARD}?{PIN}")
    assert response.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=10, stale-while-revalidate=20, ")
    assert response.headers["ETag"].startswith('"')
    statements = []
    engine = seeded.client.application.extensions["site"].database.reading_engine
    listen = lambda *given: statements.append(given[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    again = seeded.client.get(f"/embed{SCORECARD}?{PIN}", headers={"If-None-Match": response.headers["ETag"]})
    event.remove(engine, "before_cursor_execute", listen)
    assert (again.status_code, again.data) == (304, b"")
    assert len([text for text in statements if text.startswith("SELECT")]) <= 1


@pytest.mark.parametrize(
    "address", [f"/embed{SCORECARD}", f"/oembed?url=https://pledges.example{SCORECARD}", "/static/embed/frame.js"]
)
def test_a_compressed_answer_has_a_strong_tag_of_its_own(seeded, address):
    def got(encoding, held=""):
        headers = {"Accept-Encoding": encoding, "If-None-Match": held}
        with seeded.client.get(address, headers=headers) as response:
            return response.status_code, response.headers["ETag"], response.headers.get("Content-Encoding")

    _, plain, _ = got("identity")
    assert plain.startswith('"')
    small = f'{plain[:-1]}-gzip"'
    assert got("gzip") == (200, small, "gzip")
    assert got("gzip", small) == (304, small, None)
    assert got("identity", plain) == (304, plain, None)
    # Who takes nothing compressed does not hold what it would be given.
    assert got("identity", small) == (200, plain, None)


def test_only_embeds_may_be_framed(seeded):
    for address in ("/", SCORECARD, "/embed", "/oembed", "/healthz", "/nothing"):
        assert "frame-ancestors 'none'" in seeded.client.get(address).headers["Content-Security-Policy"]


def test_the_loader_stays_under_its_version(seeded):
    first = seeded.client.get("/embed/loader-1.js")
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first.headers["Content-Type"].startswith("text/javascript")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert seeded.client.get("/embed/loader-99.js").status_code == 404
    assert seeded.client.get("/embed/loader-..%2f1.js").status_code == 404


def test_the_published_hash_of_the_loader_is_its_hash():
    for version in ("1", "2"):
        assert integrity(version) in (ROOT / "docs" / "embedding.md").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_are_shown_as_they_are(site_of, name):
    site = site_of(make.company(name=name), make.pledge())
    assert words_of(name) in widget(site.client, "/companies/acme/police-drones")


def words_of(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("address", "status"),
    [("/companies/nobody/x", 404), ("/companies/acme/nothing", 404), ("/pledges/acme/none", 404), ("/evidence/x", 404), ("/what", 404),  # noqa: E501
     ("/compare?company=acme", 404), ("/companies/acme?as_of=2020-13-01", 400), ("/pledges/%00", 404)],
)  # fmt: skip
def test_what_is_not_there_is_said_in_the_frame(site_of, address, status):
    frame = widget(site_of(make.pledge()).client, address, status)
    assert len(frame) > 30


def test_a_former_name_leads_to_the_present_one(site_of):
    beta = make.company("beta"), make.check("beta")
    site = site_of(make.company(former_ids=["old"]), *beta, make.pledge())
    for folder in ("embed", "badge", "card"):
        ending = {"embed": "", "badge": ".svg", "card": ".png"}[folder]
        response = site.client.get(f"/{folder}/companies/old/police-drones{ending}?theme=dark&childId=x")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/{folder}/companies/acme/police-drones{ending}?theme=dark&childId=x"
    response = site.client.get("/embed/compare?topic=police-drones&company=old&company=beta")
    assert response.headers["Location"] == "/embed/compare?topic=police-drones&company=acme&company=beta"


def test_a_company_goes_on_under_another_id(site_of):
    site = site_of(make.company("old"), make.pledge("old/no-sales"), public_url="https://pledges.example")
    out = {"date": "2026-11-22", "reason": "It has another name now."}
    renamed = make.company("old", withdrawn=out), make.company("new", former_ids=["old"]), make.pledge("new/no-sales")
    published(site.database, *renamed, at=clock(20))
    old, new = "/companies/old/police-drones", "/companies/new/police-drones"
    for address, target in (
        (old, new),
        (f"/embed{old}?theme=dark", f"/embed{new}?theme=dark"),
        (f"/card{old}.png", f"/card{new}.png"),
        # Before it had the new id, it had the old one.
        (f"{new}?{PIN}", f"{old}?{PIN}"),
        (f"/embed{new}?{PIN}", f"/embed{old}?{PIN}"),
    ):
        response = site.client.get(address)
        assert (response.status_code, unquote(response.headers["Location"])) == (301, target)
    assert "As of" in widget(site.client, "/pledges/old/no-sales")
    assert "Updated since: see the latest version" in widget(site.client, f"{old}?{PIN}")
    assert "As of" in widget(site.client, new)
    for address, shown in ((old, new), (f"{new}?{PIN}", f"{old}?{PIN}")):
        answer = site.client.get("/oembed", query_string={"url": f"https://pledges.example{address}"}).get_json()
        assert f'src="https://pledges.example/embed{shown}"' in answer["html"]


def test_a_withdrawn_company_is_gone_with_day_and_reason(site_of):
    out = {"date": "2026-11-20", "reason": "It was entered twice."}
    site = site_of(make.company(withdrawn=out), make.pledge())
    frame = widget(site.client, "/companies/acme/police-drones", 410)
    assert "down (20 November 2026). It was entered twice." in frame
    badge = site.client.get("/badge/companies/acme/police-drones.svg")
    assert (badge.status_code, badge.headers["Cache-Control"]) == (410, "public, max-age=0, s-maxage=10")
    assert site.client.get("/oembed?url=http://127.0.0.1:8000/companies/acme/police-drones").status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "/companies/acme/police-drones",
        "/topics/police-drones",
        "/compare?company=acme&company=beta&topic=police-drones",
    ],
)
def test_a_widget_of_today_or_a_day_to_come_has_nothing_that_came_since(site_of, page):
    site, clocks = site_of(make.pledge(), make.company("beta"), make.check("beta")), "&" if "?" in page else "?"
    frames = {
        day: 'class="since"' in site.client.get(f"/embed{page}{clocks}as_of={day}").text
        for day in ("2026-11-21", "2026-11-22", "2026-11-23")
    }
    assert frames == {"2026-11-21": True, "2026-11-22": False, "2026-11-23": False}


def test_a_pinned_widget_stays_and_says_what_came_since(site_of):
    site = site_of(make.pledge())
    address = f"/companies/acme/police-drones?{PIN}"

    def in_widget():
        return widget(site.client, address)

    before = in_widget()
    assert "Pinned on 22 November 2026. Nothing has changed since." in before
    published(site.database, make.evidence(), at=clock(20))
    updated = in_widget()
    assert "Updated since: see the latest version ." in updated.replace(
        "see the latest version.", "see the latest version ."
    )
    published(site.database, make.evidence(title="Leased camera drones"), at=clock(30), change="correction")
    corrected = in_widget()
    assert "Corrected since, on 22 November 2026: see the latest version" in corrected
    published(site.database, make.company(withdrawn={"date": "2026-11-22", "reason": "Gone."}), at=clock(40))
    withdrawn = in_widget()
    assert "aken down since: see the latest version" in withdrawn
    kept = {text.partition("Pinned on")[0] for text in (before, updated, corrected, withdrawn)}
    assert len(kept) == 1
    widget(site.client, "/companies/acme/police-drones", 410)


def test_reading_on_is_no_change(site_of):
    site = site_of(make.pledge(), make.evidence())
    published(site.database, make.topic(checked_until={"acme": "2026-11-01"}), at=clock(20))
    assert "Nothing has changed since." in widget(site.client, f"/companies/acme/police-drones?{PIN}")


def test_a_pinned_pledge_does_not_change_with_others(site_of):
    site = site_of(make.pledge())
    published(site.database, make.pledge("acme/other", title="Other"), at=clock(20))
    assert "Nothing has changed since." in widget(site.client, f"/pledges/acme/no-sales?{PIN}")


def test_a_line_says_the_gap_and_the_last_check(seeded):
    response = seeded.client.get(f"/badge{SCORECARD}.json?as_of=2020-06-18")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    text = response.get_json()["text"]
    assert text.startswith("Microsoft: Federal law enforcement")
    assert "checked 18 June 2020" in text
    missing = seeded.client.get("/badge/companies/nobody/x.json")
    assert (missing.status_code, list(missing.get_json())) == (404, ["error"])


def test_a_sentence_that_begins_with_a_name_runs_as_its_own_language_does(site_of):
    name = "شركة البصريات"
    site = site_of(make.company(name=name), make.pledge())
    text = site.client.get("/embed/companies/acme/police-drones").text
    assert f'<h1 dir="auto">{name}</h1>' in text
    assert f'<p class="say">\u2068{name}\u2069 has pledged' in text
