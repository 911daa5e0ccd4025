"""Page, widget, data, card, oEmbed and badge say the same at any two clocks, also right after a publication."""

import re
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from tests import factories as make
from tests.stored import clock, published
from tests.web.checking import parsed, words
from tests.web.wordpress import discovered

SITE = "https://pledges.example"
PAGES = [
    "/companies/acme/police-drones",
    "/pledges/acme/no-sales",
    "/evidence/acme/deal?pledge=acme/no-sales",
    "/compare?topic=police-drones&company=acme&company=beta",
]
CLOCKS = ["", "as_of=2020-06-10", "as_of=2021-06-11", "as_of=2020-07-01&known_at=2026-11-22T12:10:00Z"]


@pytest.fixture
def site(site_of, monkeypatch):
    # What is drawn are the words that badge and card are given; drawing them takes longer than all else here.
    monkeypatch.setattr("tracker.web.embed.pictures.views.png_of", lambda svg, *size, **options: svg.encode())
    promise = make.pledge(versions=[make.version(ends={"after": "1 year"})])
    return site_of(make.company("beta"), make.check("beta"), promise, make.evidence(), public_url=SITE)


def agreed(site, page, clocks):
    """What all outputs say of a page at these clocks: the title, and the words of the picture."""
    address = f"{page}{'&' if '?' in page else '?'}{clocks}" if clocks else page
    response = site.client.get(address)
    head = {name: unescape(text) for name, text in re.findall(r'"(og:[a-z:]+)" content="([^"]*)"', response.text)}
    data = site.client.get(discovered(response.text).removeprefix(SITE)).get_json()
    xml = site.client.get(f"/oembed?format=xml&url={quote(SITE + address, safe='')}").data
    title, alt = head["og:title"], head["og:image:alt"]
    assert data["title"] == ElementTree.fromstring(xml).findtext("title") == title

    source = unescape(re.search(r'<iframe src="([^"]+)"', data["html"])[1])
    tree = parsed(site.client.get(source.removeprefix(SITE)).text)
    widget, (day,) = words(next(tree.iter("main"))), tree.iter("time")
    assert f"As of {day.text}" in alt
    assert f"(as of {day.text}" in data["html"]
    picture = head["og:image"].removeprefix(SITE)
    badge = ElementTree.fromstring(site.client.get(picture.replace("/card/", "/badge/").replace(".png", ".svg")).data)
    assert badge.findtext("{*}title") == alt
    assert alt in unescape(site.client.get(picture).text)
    if page.startswith("/companies"):
        scorecard = site.data(f"/api/v1/companies/acme/scorecard?topic=police-drones&{clocks}")
        assert scorecard["as_of"] == day.get("datetime")
        flag = tree.find(".//ul[@class='alerts']/li/b")
        assert words(flag).partition(":")[0] in unescape(response.text)
    return title, alt, widget


def test_they_agree_at_all_clocks_and_after_each_publication(site):
    pinned = [(page, clocks) for page in PAGES for clocks in CLOCKS if "known_at" in clocks]
    before = {of: agreed(site, *of) for of in ((page, clocks) for page in PAGES for clocks in CLOCKS)}
    records = make.evidence(title="Leased camera drones"), make.company(name="Acme & Söhne"), make.decision()
    for minutes, record in enumerate(records, 20):
        published(site.database, record, at=clock(minutes))
        after = {(page, ""): agreed(site, page, "") for page in PAGES}
    assert all("Acme & Söhne" in alt and alt != before[of][1] for of, (_, alt, _) in after.items())
    for of in pinned:
        assert agreed(site, *of)[:2] == before[of][:2]
