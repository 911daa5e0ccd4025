"""Names of all scripts: isolated wherever they stand, never pulled apart, drawn with an operator's fonts."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from tests import factories as make
from tests.stored import clock, published

ARABIC, HEBREW, DEVANAGARI = "شركة المراقبة", "חברת הצילום", "कखग"
SCORECARD = "/companies/acme/police-drones"
COMPARISON = "/compare?topic=police-drones&company=acme&company=beta"
NAMES = f"{ARABIC}|{HEBREW}"


@pytest.fixture
def site(site_of):
    return site_of(
        make.company(name=ARABIC),
        make.company("beta", name=HEBREW),
        make.check("beta"),
        make.pledge(),
        make.evidence(),
        public_url="https://pledges.example",
    )


def exposed(text):
    """Places where a name from right to left stands bare in a run of other words, so that it would move them."""
    text = re.sub(r"<(script|style|title|head)\b.*?</\1>", "", unescape(text), flags=re.S)
    text = re.sub(r"\u2068[^\u2069]*\u2069", "", text)
    text = re.sub(r"<bdi>.*?</bdi>", "", text, flags=re.S)
    # An element of its own direction: what stands in it moves nothing around it.
    text = re.sub(r"<(\w+)[^>]*\bdir=\"auto\"[^>]*>.*?</\1>", "", text, flags=re.S)
    text = re.sub(r"<(option|textarea)\b[^>]*>.*?</\1>", "", text, flags=re.S)
    text = re.sub(r"<[^>]*>", lambda tag: "" if "value=" in tag[0] or not re.search(NAMES, tag[0]) else tag[0], text)
    return [match[0] for match in re.finditer(f".{{0,40}}({NAMES}).{{0,40}}", text)]


PAGES = [
    SCORECARD,
    "/companies/acme",
    COMPARISON,
    "/changes",
    "/changes?company=acme",
    f"/embed?url={quote(SCORECARD, safe='')}",
    f"/embed?url={quote(COMPARISON, safe='')}",
    f"/embed{SCORECARD}",
    f"/embed{SCORECARD}?form=line",
    f"/embed{COMPARISON}",
    f"/embed{SCORECARD}?show=timeline",
    "/embed/topics/police-drones",
    "/embed/companies?topic=police-drones",
    "/topics/police-drones",
    "/companies",
    "/pledges/acme/no-sales",
    "/evidence/acme/deal",
]


@pytest.mark.parametrize("path", PAGES)
def test_names_from_right_to_left_are_isolated(site, path):
    published(site.database, make.evidence(title="Leased camera drones"), at=clock(20), change="correction")
    text = site.client.get(path).text
    assert re.search(NAMES, unescape(text))
    assert exposed(text) == []


def test_a_citation_isolates_the_name(site):
    text = unescape(site.client.get(SCORECARD).text)
    cited = text[text.index('class="cite"') : text.index("</details>", text.index('class="cite"'))]
    assert exposed(cited) == []


@pytest.mark.parametrize(
    "address", [f"/badge{SCORECARD}.svg", f"/card{SCORECARD}.svg", f"/badge{COMPARISON.replace('?', '.svg?')}"]
)
def test_pictures_isolate_names_in_sentences_and_pull_no_letters_apart(site, address):
    text = unescape(site.client.get(address).text)
    assert exposed(re.search("<title>(.*?)</title>", text, re.S)[1]) == []
    for line in re.findall("<text[^>]*>[^<]*</text>", text):
        if re.search(NAMES, line):
            assert "textLength" not in line
            assert "letter-spacing" not in line


@pytest.mark.parametrize("address", [f"/badge{SCORECARD}.json", f"/oembed?url=https://pledges.example{SCORECARD}"])
def test_lines_and_titles_isolate_names(site, address):
    said = site.client.get(address).get_json()
    for text in (said.get("text"), said["title"]):
        assert exposed(text or "") == []


def font(path, letters):
    """A font with a block for each letter."""
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, 700), (550, 700), (550, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Blocks", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def test_an_operators_font_draws_what_ours_lack(site_of, tmp_path):
    company = make.company(name=DEVANAGARI)
    font(tmp_path / "blocks.ttf", DEVANAGARI)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "readme.txt").write_text("no font")
    plain, drawn = site_of(company, make.pledge()), site_of(company, make.pledge(), fonts_dir=tmp_path)
    for folder in ("badge", "card", "picture"):
        without, own = (one.client.get(f"/{folder}{SCORECARD}.png").data for one in (plain, drawn))
        assert without != own, folder
        assert own.startswith(b"\x89PNG")
    # As a drawing both show the name itself, in the reader's own fonts.
    assert DEVANAGARI in plain.client.get(f"/card{SCORECARD}.svg").text


def test_without_it_pictures_say_who_they_are_of_in_letters_they_have(site_of):
    site = site_of(make.company(name=DEVANAGARI, aliases=["Kakhaga"]), make.pledge())
    other = site_of(make.company(name="Kakhaga"), make.pledge())
    badge, same = (one.client.get(f"/badge{SCORECARD}.png").data for one in (site, other))
    assert badge == same
