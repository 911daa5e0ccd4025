"""Embeds of a topic's matrix, a table of companies, a timeline and a progress picture: frames, oEmbed, pictures."""

import re
from base64 import b64encode
from datetime import UTC
from hashlib import sha256
from html import unescape
from io import BytesIO
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest

from tests import factories as make
from tests.stored import clock, published
from tests.web.checking import CheckedClient
from tracker import create_app
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings

SITE = "https://pledges.example"
TOPIC = "police-drones"
SCORECARD = f"/companies/acme/{TOPIC}"
TARGET = {
    "measure": "share of recycled paper",
    "unit": "%",
    "at_least": "80",
    "baseline": {"amount": "10", "on": "2013"},
}
PAGES = {
    "matrix": f"/topics/{TOPIC}",
    "table": f"/companies?topic={TOPIC}",
    "timeline": f"{SCORECARD}?show=timeline",
    "progress": f"{SCORECARD}?show=progress",
    "progress of a pledge": "/pledges/acme/paper?show=progress",
}
PIN = "known_at=2026-11-22T12:10:00Z"


def numbered(count):
    return [
        record
        for n in range(count)
        for record in (make.company(f"c{n:02}", name=f"Company {n:02}"), make.check(f"c{n:02}"))
    ]


def paper(**fields):
    said = {
        "start": "2014-05-01",
        "deadline": "2023-12-31",
        "target": TARGET,
        "short": "to use more of it",
        "scope": {},
    }
    return make.promise("acme/paper", title="Recycled paper", versions=[make.version(**{**said, **fields})])


def figure(number, amount, year):
    says = [{"pledge": "acme/paper", "amount": amount, "on": year}]
    return make.evidence(f"acme/paper-{number}", acts=[], fulfils=says, period=year)


RECORDS = (make.pledge(), make.evidence(), paper(), figure(1, "49", "2020"), *numbered(12))


@pytest.fixture(scope="module")
def site(world_with, tmp_path_factory):
    """A site that all tests share, which only read."""
    path = tmp_path_factory.mktemp("larger") / "site.sqlite3"
    path.write_bytes(world_with(*RECORDS))
    app = create_app(Settings(database_url=f"sqlite:///{path}", public_url=SITE), clock(60))
    yield CheckedClient(app)
    app.extensions["site"].database.close()


@pytest.fixture
def own_site(site_of):
    """The same, for a test that publishes more."""
    return site_of(*RECORDS, public_url=SITE)


def fetched(site, page, folder="embed", ending="", **query):
    path, _, own = page.partition("?")
    pairs = "&".join([own, *(f"{name}={value}" for name, value in query.items())])
    response = site.client.get(f"/{folder}{path}{ending}?{pairs}")
    assert response.status_code == 200, (folder, page, response.text[:300])
    return response


def hrefs(text):
    return re.findall(r'href="([^"]+)"', unescape(text))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_each_is_a_frame_with_its_day_its_page_and_method(site, page):
    text = unescape(fetched(site, page).text)
    assert re.search(r'<time datetime="2026-11-22">', text)
    assert "checked" in text
    assert any(href.startswith(f"{SITE}{page.partition('?')[0]}") for href in hrefs(text))
    assert any(href.endswith("/methodology") for href in hrefs(text))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_oembed_gives_the_same_frame_with_its_height_and_topic(site, page):
    answer = site.client.get(f"/oembed?url={quote(SITE + page, safe='')}").get_json()
    src = unescape(re.search(r'src="([^"]+)"', answer["html"])[1])
    assert urlsplit(src).path == f"/embed{page.partition('?')[0]}"
    assert "show=" in src or TOPIC in src
    assert site.client.get(src.removeprefix(SITE)).status_code == 200
    assert answer["height"] > 150
    assert answer["thumbnail_width"] == 1200
    assert site.client.get(answer["thumbnail_url"].removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_too_little_height_gives_words_in_place_of_the_table_or_picture(site, page):
    for most, form in ((200, "compact"), (60, "line")):
        answer = site.client.get(f"/oembed?url={quote(SITE + page, safe='')}&maxheight={most}").get_json()
        assert answer["height"] <= most
        src = unescape(re.search(r'src="([^"]+)"', answer["html"])[1])
        assert f"form={form}" in src
        text = site.client.get(src.removeprefix(SITE)).text
        assert '<svg class="chart' not in text
        assert 'class="list' not in text


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_its_page_names_it_in_the_head_and_offers_it_in_the_builder(site, page):
    head = site.client.get(page).text
    (address,) = re.findall(r'type="application/json\+oembed" href="([^"]+)"', head)
    title = site.client.get(unescape(address).removeprefix(SITE)).get_json()["title"]
    assert title
    builder = unescape(site.client.get(f"/embed?url={quote(page, safe='')}").text)
    assert f'src="{SITE}/embed{page.partition("?")[0]}' in builder
    assert f"/picture{page.partition('?')[0]}.svg" in builder


def test_the_builder_offers_the_parts_of_a_scorecard_and_takes_the_chosen_one(site):
    text = site.client.get(f"/embed?url={SCORECARD}").text
    assert re.findall(r'name="show" value="(\w+)"', text) == ["scorecard", "timeline", "progress"]
    chosen = unescape(site.client.get(f"/embed?url={SCORECARD}&show=timeline").text)
    assert f"{SITE}/embed{SCORECARD}?show=timeline" in chosen
    many = unescape(site.client.get(f"/embed?url=/topics/{TOPIC}&per_page=5").text)
    assert "per_page=5" in many


@pytest.mark.parametrize("page", [PAGES["matrix"], PAGES["table"]])
def test_all_companies_can_be_reached_a_page_at_a_time_without_a_script(site, page):
    names, address = [], f"/embed{page}{'&' if '?' in page else '?'}per_page=5&theme=dark"
    for _ in range(4):
        text = unescape(site.client.get(address).text)
        names += re.findall(r'<a href="[^"]+" target="_blank" rel="noopener" dir="auto">([^<]+)</a>', text)
        assert 'class="full dark"' in text
        following = re.findall(r'<a rel="next" href="([^"]+)"', text)
        if not following:
            break
        (address,) = following
    assert sorted(names) == sorted(["Acme Optics Inc.", *(f"Company {n:02}" for n in range(12))])


@pytest.mark.parametrize(("per_page", "shown"), [("", 10), ("50", 13), ("5000", 13), ("x", 10), ("0", 1)])
def test_a_page_has_ten_companies_unless_asked_otherwise_and_fifty_at_most(site, per_page, shown):
    text = fetched(site, PAGES["table"], per_page=per_page).text
    assert len(re.findall('<th scope="row">', text)) == shown


def test_a_table_keeps_its_filters(site):
    text = unescape(fetched(site, f"/companies?topic={TOPIC}&q=Company+0").text)
    assert "Acme" not in text
    assert len(re.findall('<th scope="row">', text)) == 10


def names(response):
    """The companies in the rows of a table, in their order."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', response.text)


def pages_of(site, page, **query):
    """The companies of all pages, following the links within the frame, and back to the first."""
    forward, response = [], fetched(site, page, **query)
    while True:
        forward.append(names(response))
        further = re.search(r'<a rel="next" href="([^"]+)"', response.text)
        if not further:
            return forward
        response = site.client.get(unescape(further[1]))
        assert '<a rel="prev"' in response.text


def test_pinned_tables_have_up_to_fifty_companies_by_name_and_pages(site):
    every = [f"Company {n:02}" for n in range(12)]
    shown = names(fetched(site, PAGES["table"], per_page="50", known_at="2026-11-22T12:10:00Z"))
    assert shown[-12:] == every
    by_five = pages_of(site, PAGES["table"], per_page="5", known_at="2026-11-22T12:10:00Z")
    assert [len(page) for page in by_five] == [5, 5, 3]
    assert [name for page in by_five for name in page] == shown


def test_filters_of_pinned_tables_are_those_of_live_ones(site):
    fifty, pin = {"per_page": "50"}, {"known_at": "2026-11-22T12:10:00Z"}
    every = names(fetched(site, PAGES["table"], **fifty, **pin))
    for filters in ({"q": "company 0"}, {"state": "none"}, {"strength": "none", "q": "07"}, {"finding": "none"}):
        live, then = (sorted(names(fetched(site, PAGES["table"], **filters, **fifty, **more))) for more in ({}, pin))
        assert live == then
        assert 0 < len(then) < len(every)
    assert names(fetched(site, PAGES["table"], q="nobody", **pin)) == []


def test_a_company_that_came_later_takes_nobodys_place_in_a_pinned_table(own_site):
    before = names(fetched(own_site, PAGES["table"], known_at="2026-11-22T12:10:00Z"))
    published(own_site.database, make.company("aaa", name="Aardvark"), make.check("aaa"), at=clock(20))
    refresh(own_site.database, clock(20), UTC)
    assert "Aardvark" in names(fetched(own_site, PAGES["table"]))
    assert names(fetched(own_site, PAGES["table"], known_at="2026-11-22T12:10:00Z")) == before
    assert len(before) == 10


def test_a_table_without_a_topic_means_the_first_one_and_says_so(own_site):
    assert "names no topic" not in fetched(own_site, "/companies").text
    published(own_site.database, make.topic("body-cameras", name="Body cameras"), at=clock(20))
    text = fetched(own_site, "/companies").text
    assert "names no topic" in text
    assert "Camera drones" in text
    assert f"topic={TOPIC}" in own_site.client.get(f"/oembed?url={SITE}/companies").get_json()["html"]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_pinned_one_stays_and_says_what_came_since(own_site, page):
    before = fetched(own_site, page, known_at="2026-11-22T12:10:00Z").text
    assert "Nothing has changed since" in before
    published(
        own_site.database,
        make.pledge(versions=[make.version(ends="open", quote="We will not sell drones, ever.", scope={})]),
        figure(2, "60", "2021"),
        at=clock(20),
    )
    after = fetched(own_site, page, known_at="2026-11-22T12:10:00Z").text
    assert re.search("(Updated|Corrected) since", after)
    start, end = '<div class="fit">', '<div class="tail">'
    assert after[after.index(start) : after.index(end)] == before[before.index(start) : before.index(end)]


@pytest.mark.parametrize("page", [*PAGES.values(), SCORECARD, "/pledges/acme/no-sales"])
def test_pictures_for_print_have_a_credit_and_up_to_2400_pixels(site, page):
    drawing = fetched(site, page, "picture", ".svg")
    root = ElementTree.fromstring(drawing.text)
    texts = " ".join("".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text"))
    assert f"pledges.example{page.partition('?')[0]}" in texts.replace(" ", "") or "pledges.example" in texts
    assert "22 November 2026" in texts
    assert root.get("aria-label")
    pixels = fetched(site, page, "picture", ".png", width=2400).data
    assert int.from_bytes(BytesIO(pixels).read(24)[16:20]) == 2400


def test_what_cannot_be_drawn_is_a_notice_and_no_fault(site_of):
    bare = site_of(public_url=SITE).client
    for address in (f"/embed{SCORECARD}?show=progress", f"/picture{SCORECARD}.png?show=progress", "/embed/topics/none"):
        assert bare.get(address).status_code == 404, address
    assert bare.get(f"/embed/topics/{TOPIC}?after=x!").status_code == 400
    assert bare.get(f"/picture{SCORECARD}.png?width=17").status_code == 400


@pytest.mark.parametrize("part", ["progress", "timeline"])
def test_heads_name_only_what_there_is(site, site_of, part):
    bare = site_of(make.pledge(), public_url=SITE)
    for address in (f"{SCORECARD}?show={part}", f"/pledges/acme/no-sales?show={part}"):
        head = bare.client.get(address).text.partition("</head>")[0]
        named = {unescape(link) for link in re.findall(rf'"({SITE}[^"]+)"', head)}
        assert len(named) >= 4
        assert {link: bare.client.get(link.removeprefix(SITE)).status_code for link in named} == dict.fromkeys(
            named, 200
        )
    assert f"show%3D{part}" in site.client.get(f"{SCORECARD}?show={part}").text.partition("</head>")[0]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_badges_lines_and_cards_of_them_have_words(site, page):
    for folder, ending in (("badge", ".svg"), ("badge", ".png"), ("card", ".svg"), ("card", ".png")):
        fetched(site, page, folder, ending)
    assert fetched(site, page, "badge", ".json").get_json()["text"]


def test_pictures_for_print_say_in_words_all_that_they_show(site):
    said = {page: unescape(fetched(site, path, "picture", ".svg").text) for page, path in PAGES.items()}
    titles = {page: re.search("<title>(.*?)</title>", text, re.S)[1] for page, text in said.items()}
    assert "49\u202f% (2020)" in titles["progress"]
    assert "Sold camera drones" in titles["timeline"]
    assert "Company 03:" in titles["table"]


def test_a_card_or_badge_says_what_it_shows_whichever_part_is_embedded(site):
    for folder in ("card", "badge"):
        whole, part = (
            re.search("<title>(.*?)</title>", fetched(site, page, folder, ".svg").text)[1]
            for page in (SCORECARD, PAGES["progress"])
        )
        assert whole == part


def test_a_drawing_opened_by_itself_has_its_colours_and_may_be_used_anywhere(site):
    response = fetched(site, PAGES["progress"], "picture", ".svg")
    style = re.search("<style>(.*?)</style>", response.text, re.S)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert "Set-Cookie" not in response.headers
