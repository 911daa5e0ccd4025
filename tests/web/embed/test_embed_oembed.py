"""oEmbed as its readers ask for it, discovery, link previews, structured data, the page “Embed this”."""

import json
import re
from html import unescape
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest

from tests import factories as make
from tests.stored import clock, published
from tests.web.checking import check_structure, parsed
from tests.web.wordpress import discovered, filtered
from tracker.records.sentences import SENTENCES

SITE = "https://pledges.example"
SCORECARD = "/companies/microsoft/police-facial-recognition"
COMPARISON = "/compare?topic=police-facial-recognition&company=amazon&company=microsoft"
FINDING = "/evidence/microsoft/dea-2017?pledge=microsoft/police-sales"
PAGES = [SCORECARD, "/companies/ibm", "/pledges/microsoft/police-sales", FINDING, COMPARISON]
NAMES = ["AT&T", "L'Oréal", "H&M <HM-B>", "شركة البصريات", '"Quoted" & <b>Bold</b>', "The Long Name " * 8 + "Inc."]


def oembed(client, url, status=200, **given):
    """The answer, with what holds for every answer."""
    query = "".join(f"&{name}={quote(str(value))}" for name, value in given.items())
    response = client.get(f"/oembed?url={quote(url, safe='')}{query}")
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    kind = "text/xml; charset=utf-8" if given.get("format") == "xml" and status != 501 else "application/json"
    assert response.headers["Content-Type"] == kind
    if kind == "application/json":
        return json.loads(response.data)
    return {element.tag: element.text for element in ElementTree.fromstring(response.data)}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_with_a_widget_leads_to_its_answer(seeded, page):
    response = seeded.client.get(page)
    assert response.status_code == 200
    assert response.text.index("text/xml+oembed") < 16_000
    href = discovered(response.text)
    answer = seeded.client.get(href.removeprefix(SITE)).get_json()
    assert answer["type"] == "rich"
    assert answer["version"] == "1.0"
    assert type(answer["width"]) is type(answer["height"]) is type(answer["cache_age"]) is int
    assert answer["provider_name"] == "Pledge Tracker"
    assert answer["title"] in unescape(response.text)
    src = unescape(re.search(r'<iframe src="([^"]+)"', answer["html"])[1])
    assert seeded.client.get(src.removeprefix(SITE)).status_code == 200
    picture = seeded.client.get(answer["thumbnail_url"].removeprefix(SITE))
    assert picture.data[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_a_page_that_names_a_pledge_leads_to_the_finding_on_it(site_of):
    other = make.pledge(
        "acme/other", title="Other", versions=[make.version(scope=make.scope(action={"unclear": ["sell"]}))]
    )
    site = site_of(make.pledge(title="First"), other, make.evidence(), public_url=SITE)
    for pledge, word in (("acme/no-sales", "goes against"), ("acme/other", "may go against")):
        text = site.client.get(f"/evidence/acme/deal?pledge={pledge}").text
        answer = site.client.get(discovered(text).removeprefix(SITE)).get_json()
        assert word in answer["title"]
        assert f'content="{answer["title"]}"' in text
    unknown = site.client.get("/evidence/acme/deal?pledge=acme/none").text
    assert "pledge%3D" not in unknown
    assert "application/json+oembed" in unknown


def test_previews_of_records_say_what_is_in_them(seeded):
    def preview(page):
        text = seeded.client.get(page).text
        said = [unescape(raw) for raw in re.findall(r'(?:og|twitter):description" content="([^"]*)"', text)]
        assert len(set(said)) == 1
        return said[0]

    assert preview("/pledges/microsoft/police-sales").startswith("“We will not sell facial recognition tech to police")
    assert SENTENCES["finding.unaddressed"].partition(".")[0] in preview(FINDING)
    compared = preview(COMPARISON)
    assert compared.startswith("Amazon: May go against the pledge: Named as the supplier")
    assert "Microsoft: Federal law enforcement: not clearly covered." in compared
    assert "not to sell facial recognition" in preview(SCORECARD)


@pytest.mark.parametrize("page", PAGES)
def test_both_formats_say_the_same(seeded, page):
    data, text = oembed(seeded.client, SITE + page), oembed(seeded.client, SITE + page, format="xml")
    assert {name: str(value) for name, value in data.items()} == text


@pytest.mark.parametrize(
    "variant",
    ["/", "#findings", "?utm_source=x&utm_medium=y", "?ref=z", "/?fbclid=1#x", "?as_of="],
)
def test_variants_of_an_address_are_one(seeded, variant):
    assert oembed(seeded.client, SITE + SCORECARD + variant) == oembed(seeded.client, SITE + SCORECARD)


def test_schemes_and_the_widgets_own_address_are_understood(seeded):
    plain = oembed(seeded.client, SITE + SCORECARD)
    assert oembed(seeded.client, SITE.replace("https", "http") + SCORECARD) == plain
    assert oembed(seeded.client, f"{SITE}/embed{SCORECARD}") == plain
    assert "theme=dark" in oembed(seeded.client, f"{SITE}/embed{SCORECARD}?theme=dark")["html"]


def test_the_clocks_are_kept(seeded):
    clocks = "?as_of=2020-06-18&known_at=2026-11-22T12:30:00Z"
    answer = oembed(seeded.client, SITE + SCORECARD + clocks)
    for part in ("as_of=2020-06-18", "known_at=2026-11-22T12:30:00Z", "as of 18 June 2020"):
        assert part in answer["html"]
    assert "as_of=2020-06-18" in answer["thumbnail_url"]


@pytest.mark.parametrize(
    ("url", "given", "status"),
    [
        (SITE + "/companies/nobody/x", {}, 404), (SITE + "/nothing", {}, 404), (SITE, {}, 404),
        ("https://evil.example" + SCORECARD, {}, 404), ("javascript:alert(1)", {}, 404), ("http://[", {}, 404),
        ("<script>", {}, 404), (SITE + SCORECARD + "?as_of=x", {}, 404), (SITE + SCORECARD, {"format": "yaml"}, 501),
        ("", {}, 400), (SITE + SCORECARD, {"maxwidth": "x"}, 400), (SITE + SCORECARD, {"maxheight": "-1"}, 400),
        (SITE + ":99999999" + SCORECARD, {}, 404), (SITE + ":8443" + SCORECARD, {}, 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", [{}, {"format": "xml"}])
def test_what_cannot_be_answered_is_said_and_nothing_repeated(seeded, url, given, status, form):
    answer = oembed(seeded.client, url, status, **{**form, **given})
    assert set(answer) == {"error"}
    assert "<" not in answer["error"]


@pytest.mark.parametrize(
    ("wide", "high"), [(220, 200), (320, 240), (500, 750), (600, 100), (1200, 2000), (100000, 100000)]
)
def test_maxima_are_kept_everywhere(seeded, wide, high):
    answer = oembed(seeded.client, SITE + SCORECARD, maxwidth=wide, maxheight=high)
    assert answer["width"] <= wide
    assert answer["height"] <= high
    assert f'width="{answer["width"]}" height="{answer["height"]}"' in answer["html"]
    assert answer.get("thumbnail_width", 0) <= wide
    assert answer.get("thumbnail_height", 0) <= high
    assert len({name in answer for name in ("thumbnail_url", "thumbnail_width", "thumbnail_height")}) == 1
    if "thumbnail_url" in answer:
        picture = seeded.client.get(answer["thumbnail_url"].removeprefix(SITE)).data
        size = [int.from_bytes(picture[i : i + 4], "big") for i in (16, 20)]
        assert size == [answer["thumbnail_width"], answer["thumbnail_height"]]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_pass_every_output(site_of, name):
    site = site_of(make.company(name=name), make.pledge(title='“No” <sales> & "more"'), public_url=SITE)
    shown = " ".join(name.split())
    for page in ("/companies/acme/police-drones", "/pledges/acme/no-sales"):
        answer = oembed(site.client, SITE + page)
        assert answer["title"].lstrip("\u2068").startswith(shown)
        assert oembed(site.client, SITE + page, format="xml")["title"] == answer["title"]
        assert len(answer["html"].encode()) <= 1100
        kept = filtered(answer["html"], "aB3dE5gH7j")
        assert unescape(re.search(r'title="([^"]*)"', kept)[1])[:40] == answer["title"][:40]
        assert discovered(site.client.get(page).text)
        badge = site.client.get(f"/badge{page}.svg")
        tree = ElementTree.fromstring(badge.data)
        assert shown in tree.find("{*}title").text
        assert len(badge.data) <= 5000
        assert site.client.get(f"/card{page}.png").data.startswith(b"\x89PNG")


def test_odd_names_pass_markdown(site_of):
    site = site_of(make.company(name=r"AT&T <b>*x*</b> [a](b) | c\d"), make.pledge())
    markdown = textareas(site.client.get("/embed?url=/companies/acme/police-drones").text)[-1]
    # Not all programs know a backslash before other signs: Python-Markdown shows it.
    assert markdown.startswith(r"[![AT&amp;T &lt;b&gt;\*x\*&lt;/b&gt; \[a\]\(b\) &#124; c\\d, Camera")


def test_html_is_small(seeded):
    assert len(oembed(seeded.client, SITE + SCORECARD)["html"].encode()) <= 1024


def test_a_former_name_answers_with_the_present_one(site_of):
    site = site_of(make.company(former_ids=["old"]), make.pledge(), public_url=SITE)
    answer = oembed(site.client, SITE + "/companies/old/police-drones")
    assert answer == oembed(site.client, SITE + "/companies/acme/police-drones")


def test_badge_and_card_change_with_what_they_show(site_of):
    site = site_of(make.pledge())
    page = "/companies/acme/police-drones"
    before = [
        site.client.get(address).data for address in (f"/badge{page}.svg", f"/badge{page}.png", f"/card{page}.png")
    ]
    assert before[0] == site.client.get(f"/badge{page}.svg").data
    published(site.database, make.evidence(), at=clock(20))
    after = [
        site.client.get(address).data for address in (f"/badge{page}.svg", f"/badge{page}.png", f"/card{page}.png")
    ]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert "22 November 2026" in after[0].decode()


def test_pictures_are_light_and_the_same_each_time(seeded):
    for page in PAGES[:3]:
        picture = seeded.client.get(f"/card{page}.png")
        assert picture.headers["Content-Type"] == "image/png"
        assert len(picture.data) <= 100_000
    assert seeded.client.get(f"/card{SCORECARD}.png?width=7").status_code == 400


def structured(client, page):
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(page).text, re.DOTALL)[1]
    assert "<" not in text
    return json.loads(text)["@graph"]


def test_only_a_pledge_that_an_editor_decided_on_is_a_reviewed_claim(site_of):
    records = (make.company(name="H&M </script><HM-B>"), make.pledge(), make.evidence("acme/deal"))
    site = site_of(*records)
    page = "/pledges/acme/no-sales"
    assert [part["@type"] for part in structured(site.client, page)] == ["WebPage", "Claim"]
    published(site.database, make.decision(), at=clock(20))
    review = structured(site.client, page)[1]
    assert review["@type"] == "ClaimReview"
    assert review["url"].endswith(page)
    assert len(review["claimReviewed"]) < 75
    assert review["reviewRating"]["alternateName"] == SENTENCES["finding.breach.heading"]
    assert review["itemReviewed"]["author"]["name"] == "H&M </script><HM-B>"
    assert review["datePublished"] == "2020-08-01"
    kinds = [part["@type"] for part in structured(site.client, "/companies/acme/police-drones")]
    assert kinds == ["WebPage", "Dataset"]


def textareas(text):
    """What can be pasted."""
    return [unescape(raw) for raw in re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)]


def test_the_page_embed_this_gives_six_forms_live_and_pinned(seeded):
    response = seeded.client.get(f"/embed?url={SITE}{SCORECARD}&pinned=yes&theme=dark&form=compact")
    texts = textareas(response.text)
    url, iframe, loader, line, image, markdown = texts
    assert urlsplit(url).path == SCORECARD
    for text in texts:
        assert "known_at=2026-11-22T12:00:00" in text
    assert "theme=dark&amp;form=compact" in iframe
    assert 'integrity="sha384-' in loader
    assert line.startswith("<pledge-line><a href=")
    assert "checked " in line
    assert image.startswith("<a href=")
    assert "alt=" in image
    assert markdown.startswith("[![")
    for address in ("/embed", f"/embed?url={SCORECARD}"):
        check_structure(parsed(seeded.client.get(address).text))
    assert seeded.client.get("/embed?url=http://elsewhere.example/").status_code == 404
    assert seeded.client.get(f"{SCORECARD}/embed").status_code == 200
